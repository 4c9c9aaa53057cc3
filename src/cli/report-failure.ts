// Why a repository could not be read with a token, for a person: what to do about it. The token itself is in none of the words.
import { maskTokens } from "../core/mask-tokens.ts";
import { statusOf } from "../github/classify-error.ts";
import { NotFound, PermissionError, RateLimited, Refused, Transient } from "../github/errors.ts";
import { singleSignOnOf } from "../github/single-sign-on.ts";
import { CommandFailed, UsageError } from "./exit.ts";

/** One line, without an end where there is none of its own. */
export function describeReadFailure(error: unknown, token: string): string {
  return withoutToken(describe(error), token);
}

/** Whether no other repository could be read either: the token is refused as such. */
export function isTokenRefused(error: unknown): boolean {
  return error instanceof PermissionError && statusOf(error.cause) === 401;
}

/** The text with `***` in the place of the token, and tokens of known shapes masked. */
export function withoutToken(text: string, token: string): string {
  return maskTokens(token === "" ? text : text.replaceAll(token, "***"));
}

function describe(error: unknown): string {
  const address = singleSignOnOf(error);
  if (address !== null) {
    const where = address === "" ? "in your settings on GitHub, under the token" : `at ${address}`;
    return `The organisation asks for single sign-on: authorise the token for it ${where}.`;
  }
  if (error instanceof NotFound)
    return "GitHub shows no such repository to this token. Check the name, and that the token may read the repository.";
  if (error instanceof RateLimited) {
    const until = new Date(error.until).toISOString().slice(0, 16).replace("T", " ");
    return `GitHub's limit for this token is reached until ${until} UTC. Run it again then, or let it wait: --max-wait. ${error.message}`;
  }
  if (error instanceof Transient && /^No answer/.test(error.message))
    return `${error.message} Check the network, and GITHUB_API_URL if it is set; then run it again.`;
  const foreseen = [PermissionError, Refused, Transient, CommandFailed, UsageError].some(
    (kind) => error instanceof kind,
  );
  if (error instanceof Error) return foreseen ? error.message : `unexpected ${error.stack ?? error.message}`;
  return String(error);
}
