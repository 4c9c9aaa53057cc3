// Facts, configuration and a window → the scorecard that every surface shows. The one place where KPIs are put together.
import { foldChanges } from "../changes/fold-changes.ts";
import type { Config } from "../config/config.ts";
import type { ExceptionsFileVersion } from "../exceptions/exception.ts";
import { foldExceptions } from "../exceptions/fold-exceptions.ts";
import type { Fact } from "../facts/fact.ts";
import type { RepositoryState } from "../facts/repository.ts";
import { foldFindings } from "../findings/fold-findings.ts";
import { coversWindow, seenFrom } from "../kpis/coverage.ts";
import type { DataSource } from "../kpis/data-source.ts";
import type { KpiDefinition, KpiInput } from "../kpis/definition.ts";
import type { Computed, Window } from "../kpis/measurement.ts";
import { neededHistory } from "../kpis/needed-history.ts";
import { kpiDefinitions } from "../kpis/registry.ts";
import { withoutUnseenTries } from "../kpis/seen-tries.ts";
import { withoutEchoes } from "../listed-history/missing-facts.ts";
import { chooseFrom } from "./actions.ts";
import { explainVariance } from "./explain-variance.ts";
import { measure } from "./measure.ts";
import { countOffTargetWeeks } from "./off-target-weeks.ts";
import { withoutAlerts } from "./public-kpis.ts";
import { reviewKpis } from "./review.ts";
import { type KpiResult, SCORECARD_SCHEMA_VERSION, type Scorecard } from "./scorecard.ts";
import { statusOf } from "./status.ts";
import { targetOf } from "./target-of.ts";
import { compareWindows, intervalOf } from "./trend.ts";

export { measure } from "./measure.ts";

export interface ScorecardInput {
  readonly repository: RepositoryState;
  /** All facts known of the repository: the window before needs its own, and a late fact may change an early number. */
  readonly facts: readonly Fact[];
  readonly config: Config;
  readonly window: Window;
  /** Milliseconds UTC at which the scorecard speaks. */
  readonly now: number;
  readonly coveredFrom: number | null;
  /** When deliveries last resumed after an interruption; null or absent: no interruption is known. */
  readonly resumedAt?: number | null;
  /** What the installation may read; null or absent when never told. */
  readonly permissions?: Readonly<Record<string, string>> | null;
  /** Every version of the exceptions files that holds for the repository; absent: none is known. */
  readonly exceptionFiles?: readonly ExceptionsFileVersion[];
  /** Where the facts come from; absent: an installed App. */
  readonly source?: DataSource;
  /** Why there may be a configuration for all of the account that was not seen, for a person; null or absent: there is none. */
  readonly policyUnseen?: string | null;
}

/** What all KPIs of all windows share, folded once. */
export function foldInput(input: ScorecardInput): KpiInput {
  const facts = withoutEchoes(input.facts);
  const findings = foldFindings(facts, input);
  return {
    ...input,
    facts,
    changes: withoutUnseenTries(foldChanges(facts, input), input),
    findings,
    exceptions: foldExceptions(input.exceptionFiles ?? [], findings, input),
  };
}

/**
 * Builds the scorecard of one window. Pure; any order and repetition of the facts gives the same.
 * A trend is told only where the window before was seen from its beginning: half a window is no comparison.
 */
export function buildScorecard(
  input: ScorecardInput,
  definitions: readonly KpiDefinition[] = kpiDefinitions,
): Scorecard {
  const { repository, config, window } = input;
  const kpiInput = foldInput(input);
  const length = window.to - window.from;
  const before = { from: window.from - length, to: window.from };
  const kpis = definitions.map((definition) => {
    const current = measure(definition, kpiInput);
    const comparable = coversWindow(input, before, neededHistory[definition.id].history);
    const previous = comparable ? measure(definition, { ...kpiInput, window: before }) : null;
    return toResult(definition, kpiInput, current, previous);
  });
  return {
    schemaVersion: SCORECARD_SCHEMA_VERSION,
    repository: {
      id: repository.repositoryId,
      fullName: `${repository.ownerLogin}/${repository.name}`,
      visibility: repository.visibility,
      url: repository.url,
    },
    window,
    generatedAt: input.now,
    coveredFrom: seenFrom(input),
    configHash: config.hash,
    ...(input.source !== undefined && input.source !== "app" && { source: input.source }),
    review: reviewKpis(kpis),
    actions: chooseFrom(kpis, config),
    kpis,
  };
}

function toResult(
  definition: KpiDefinition,
  input: KpiInput,
  current: Computed,
  previous: Computed | null,
): KpiResult {
  const { config } = input;
  const target = targetOf(definition, config);
  const measured = current.outcome === "measured" ? current : null;
  const reasons = current.outcome === "measured" ? [] : current.reasons;
  const status = statusOf(definition, current, target);
  const missed = status === "off-target" || status === "near";
  // What is advised is said aloud: on a public repository it may not rest on an alert.
  const advised = input.repository.visibility === "public" ? withoutAlerts(current) : current;
  const offTargetWeeks =
    status === "off-target" && target !== null ? countOffTargetWeeks(definition, input, target) : 0;
  const result = {
    id: definition.id,
    definitionVersion: definition.version,
    title: definition.title,
    outcome: current.outcome,
    value: measured?.value ?? null,
    unit: definition.unit,
    direction: definition.direction,
    statistic: definition.statistic,
    numerator: measured?.numerator ?? null,
    denominator: measured?.denominator ?? null,
    denominatorUnit: definition.denominatorUnit,
    interval: measured === null ? null : intervalOf(definition, measured),
    excluded: sortKeys(current.excluded),
    target,
    variance: measured === null || target === null ? null : measured.value - target.value,
    status,
    trend: previous === null ? null : compareWindows(definition, current, previous),
    reason: reasons.length === 0 ? null : reasons.map(({ text }) => text).join(" "),
    reasons,
    beside: current.beside,
    breakdown: current.breakdown,
    notes: current.notes,
    evidence: current.evidence,
    advice: missed ? definition.advise(advised, config) : null,
    offTargetWeeks,
    escalated: offTargetWeeks > 0 && offTargetWeeks >= config.weekly.escalateAfterWeeks,
    publicSafe: definition.publicSafe,
  };
  return { ...result, explanation: explainVariance(result) };
}

function sortKeys(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
