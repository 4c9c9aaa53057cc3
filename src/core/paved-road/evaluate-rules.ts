// The paved road, rule by rule: what was observed of a repository held against what its configuration asks for.
import type { TemplateRule } from "../config/config.ts";
import type { RepositoryState } from "../facts/repository.ts";
import { decideApplicability, type Membership } from "./applicability.ts";
import { evaluateBaseImages } from "./evaluate-base-images.ts";
import { evaluateDefaultSetup, evaluateRequiredWorkflow } from "./evaluate-controls.ts";
import { evaluateFile, evaluateTemplateRepository } from "./evaluate-files.ts";
import { describeLibrary, evaluateLibrary } from "./evaluate-library.ts";
import { evaluateUses } from "./evaluate-uses.ts";
import { describePolicy } from "./ref-policy.ts";
import type { Road } from "./road.ts";
import type { RuleOutcome, RuleResult } from "./rule-result.ts";

export type { Membership } from "./applicability.ts";

export interface RulesInput {
  readonly observed: Road;
  readonly rules: readonly TemplateRule[];
  readonly repository: RepositoryState;
  /** Absent: not known; a rule for groups, tiers or teams is then not measured. */
  readonly membership?: Membership;
}

/**
 * One result per rule, in the rules' order. What could not be seen is `not-measured`, never `missing`; a rule that is not
 * for this repository is `not-applicable`.
 */
export function evaluateRules({ observed, rules, repository, membership }: RulesInput): RuleResult[] {
  return rules.map((rule) => ({
    ruleId: rule.id,
    title: rule.title,
    kind: rule.kind,
    allowed: describeAllowed(rule),
    ...evaluateRule(rule, observed, repository, membership ?? null),
  }));
}

function evaluateRule(
  rule: TemplateRule,
  observed: Road,
  repository: RepositoryState,
  membership: Membership | null,
): RuleOutcome {
  const applicability = decideApplicability(rule.appliesTo, repository, observed, membership);
  if (applicability.applies !== "yes") {
    const status = applicability.applies === "no" ? "not-applicable" : "not-measured";
    const why = applicability.why;
    return { status, note: `${why.charAt(0).toUpperCase()}${why.slice(1)}.`, evidence: [] };
  }
  switch (rule.kind) {
    case "reusable_workflow":
    case "action":
      return evaluateUses(observed, rule, repository.ownerLogin);
    case "base_image":
      return evaluateBaseImages(observed, rule);
    case "file":
      return evaluateFile(observed, rule);
    case "template_repository":
      return evaluateTemplateRepository(repository, rule);
    case "required_workflow":
      return evaluateRequiredWorkflow(observed, rule);
    case "code_scanning_default_setup":
      return evaluateDefaultSetup(observed);
    case "library":
      return evaluateLibrary(observed, rule);
  }
}

function describeAllowed(rule: TemplateRule): string {
  switch (rule.kind) {
    case "reusable_workflow":
    case "action":
      return `${rule.uses} at ${describePolicy(rule.ref)}`;
    case "base_image":
      return rule.images.join(", ");
    case "file":
      return `${rule.templatePath} of ${rule.template}${rule.minimum === null ? "" : ` ${rule.minimum} or later`}`;
    case "template_repository":
      return `a repository generated from ${rule.templates.join(" or ")}`;
    case "required_workflow":
      return `a ruleset that requires ${rule.workflow} at ${describePolicy(rule.ref)}`;
    case "code_scanning_default_setup":
      return "code scanning's default setup";
    case "library":
      return describeLibrary(rule);
  }
}
