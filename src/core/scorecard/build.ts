// Facts, configuration and a window → the scorecard that every surface shows. The one place where KPIs are put together.
import { foldChanges } from "../changes/fold-changes.ts";
import type { Config } from "../config/config.ts";
import type { ExceptionsFileVersion } from "../exceptions/exception.ts";
import { foldExceptions } from "../exceptions/fold-exceptions.ts";
import type { Fact } from "../facts/fact.ts";
import type { RepositoryState } from "../facts/repository.ts";
import { foldFindings } from "../findings/fold-findings.ts";
import { coversWindow, seenFrom } from "../kpis/coverage.ts";
import type { KpiDefinition, KpiInput } from "../kpis/definition.ts";
import type { Computed, Window } from "../kpis/measurement.ts";
import { missingPermissions } from "../kpis/permissions.ts";
import { kpiDefinitions } from "../kpis/registry.ts";
import { type KpiResult, SCORECARD_SCHEMA_VERSION, type Scorecard } from "./scorecard.ts";
import { statusOf } from "./status.ts";
import { compareWindows, intervalOf } from "./trend.ts";

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
}

/** What all KPIs of all windows share, folded once. */
export function foldInput(input: ScorecardInput): KpiInput {
  const findings = foldFindings(input.facts, input);
  return {
    ...input,
    changes: foldChanges(input.facts, input),
    findings,
    exceptions: foldExceptions(input.exceptionFiles ?? [], findings, input),
  };
}

/**
 * Builds the scorecard of one window. Pure; any order and repetition of the facts gives the same.
 * A trend is told only where the window before was seen from its beginning: half a window is no comparison.
 */
export function buildScorecard(input: ScorecardInput): Scorecard {
  const { repository, config, window } = input;
  const kpiInput = foldInput(input);
  const length = window.to - window.from;
  const before = { from: window.from - length, to: window.from };
  const comparable = coversWindow(input, before);
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
    kpis: kpiDefinitions.map((definition) => {
      const current = measure(definition, kpiInput);
      const previous = comparable ? measure(definition, { ...kpiInput, window: before }) : null;
      return toResult(definition, config, current, previous);
    }),
  };
}

/** Computes one KPI; what the App may not read makes it not measured, beside whatever else keeps it from being known. */
export function measure(definition: KpiDefinition, input: KpiInput): Computed {
  const computed = definition.compute(input);
  const missing = missingPermissions(definition.id, input.permissions);
  if (missing.length === 0) return computed;
  const reasons = computed.outcome === "not-measured" ? computed.reasons : [];
  const others = reasons.filter(({ code }) => code !== "permission-missing");
  const { excluded, evidence, beside, breakdown, notes } = computed;
  return {
    outcome: "not-measured",
    reasons: [...missing, ...others],
    excluded,
    evidence,
    beside,
    breakdown,
    notes,
  };
}

function toResult(
  definition: KpiDefinition,
  config: Config,
  current: Computed,
  previous: Computed | null,
): KpiResult {
  const target = config.targets[definition.id] ?? definition.targetFrom?.(config) ?? definition.defaultTarget;
  const measured = current.outcome === "measured" ? current : null;
  const reasons = current.outcome === "measured" ? [] : current.reasons;
  return {
    id: definition.id,
    definitionVersion: definition.version,
    title: definition.title,
    outcome: current.outcome,
    value: measured?.value ?? null,
    unit: definition.unit,
    direction: definition.direction,
    numerator: measured?.numerator ?? null,
    denominator: measured?.denominator ?? null,
    interval: measured === null ? null : intervalOf(definition, measured),
    excluded: sortKeys(current.excluded),
    target,
    variance: measured === null || target === null ? null : measured.value - target.value,
    status: statusOf(definition, current, target),
    trend: previous === null ? null : compareWindows(definition, current, previous),
    reason: reasons.length === 0 ? null : reasons.map(({ text }) => text).join(" "),
    reasons,
    beside: current.beside,
    breakdown: current.breakdown,
    notes: current.notes,
    evidence: current.evidence,
    publicSafe: definition.publicSafe,
  };
}

function sortKeys(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
