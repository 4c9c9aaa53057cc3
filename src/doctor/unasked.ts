// GitHub refused what the doctor asked, or was not there: what that means for a finding.
import { RateLimited, Transient } from "../github/errors.ts";
import { cannotTell, type Finding, failed } from "./finding.ts";

/** @param todo what to do where GitHub refused; a limit or an outage passes by itself. */
export function explainUnasked(check: string, error: unknown, todo: string): Finding {
  const says = error instanceof Error ? error.message : "unknown";
  const refusedKey = /answered 401 to/.test(says);
  if (error instanceof RateLimited) return cannotTell(check, says, "Try again later.");
  if (error instanceof Transient && !refusedKey) return cannotTell(check, says, "Try again later.");
  // Errors that are not GitHub's may quote what they could not read, such as a key.
  const known = error instanceof Error && /^(PermissionError|NotFound|Refused|Transient)$/.test(error.name);
  return failed(
    check,
    known ? says : `It could not be asked (${error instanceof Error ? error.name : "unknown"}).`,
    todo,
  );
}
