// Why the gate bypass rate says nothing: the rules that were bypassed are not known, or there is no merge to judge.
import { incompleteHistory } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import type { Reason } from "../measurement.ts";
import { historyOfMerges } from "../needed-history.ts";
import { missingPermissions, neededPermissions } from "../permissions.ts";
import type { JudgedMerge } from "./judge-merge.ts";
import type { Merge } from "./merges.ts";
import type { RuleSuites } from "./rule-suites.ts";

const administration = neededPermissions["gate-bypass-rate"].find(
  ({ permission }) => permission === "administration",
);
const neededForRules = `administration: ${administration?.access ?? "read"}`;

/** Why bypasses of rules cannot be told for all merges that count; null where they can. */
export function whyUnread(
  counted: readonly JudgedMerge[],
  { readUntil, unseen }: RuleSuites,
  input: Pick<KpiInput, "permissions" | "config" | "facts" | "source">,
): Reason | null {
  const open = counted.filter(({ rulesRead }) => !rulesRead).length;
  if (unseen !== null && (open > 0 || counted.length === 0)) {
    return { code: unseen.why, text: unseen.text };
  }
  if (open === 0) return null;
  if (readUntil === null) {
    const text =
      (input.source ?? "app") === "app"
        ? `Which rules were bypassed has not been read yet. Wait for a day; where it stays so, grant Firstpass the permission "${neededForRules}".`
        : `Which rules were bypassed was not read. Grant the token the permission "${neededForRules}".`;
    const isForbidden = missingPermissions("gate-bypass-rate", input).length > 0;
    return { code: isForbidden ? "permission-missing" : "rule-suites-not-read", text };
  }
  const merges = open === 1 ? "1 merge" : `${open} merges`;
  const text = `Which rules were bypassed is not known for ${merges} of the window: GitHub tells a month back at most, and nothing was read in time. Wait until the window begins later.`;
  return { code: "rule-suites-incomplete", text };
}

/** What an empty denominator means: no merge at all, or none that can be judged. */
export function whyNothing(
  input: KpiInput,
  left: {
    readonly wanted: readonly Merge[];
    readonly unknown: readonly Merge[];
    readonly waiting: readonly JudgedMerge[];
  },
): { outcome: "not-applicable" | "not-measured"; reasons: Reason[] } {
  const reasons: Reason[] = [];
  const incomplete = incompleteHistory(input, input.window, historyOfMerges);
  if (incomplete !== null) reasons.push(incomplete);
  if (left.waiting.length > 0) {
    const app = (input.source ?? "app") === "app";
    const text = `Which rules were bypassed has not been read since the merges of the window. ${app ? "Wait for a day." : "Run it again."}`;
    reasons.push({ code: "rule-suites-not-read", text });
  }
  if (left.unknown.length > 0) {
    const text =
      "The heads that were merged were pushed before Firstpass saw this repository: what their checks had said is not known. Wait for merges of newer heads.";
    reasons.push({ code: "heads-not-seen", text });
  }
  const outcome = reasons.length > 0 ? "not-measured" : "not-applicable";
  if (left.wanted.length === 0) {
    const text =
      "Nothing was merged into the default branch in the window; merges of changes by bots are counted apart.";
    reasons.push({ code: "no-merges", text });
  }
  return { outcome, reasons };
}
