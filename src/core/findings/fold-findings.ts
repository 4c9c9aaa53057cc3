// Facts of alerts → findings, each folded once into its life on the default branch and on pull requests.
import { type Fact, factsOfKind } from "../facts/fact.ts";
import type { RepositoryState } from "../facts/repository.ts";
import { foldCodeScanningAlerts } from "./code-scanning.ts";
import { foldDependabotAlerts } from "./dependabot.ts";
import type { Finding } from "./finding.ts";
import { findingOfSecret, foldSecretAlerts } from "./secret-scanning.ts";

export interface FindingContext {
  readonly repository: RepositoryState;
}

/** Folds facts into findings, by source and number. Any order and repetition of the facts gives the same findings. */
export function foldFindings(facts: readonly Fact[], { repository }: FindingContext): Finding[] {
  return [
    ...foldCodeScanningAlerts(facts, repository),
    ...foldDependabotAlerts(factsOfKind(facts, "dependabot-alert")),
    ...foldSecretAlerts(facts).map(findingOfSecret),
  ];
}
