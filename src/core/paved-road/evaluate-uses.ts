// Rules on what workflows call: a reusable workflow, or an action, directly, through a local reusable workflow, or through
// those of other repositories that were read.
import type { TemplateRule } from "../config/config.ts";
import { type Call, callsOf, reachCalls } from "./reach-calls.ts";
import { judgeRef, type RefVerdict } from "./ref-policy.ts";
import type { Road } from "./road.ts";
import type { RuleEvidence, RuleOutcome } from "./rule-result.ts";
import { findHiddenWorkflow, findTemplate, findUnreadTemplate } from "./unreadable.ts";
import { isSameTarget, mayBeTarget, repositoryOf } from "./uses.ts";
import { isVersion } from "./versions.ts";

export type UsesRule = Extract<TemplateRule, { kind: "reusable_workflow" | "action" }>;

/**
 * One call at an allowed ref satisfies the rule. Where none is, a call that cannot be judged, or a workflow that cannot be
 * read, leaves it open; only then do the calls that were seen speak.
 *
 * @param owner Login of the repository's owner: the account whose workflows are followed.
 */
export function evaluateUses(observed: Road, rule: UsesRule, owner: string): RuleOutcome {
  const isCall = ({ uses }: Call) => uses.kind === rule.kind && isSameTarget(uses.target, rule.uses);
  const reach = reachCalls(observed, owner);
  const calls = reach.calls.filter(isCall);
  const open = reach.calls.find(({ uses }) => uses.kind === rule.kind && mayBeTarget(uses.target, rule.uses));
  const hidden =
    (open === undefined
      ? null
      : `in ${placeOf(open)}: \`uses\` holds an expression: it cannot be resolved`) ??
    findHiddenWorkflow(observed) ??
    // A workflow does not call itself: behind the call that the rule is about, there is no other of it.
    reach.open.find(({ target }) => target === null || !isSameTarget(target, rule.uses))?.why ??
    null;
  if (calls.length === 0) {
    const idle = observed.workflows.flatMap(callsOf).filter(isCall);
    return explainAbsence(idle, open, hidden);
  }
  const template = findTemplate(observed, repositoryOf(rule.uses));
  const judged = calls.map((call) => ({ call, verdict: judgeRef(call.uses, rule.ref, template) }));
  const evidence = judged.map(({ call, verdict }) => toEvidence(call, verdict));
  for (const status of ["adopted", "not-measured", "drifted", "outdated"] as const) {
    const speaking = judged.find(({ verdict }) => verdict.status === status);
    if (speaking === undefined) continue;
    const note = describeVerdict(observed, rule, speaking.call, speaking.verdict);
    return hidden === null || status === "adopted"
      ? { status, note, evidence }
      : { status: "not-measured", note: `${note} Another call may be allowed: ${hidden}.`, evidence };
  }
  throw new Error("A call was judged to be none of what a call can be.");
}

function explainAbsence(idle: readonly Call[], open: Call | undefined, hidden: string | null): RuleOutcome {
  const evidence = [...(open === undefined ? [] : [open]), ...idle].map((call) =>
    toEvidence(call, call === open ? "open" : null),
  );
  if (hidden !== null) {
    return { status: "not-measured", note: `${hidden.charAt(0).toUpperCase()}${hidden.slice(1)}.`, evidence };
  }
  const [call] = idle;
  const note = call
    ? `It is called in ${placeOf(call)}, but that runs neither on pull_request nor on push.`
    : "No workflow that runs on pull_request or push calls it.";
  return { status: "missing", note, evidence };
}

/** `verdict` null: the place does not count, whatever its ref; `open`: whether it counts cannot be known. */
function toEvidence({ path, line, via, uses }: Call, verdict: RefVerdict | "open" | null): RuleEvidence {
  const { ref, versionComment } = uses;
  const comment = versionComment === null ? "" : ` (${versionComment})`;
  const isOpen = verdict === "open" || (verdict !== null && verdict.status === "not-measured");
  const judged = verdict === "open" ? null : verdict;
  return {
    path,
    line,
    ...(via.length > 0 && { via }),
    found: ref === null ? null : `${ref}${comment}`,
    version:
      judged === null ? (versionComment ?? (ref !== null && isVersion(ref) ? ref : null)) : judged.version,
    satisfied: isOpen ? null : judged?.status === "adopted",
  };
}

function describeVerdict(observed: Road, rule: UsesRule, call: Call, verdict: RefVerdict): string {
  const { ref } = call.uses;
  if (verdict.status === "adopted") {
    const version =
      verdict.version === null || verdict.version === ref ? "" : `, which is ${verdict.version}`;
    return `Called in ${placeOf(call)}${ref === null ? "" : ` at ${ref}${version}`}.`;
  }
  const unread =
    verdict.status === "not-measured" ? findUnreadTemplate(observed, repositoryOf(rule.uses)) : null;
  return `In ${placeOf(call)}: ${verdict.why}${unread === null ? "" : ` (${unread})`}.`;
}

function placeOf({ chain }: Call): string {
  return chain.join(" → ");
}
