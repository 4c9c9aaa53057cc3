// Why a change has no first evaluation, in the words that the exclusions are counted under.
import type { Change } from "../../changes/change.ts";

export type Exclusion =
  | "opened by a bot"
  | "no security check"
  | "beginning not seen"
  | "first attempt not seen"
  | "not decided yet"
  | "closed before a decision";

/** The reason of a change that came up for review and has no first evaluation. */
export function whyLeft(change: Change): Exclusion {
  if (change.firstTryUnknown === "beginning-not-seen") return "beginning not seen";
  if (change.firstTryUnknown === "first-run-not-seen") return "first attempt not seen";
  if (change.heads.every(({ evaluation }) => evaluation === "none")) return "no security check";
  return change.closedAt === null ? "not decided yet" : "closed before a decision";
}
