// Inputs of KPIs and scorecards with a fixed clock: a 28-day window, history known for a year, the default configuration.
import type { Config } from "../../src/core/config/config.ts";
import { defaultConfig } from "../../src/core/config/defaults.ts";
import type { Fact } from "../../src/core/facts/fact.ts";
import type { KpiInput } from "../../src/core/kpis/definition.ts";
import { foldInput, type ScorecardInput } from "../../src/core/scorecard/build.ts";
import { checkRunFact, pullRequestFact, repositoryState } from "./facts.ts";

export const dayMillis = 24 * 60 * 60 * 1000;

/** 2026-10-19 to 2026-11-16, UTC: the 28 days that end with ISO week 2026-W46. */
export const window = { from: Date.UTC(2026, 9, 19), to: Date.UTC(2026, 10, 16) };

/** Midnight UTC so many days into the window. */
export function day(days: number): number {
  return window.from + days * dayMillis;
}

export function scorecardInput(facts: readonly Fact[], given: Partial<ScorecardInput> = {}): ScorecardInput {
  return {
    repository: repositoryState(),
    facts,
    config: defaultConfig,
    window,
    now: window.to + dayMillis,
    coveredFrom: window.from - 365 * dayMillis,
    ...given,
  };
}

export function kpiInput(facts: readonly Fact[], given: Partial<ScorecardInput> = {}): KpiInput {
  return foldInput(scorecardInput(facts, given));
}

export function configWith(parts: Partial<Config>): Config {
  return { ...defaultConfig, ...parts };
}

/** A pull request that was opened ready and whose CodeQL check concluded an hour later, at `at`. */
export function triedChange(
  number: number,
  conclusion: "success" | "failure",
  at: number,
  author: { authorLogin?: string; authorType?: "User" | "Bot" } = {},
): Fact[] {
  const headSha = number.toString(16).padStart(40, "0");
  const check = { headSha, checkRunId: number, checkSuiteId: number, conclusion };
  return [
    pullRequestFact({ number, headSha, at: at - 3_600_000, ...author }),
    checkRunFact({ ...check, at }),
  ];
}
