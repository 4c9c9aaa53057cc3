// Pushes to the default branch that no pull request brought and that were let through against its rules.
import type { KpiInput } from "../definition.ts";
import type { Evidence } from "../measurement.ts";
import type { Merge } from "./merges.ts";
import type { RuleSuites } from "./rule-suites.ts";

/** One row for each such push of the window; null where bypasses were not read for all of it, up to the last reading. */
export function findDirectPushes(
  rules: RuleSuites,
  merges: readonly Merge[],
  { window, repository }: Pick<KpiInput, "window" | "repository">,
): Evidence[] | null {
  if (rules.readUntil === null) return null;
  const until = Math.min(window.to, rules.readUntil);
  if (until <= window.from || !rules.coversSpan({ from: window.from, to: until })) return null;
  const ofMerges = new Set(merges.flatMap(({ landedShas }) => landedShas));
  return rules.bypasses
    .filter(
      ({ pushedAt, afterSha }) => pushedAt >= window.from && pushedAt < window.to && !ofMerges.has(afterSha),
    )
    .map(({ id, afterSha, pushedAt }) => ({
      kind: "rule-suite",
      id: `rule suite ${id}`,
      url: `${repository.url}/commit/${afterSha}`,
      at: pushedAt,
      note: "pushed without a pull request, a rule of the branch was bypassed; beside the rate",
      counted: null,
    }));
}
