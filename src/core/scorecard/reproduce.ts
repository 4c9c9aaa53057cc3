// A posted scorecard, made again from the ledger and its basis: the proof that a past number was not made up, or what differs
// today and why.
import type { Config } from "../config/config.ts";
import type { Fact } from "../facts/fact.ts";
import type { KpiDefinition } from "../kpis/definition.ts";
import { kpiDefinitions } from "../kpis/registry.ts";
import { fingerprintOf, inputOf, type ScorecardBasis } from "./basis.ts";
import { buildScorecard } from "./build.ts";
import { compareScorecards, type Difference } from "./compare-scorecards.ts";
import { completeConfig } from "./complete-config.ts";
import type { Scorecard } from "./scorecard.ts";

export interface Reproduction {
  readonly exact: boolean;
  /** As it was posted. */
  readonly posted: Scorecard;
  /** As the ledger and the basis give it today. */
  readonly rebuilt: Scorecard;
  /** Empty where it is exact. */
  readonly differences: readonly Difference[];
  /** Why it differs, for a person; empty where it is exact. */
  readonly causes: readonly string[];
}

/** @param facts those that the basis was made with, as the ledger has them today, in any order. */
export function reproduce(
  stored: { readonly scorecard: Scorecard; readonly basis: ScorecardBasis },
  facts: readonly Fact[],
  definitions: readonly KpiDefinition[] = kpiDefinitions,
): Reproduction {
  const { scorecard: posted, basis } = stored;
  const { config, added } = completeConfig(basis.config);
  const rebuilt = buildScorecard(inputOf({ ...basis, config }, facts), definitions);
  const differences = compareScorecards(posted, rebuilt);
  if (differences.length === 0) return { exact: true, posted, rebuilt, differences, causes: [] };
  const known = [
    ...tellSchema(posted, rebuilt),
    ...tellDefinitions(posted, rebuilt),
    ...tellFacts(basis, facts),
    ...tellConfig(posted, config),
    ...(added.length === 0
      ? []
      : [`The configuration did not know ${added.join(", ")} then: the default was taken.`]),
  ];
  return {
    exact: false,
    posted,
    rebuilt,
    differences,
    causes: known.length > 0 ? known : [unexplained],
  };
}

const unexplained =
  "The facts, the configuration and the versions of the definitions are those of then. Either the stored scorecard was changed, or a formula was changed without a new version of its definition: report it as a defect.";

function tellSchema(posted: Scorecard, rebuilt: Scorecard): string[] {
  const then: number = posted.schemaVersion;
  const today: number = rebuilt.schemaVersion;
  if (then === today) return [];
  return [
    `The scorecard was stored in version ${then} of its schema and is made in version ${today} today: fields came or went.`,
  ];
}

function tellDefinitions(posted: Scorecard, rebuilt: Scorecard): string[] {
  const today = new Map(rebuilt.kpis.map((kpi) => [kpi.id, kpi.definitionVersion]));
  const then = new Map(posted.kpis.map((kpi) => [kpi.id, kpi.definitionVersion]));
  const changed = [...then].flatMap(([id, version]) => {
    const now = today.get(id);
    if (now === undefined) return [`${id} is no KPI of this version of Firstpass.`];
    if (now === version) return [];
    return [`The definition of ${id} was version ${version} then and is version ${now} today.`];
  });
  const come = [...today.keys()].filter((id) => !then.has(id));
  return [...changed, ...come.map((id) => `${id} was no KPI then.`)];
}

function tellConfig(posted: Scorecard, { hash }: Config): string[] {
  if (posted.configHash === hash) return [];
  return [
    `The configuration that was kept has the hash ${hash}, and the scorecard was posted with ${posted.configHash}: the database was changed.`,
  ];
}

function tellFacts({ facts: then, cut }: ScorecardBasis, facts: readonly Fact[]): string[] {
  const now = fingerprintOf(facts);
  if (now.digest === then.digest) return [];
  const at = new Date(cut.recordedBefore).toISOString();
  if (now.count > then.count) {
    return [
      `The ledger holds ${now.count} facts recorded before ${at} and ${then.count} of them were used: the others were still being written then, for more than a minute.`,
    ];
  }
  return [
    `The ledger is not the same any more: ${then.count} facts were used then, ${now.count} are there today. Facts are never removed by Firstpass: the database was changed or restored from a copy.`,
  ];
}
