// Turns GitHub's refusal of one reading into a sight: a permission that is missing, a feature that is off, or something that
// this server does not have. Limits and outages are none of these: they stay errors, and the reading is made again later.
import type { Sight, Unseen } from "../../core/facts/observations.ts";
import { type Access, explainUnseen } from "../access.ts";
import { type Refusal, refusalOf } from "../classify-error.ts";
import { NotFound, PermissionError, Refused } from "../errors.ts";

export interface Wanted {
  /** What is read, as it stands in a sentence: "code scanning alerts". */
  readonly what: string;
  /** What GitHub asks for, e.g. `security_events: read`. */
  readonly permission: string;
  /** What to do where the feature is off. */
  readonly turnOn: string;
}

/** GitHub's words for a feature that is off, of all features; with 403 or 404. */
const featureIsOff =
  /no analysis found|(?:is|are) disabled|(?:is|are) not enabled|must be enabled|not (?:been )?enabled|upgrade to github/i;

/** GitHub's words where a permission is missing. The header that names permissions proves nothing: every answer has it. */
const permissionIsMissing =
  /resource not accessible|must have (?:admin|push|read|write)|requires? .*permission|not authorized/i;

/** What was read, or why it could not be. @throws RateLimited, Transient, and whatever is no answer of GitHub to this request. */
export async function see<Seen>(wanted: Wanted, read: () => Promise<Seen>): Promise<Sight<Seen>> {
  try {
    return { seen: await read() };
  } catch (error) {
    const unseen = whyUnseen(wanted, error);
    if (unseen === null) throw error;
    return { unseen };
  }
}

/** GitHub's answer, where the error is a 404; for readings to which it means "no". */
export function notFoundOf(error: unknown): Refusal | null {
  return error instanceof NotFound ? refusalOf(error) : null;
}

function whyUnseen(wanted: Wanted, error: unknown): Unseen | null {
  if (!(error instanceof PermissionError || error instanceof NotFound || error instanceof Refused))
    return null;
  const refusal = refusalOf(error);
  if (refusal === null) {
    // Read, but not usable: too large, not text.
    return error instanceof Refused ? notAvailable(wanted, error.message) : null;
  }
  if (featureIsOff.test(refusal.message))
    return {
      why: "feature-off",
      permission: null,
      text: `${capitalize(wanted.what)} cannot be read, because the feature is off: ${wanted.turnOn}. GitHub says: "${refusal.message}"`,
    };
  const access = error instanceof Refused ? "installation" : error.access;
  if (refusal.status === 403 && permissionIsMissing.test(refusal.message))
    return missingPermission(wanted, refusal, access);
  // What a token may not see GitHub hides behind 404.
  if (access !== "installation" && refusal.lackingScope !== null)
    return missingPermission(wanted, refusal, access);
  return notAvailable(wanted, `GitHub answered ${refusal.status}: "${refusal.message}".`);
}

/** What is missing by our own table; by GitHub's answer where that names the same permission with another access. */
export function missingPermission(wanted: Wanted, refusal: Refusal | null, access: Access): Unseen {
  const [name = ""] = wanted.permission.split(":");
  const level = new RegExp(`(?:^|[^a-z_])${name}=(\\w+)`).exec(refusal?.acceptedPermissions ?? "")?.[1];
  const permission = level === undefined ? wanted.permission : `${name}: ${level}`;
  return { why: "permission-missing", permission, text: explainUnseen(wanted.what, permission, access) };
}

function notAvailable({ what }: Wanted, reason: string): Unseen {
  return {
    why: "not-available",
    permission: null,
    text: `${capitalize(what)} cannot be read here. ${reason}`,
  };
}

function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
