// One head and the runs of its checks, for the tests of what conclusions make of a head.
import type { ReviewableHead } from "../../src/core/changes/change.ts";
import { evaluateHead } from "../../src/core/changes/evaluate-head.ts";
import type { Config } from "../../src/core/config/config.ts";
import { defaultConfig } from "../../src/core/config/defaults.ts";
import type { CheckConclusion } from "../../src/core/facts/check.ts";
import type { Fact } from "../../src/core/facts/fact.ts";
import { checkRunFact, defaultAt, sha } from "./facts.ts";

export const head = sha("a1");
/** Minutes after the builders' own time, as milliseconds UTC. */
export const at = (minutes: number) => defaultAt + minutes * 60_000;

export function evaluate(facts: readonly Fact[], checks: Partial<Config["checks"]> = {}): ReviewableHead {
  const config = { ...defaultConfig, checks: { ...defaultConfig.checks, ...checks } };
  return evaluateHead(facts, head, { config });
}

let runs = 0;
/** A completed run of a check, its id and suite its own. */
export function run(name: string, conclusion: CheckConclusion, minutes: number) {
  runs += 1;
  return checkRunFact({ name, conclusion, at: at(minutes), checkRunId: runs, checkSuiteId: 5000 + runs });
}

/** A run of a check that has begun. */
export function running(name: string, minutes: number) {
  runs += 1;
  return checkRunFact({
    name,
    status: "in_progress",
    conclusion: null,
    at: at(minutes),
    checkRunId: runs,
    checkSuiteId: 5000 + runs,
  });
}
