// What a posted scorecard was made of, beside the facts of the ledger: kept with it, so that it can be made again to the digit.
import { canonicalJson, digestOf } from "../canonical-json.ts";
import type { Config } from "../config/config.ts";
import type { ExceptionsFileVersion } from "../exceptions/exception.ts";
import type { Fact, FactKind } from "../facts/fact.ts";
import type { RepositoryState } from "../facts/repository.ts";
import type { Window } from "../kpis/measurement.ts";
import type { ScorecardInput } from "./build.ts";

/** Which facts of a repository were looked at. */
export interface LedgerCut {
  /** Only what the store recorded before this time, by its clock. */
  readonly recordedBefore: number;
  /** What was recorded before this time had been committed when the facts were read. Of later ones some may not have been. */
  readonly settledBefore: number;
  /** Facts from this GitHub time on. */
  readonly from: number;
  /** Facts of these kinds whatever their age. */
  readonly standingKinds: readonly FactKind[];
}

export interface ScorecardBasis {
  readonly repository: RepositoryState;
  readonly window: Window;
  /** Milliseconds UTC at which the scorecard spoke: its `generatedAt`. */
  readonly now: number;
  readonly coveredFrom: number | null;
  readonly resumedAt: number | null;
  readonly permissions: Readonly<Record<string, string>> | null;
  /** The whole configuration in force, not its hash alone. */
  readonly config: Config;
  readonly exceptionFiles: readonly ExceptionsFileVersion[];
  readonly cut: LedgerCut;
  readonly facts: {
    /** How many different facts the cut gave then. */
    readonly count: number;
    /** Of all of them. */
    readonly digest: string;
    /** Digests of those that were not settled yet: of what the cut gives today, these were used and no others. */
    readonly unsettled: readonly string[];
  };
}

/**
 * What to keep of an input, so that the same scorecard can be made again.
 * @param unsettled facts that were recorded in the cut and were not settled yet; those that are not the input's count for nothing.
 */
export function basisOf(
  input: ScorecardInput,
  cut: LedgerCut,
  unsettled: readonly Fact[] = [],
): ScorecardBasis {
  const used = new Set(input.facts.map(digestOfFact));
  return {
    repository: input.repository,
    window: input.window,
    now: input.now,
    coveredFrom: input.coveredFrom,
    resumedAt: input.resumedAt ?? null,
    permissions: input.permissions ?? null,
    config: input.config,
    exceptionFiles: input.exceptionFiles ?? [],
    cut,
    facts: {
      ...fingerprintOfDigests(used),
      unsettled: [...new Set(unsettled.map(digestOfFact))].filter((digest) => used.has(digest)).sort(),
    },
  };
}

/** The input that the basis and the ledger's facts make again. */
export function inputOf(basis: ScorecardBasis, facts: readonly Fact[]): ScorecardInput {
  const { repository, window, now, coveredFrom, resumedAt, permissions, config, exceptionFiles } = basis;
  return { repository, facts, config, window, now, coveredFrom, resumedAt, permissions, exceptionFiles };
}

/** The same for equal sets of facts, in any order and however often each is told. */
export function fingerprintOf(facts: readonly Fact[]): { count: number; digest: string } {
  return fingerprintOfDigests(new Set(facts.map(digestOfFact)));
}

function fingerprintOfDigests(digests: ReadonlySet<string>): { count: number; digest: string } {
  const different = [...digests].sort();
  return { count: different.length, digest: digestOf(different.join("\n")) };
}

/** The facts that the basis was made with, of all that its cut gives today. */
export function chooseUsed(
  basis: ScorecardBasis,
  facts: { readonly settled: readonly Fact[]; readonly unsettled: readonly Fact[] },
): Fact[] {
  const used = new Set(basis.facts.unsettled);
  return [...facts.settled, ...facts.unsettled.filter((fact) => used.has(digestOfFact(fact)))];
}

/** Whether it was read is not a part of a fact. */
function digestOfFact(fact: Fact): string {
  return digestOf(canonicalJson({ ...fact, read: undefined }));
}
