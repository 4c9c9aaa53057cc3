// Facts of how a repository is governed: properties, security features, rulesets, branch protection.
import type { FactOf } from "./fact-of.ts";

export interface CustomPropertiesData {
  readonly properties: Readonly<Record<string, string | readonly string[] | null>>;
}

/** `subject` = `custom-properties`; `occurredAt` = repository.updated_at. */
export type CustomPropertiesFact = FactOf<"custom-properties", CustomPropertiesData>;

export interface SecurityFeaturesData {
  /** GitHub's `security_and_analysis`, feature → enabled; a feature that the payload does not name is absent. */
  readonly features: Readonly<Record<string, boolean>>;
}

/** `subject` = `security-features`; `occurredAt` = repository.updated_at. */
export type SecurityFeaturesFact = FactOf<"security-features", SecurityFeaturesData>;

export interface RepositoryRulesetData {
  readonly action: string;
  readonly rulesetId: number;
  readonly name: string;
  readonly target: string | null;
  readonly enforcement: string | null;
  readonly ruleTypes: readonly string[];
}

/** `subject` = `repository-ruleset:<id>:<action>`; `occurredAt` = the ruleset's updated_at. */
export type RepositoryRulesetFact = FactOf<"repository-ruleset", RepositoryRulesetData>;

export interface BranchProtectionRuleData {
  readonly action: string;
  readonly ruleId: number;
  readonly pattern: string;
  readonly requiredStatusChecks: readonly string[];
  readonly requiredApprovingReviewCount: number | null;
  readonly adminEnforced: boolean | null;
}

/** `subject` = `branch-protection-rule:<id>:<action>`; `occurredAt` = the rule's updated_at. */
export type BranchProtectionRuleFact = FactOf<"branch-protection-rule", BranchProtectionRuleData>;
