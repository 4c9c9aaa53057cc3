// Facts of alerts → findings, each folded once into its life on the default branch and on pull requests.
import type { Fact } from "../facts/fact.ts";
import type { RepositoryState } from "../facts/repository.ts";
import type { Finding } from "./finding.ts";

export interface FindingContext {
  readonly repository: RepositoryState;
}

/** Folds facts into findings, by source and number. Any order and repetition of the facts gives the same findings. */
export function foldFindings(_facts: readonly Fact[], _context: FindingContext): Finding[] {
  return [];
}
