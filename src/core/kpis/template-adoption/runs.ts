// Proof that an adopted workflow did its work in the window: GitHub names reusable ones, nested ones too, in the runs that used
// them, and a workflow that a ruleset requires by the path of its own run.
import type { TemplateRule } from "../../config/config.ts";
import type { CheckConclusion, WorkflowRunFact } from "../../facts/check.ts";
import { type Fact, factsOfKind } from "../../facts/fact.ts";
import type { RuleResult } from "../../paved-road/rule-result.ts";
import { isSameTarget, splitUses } from "../../paved-road/uses.ts";
import type { Window } from "../measurement.ts";

export interface RuleRuns {
  readonly result: RuleResult;
  /** Distinct runs in the window. */
  readonly count: number;
  readonly latest: WorkflowRunFact;
}

/** Conclusions of runs in which nothing need have run. */
const ranNothing: readonly (CheckConclusion | null)[] = [
  "skipped",
  "cancelled",
  "stale",
  "startup_failure",
  null,
];

/** For each adopted rule on a workflow, reusable or required, that ran in the window: how often, and the last run. */
export function findRuns(
  rules: readonly TemplateRule[],
  adopted: readonly RuleResult[],
  facts: readonly Fact[],
  window: Window,
): RuleRuns[] {
  const runs = factsOfKind(facts, "workflow-run").filter(
    ({ occurredAt, data }) =>
      occurredAt >= window.from && occurredAt < window.to && !ranNothing.includes(data.conclusion),
  );
  return adopted.flatMap((result) => {
    const rule = rules.find(({ id }) => id === result.ruleId);
    if (rule?.kind !== "reusable_workflow" && rule?.kind !== "required_workflow") return [];
    const wanted = rule.kind === "reusable_workflow" ? rule.uses : rule.workflow;
    const own = runs
      .filter(({ data: { referencedWorkflows, workflowPath } }) =>
        [...referencedWorkflows.map(({ path }) => path), workflowPath ?? ""].some((path) =>
          isSameTarget(splitUses(path).target, wanted),
        ),
      )
      .sort(
        (a, b) =>
          a.occurredAt - b.occurredAt || a.data.runId - b.data.runId || a.data.runAttempt - b.data.runAttempt,
      );
    const latest = own.at(-1);
    return latest === undefined
      ? []
      : [{ result, latest, count: new Set(own.map(({ data }) => data.runId)).size }];
  });
}
