// Whether GitHub refused, or left something out, because the token was not authorised for the organisation's single sign-on, and where a
// person does that.
import { z } from "zod";

const refused = z.object({
  response: z.object({ headers: z.looseObject({ "x-github-sso": z.string() }) }),
});

/** Of an error of `errors.ts`: the address GitHub gives, or the empty text where it gives none; null: it is not about that. */
export function singleSignOnOf(error: unknown): string | null {
  const parsed = refused.safeParse(error instanceof Error ? error.cause : null);
  if (!parsed.success) return null;
  const header = parsed.data.response.headers["x-github-sso"];
  if (!header.startsWith("required")) return null;
  const url = /url=(https?:\/\/[^\s;,]+)/.exec(header)?.[1] ?? "";
  return URL.canParse(url) ? url : "";
}

const leftOut = z.object({ "x-github-sso": z.string().startsWith("partial-results") });

/** Of the headers of an answer: whether it is of those organisations alone that the token is authorised for. */
export function isPartial(headers: unknown): boolean {
  return leftOut.safeParse(headers).success;
}
