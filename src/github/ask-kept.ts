// Asks GitHub only for what is not known already: a kept answer that cannot change is given at once, another is asked for
// with its ETag, and not sent again when it is still the same.
import { canonicalJson, digestOf } from "../core/canonical-json.ts";
import { statusOf } from "./classify-error.ts";
import type { Keeping, ResponseMemory } from "./response-memory.ts";

/** What of an answer is read. */
export interface Answer {
  readonly data: unknown;
  readonly link: string | null;
  /** GitHub left out what the token is not authorised for by an organisation's single sign-on. */
  readonly partial?: true;
}

export interface KeptRequest {
  readonly installationId: number;
  readonly route: string;
  readonly parameters: Record<string, unknown>;
  readonly keeping: Keeping;
}

/** @param send makes the request with these headers; throws GitHub's own error. */
export async function askKept(
  memory: ResponseMemory,
  { installationId, route, parameters, keeping }: KeptRequest,
  send: (headers: Record<string, string>) => Promise<Answer & { readonly etag: string | null }>,
): Promise<Answer> {
  const request = digestOf(canonicalJson([route, parameters]));
  const kept = await memory.find(installationId, request);
  if (kept !== null && kept.etag === null) return readAnswer(kept.body);
  try {
    const headers = kept === null || kept.etag === null ? {} : { "if-none-match": kept.etag };
    const { etag, ...answer } = await send(headers);
    const name = keeping === "for-ever" ? null : etag;
    if (keeping === "for-ever" || name !== null)
      await memory.keep(installationId, request, {
        etag: name,
        body: JSON.stringify(answer, withoutBigInts),
      });
    return answer;
  } catch (error) {
    if (kept === null || statusOf(error) !== 304) throw error;
    return readAnswer(kept.body);
  }
}

/** Octokit reads numbers that are too large for a number; nothing that is asked for has any. */
function withoutBigInts(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

function readAnswer(body: string): Answer {
  // Only `askKept` writes it.
  return JSON.parse(body);
}
