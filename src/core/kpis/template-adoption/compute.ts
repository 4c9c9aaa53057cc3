// The formula of template adoption: the last observation of the paved road, rule by rule → a share.
import { evaluateRules } from "../../paved-road/evaluate-rules.ts";
import { findMembership } from "../../paved-road/membership.ts";
import { findRoad } from "../../paved-road/road.ts";
import type { RuleResult } from "../../paved-road/rule-result.ts";
import type { KpiInput } from "../definition.ts";
import type { Computed, Reason, Unmeasured } from "../measurement.ts";
import { missingPermissions } from "../permissions.ts";
import { evidenceOfRule, evidenceOfRun } from "./evidence.ts";
import { findRuns } from "./runs.ts";

/** Computes the share of applicable rules that the repository satisfies. Pure; order and repetition of facts do not matter. */
export function computeTemplateAdoption(input: KpiInput): Computed {
  const { repository, config, window, policyUnseen = null } = input;
  const { rules } = config.templates;
  if (rules.length === 0 && policyUnseen !== null) {
    const text = `No template rules were found. ${policyUnseen}`;
    return unmeasured("not-measured", [{ code: "policy-not-seen", text }]);
  }
  if (rules.length === 0) {
    const text = "No template rules are configured: name your templates under `templates.rules`.";
    return unmeasured("not-applicable", [{ code: "no-template-rules", text }]);
  }
  const forbidden = missingPermissions("template-adoption", input);
  const found = findRoad(input.facts, window.to);
  if (found === null)
    return unmeasured("not-measured", [
      ...forbidden,
      (input.source ?? "app") === "app" ? notRead : notReadThen,
    ]);
  if (forbidden.length > 0) return unmeasured("not-measured", forbidden);

  const { fact, road } = found;
  const membership = findMembership(config, input.facts, repository.repositoryId, window.to);
  const results = evaluateRules({ observed: road, rules, repository, membership });
  const applicable = results.filter(({ status }) => status !== "not-applicable");
  const measured = applicable.filter(({ status }) => status !== "not-measured");
  const unseen = applicable.filter(({ status }) => status === "not-measured");
  const adopted = measured.filter(({ status }) => status === "adopted");
  const runs = findRuns(rules, adopted, input.facts, window);
  const base = {
    excluded: {
      ...(applicable.length < results.length && {
        "not for this repository": results.length - applicable.length,
      }),
      ...(unseen.length > 0 && { "could not be evaluated": unseen.length }),
    },
    evidence: [
      ...applicable.flatMap((result) =>
        evidenceOfRule(
          result,
          fact,
          repository.url,
          runs.find((run) => run.result === result),
        ),
      ),
      ...runs.map((run) => evidenceOfRun(run, repository.url)),
    ],
    beside: [
      { id: "rules-seen-running", label: "Adopted workflows seen to run", value: runs.length, unit: "rules" },
    ],
    breakdown: measured
      .filter(({ status }) => status !== "adopted")
      .map(({ title, status }) => ({ label: `${title}: ${status}`, count: 1, of: measured.length })),
    notes: [
      ...(policyUnseen === null ? [] : [`There may be more template rules. ${policyUnseen}`]),
      ...unseen.map(({ title, note }) => `The rule “${title}” could not be evaluated. ${note}`),
    ],
  };
  if (measured.length === 0) {
    return unseen.length === 0
      ? { ...base, outcome: "not-applicable", reasons: [noneApplies] }
      : { ...base, outcome: "not-measured", reasons: unseen.map(describeUnseen), notes: [] };
  }
  return {
    ...base,
    outcome: "measured",
    value: (100 * adopted.length) / measured.length,
    numerator: adopted.length,
    denominator: measured.length,
  };
}

const notRead: Reason = {
  code: "paved-road-not-read",
  text: "The default branch's workflows, Dockerfiles and template files have not been read yet. They are after the next push to it that touches one of them, or after Firstpass is installed anew.",
};

const notReadThen: Reason = {
  code: notRead.code,
  text: "The default branch's workflows, Dockerfiles and template files were not read as they were at the end of the window. A reading tells how they are now: leave out --as-of.",
};

const noneApplies: Reason = {
  code: "no-applicable-rules",
  text: "None of the configured template rules is for this repository.",
};

function describeUnseen({ title, note }: RuleResult): Reason {
  return { code: "rule-not-evaluated", text: `The rule “${title}” could not be evaluated. ${note}` };
}

function unmeasured(outcome: Unmeasured["outcome"], reasons: readonly Reason[]): Unmeasured {
  return { outcome, reasons, excluded: {}, evidence: [], beside: [], breakdown: [], notes: [] };
}
