// Rules on what workflows call: a reusable workflow, or an action, directly or through a local reusable workflow.
import type { TemplateRule } from "../config/config.ts";
import type { ObservedWorkflow, UsesReference } from "../facts/paved-road.ts";
import { isVersion, judgeRef, type RefVerdict } from "./ref-policy.ts";
import type { Road, Template } from "./road.ts";
import type { RuleEvidence, RuleOutcome } from "./rule-result.ts";
import { findHiddenWorkflow, findUnreadTemplate } from "./unreadable.ts";
import { isSameTarget, repositoryOf } from "./uses.ts";

export type UsesRule = Extract<TemplateRule, { kind: "reusable_workflow" | "action" }>;

/** The events on which a template guards code: before it comes in, or as it does. */
const guardingEvents = ["pull_request", "push"];

interface Call {
  readonly path: string;
  readonly uses: UsesReference;
}

/**
 * One call at an allowed ref satisfies the rule. Where none is, a call that cannot be judged, or a workflow that cannot be
 * read, leaves it open; only then do the calls that were seen speak.
 */
export function evaluateUses(observed: Road, rule: UsesRule): RuleOutcome {
  const isCall = (call: Call) => call.uses.kind === rule.kind && isSameTarget(call.uses.target, rule.uses);
  const calls = reachableCalls(observed.workflows).filter(isCall);
  if (calls.length === 0) return explainAbsence(observed, observed.workflows.flatMap(callsOf).filter(isCall));

  const template = findTemplate(observed, rule.uses);
  const judged = calls.map((call) => ({ call, verdict: judgeRef(call.uses, rule.ref, template) }));
  const evidence = judged.map(({ call, verdict }) => toEvidence(call, verdict));
  for (const status of ["adopted", "not-measured", "drifted", "outdated"] as const) {
    const speaking = judged.find(({ verdict }) => verdict.status === status);
    if (speaking === undefined) continue;
    const note = describeVerdict(observed, rule, speaking.call, speaking.verdict);
    const hidden = status === "adopted" ? null : findHiddenWorkflow(observed);
    return hidden === null
      ? { status, note, evidence }
      : { status: "not-measured", note: `${note} Another call may be allowed: ${hidden}.`, evidence };
  }
  throw new Error("A call was judged to be none of what a call can be.");
}

/** All that workflows on guarding events call, local reusable workflows followed; each place once. */
function reachableCalls(workflows: readonly ObservedWorkflow[]): Call[] {
  const byPath = new Map(workflows.map((workflow) => [workflow.path, workflow]));
  const waiting = workflows.filter(({ triggers }) =>
    triggers.some((event) => guardingEvents.includes(event)),
  );
  const reached = new Set<ObservedWorkflow>(waiting);
  for (const workflow of reached) {
    for (const { kind, target } of workflow.uses) {
      const local = kind === "reusable_workflow" ? byPath.get(target.replace(/^\.\//, "")) : undefined;
      // A set hands out what is added while it is walked, and nothing twice: cycles end by themselves.
      if (local && target.startsWith("./") && local.triggers.includes("workflow_call")) reached.add(local);
    }
  }
  return [...reached].flatMap(callsOf);
}

function callsOf(workflow: ObservedWorkflow): Call[] {
  return workflow.uses.map((uses) => ({ path: workflow.path, uses }));
}

function explainAbsence(observed: Road, idle: readonly Call[]): RuleOutcome {
  const evidence = idle.map((call) => toEvidence(call, null));
  const hidden = findHiddenWorkflow(observed);
  if (hidden !== null) return { status: "not-measured", note: `${hidden}.`, evidence };
  const [call] = idle;
  const note = call
    ? `It is called in ${call.path}:${call.uses.line}, but that runs neither on pull_request nor on push.`
    : "No workflow that runs on pull_request or push calls it.";
  return { status: "missing", note, evidence };
}

/** `verdict` null: the place does not count, whatever its ref. */
function toEvidence({ path, uses }: Call, verdict: RefVerdict | null): RuleEvidence {
  const { ref, versionComment } = uses;
  const comment = versionComment === null ? "" : ` (${versionComment})`;
  return {
    path,
    line: uses.line,
    found: ref === null ? null : `${ref}${comment}`,
    version: versionComment ?? (ref !== null && isVersion(ref) ? ref : null),
    satisfied: verdict?.status === "not-measured" ? null : verdict?.status === "adopted",
  };
}

function describeVerdict(observed: Road, rule: UsesRule, { path, uses }: Call, verdict: RefVerdict): string {
  const place = `${path}:${uses.line}`;
  if (verdict.status === "adopted") return `Called in ${place}${uses.ref === null ? "" : ` at ${uses.ref}`}.`;
  const unread =
    verdict.status === "not-measured" ? findUnreadTemplate(observed, repositoryOf(rule.uses)) : null;
  return `In ${place}: ${verdict.why}${unread === null ? "" : ` (${unread})`}.`;
}

function findTemplate(observed: Road, target: string): Template | null {
  const name = repositoryOf(target);
  return Object.entries(observed.templates).find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
}
