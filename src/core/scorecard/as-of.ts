// What was known at an earlier time, of facts that were all read later: what happened afterwards is left out. What a reading says of the
// present stays, because every KPI looks at it by its own time.
import type { Fact, FactKind } from "../facts/fact.ts";

/** Facts that carry the time at which something happened, not at which it was looked at. */
const eventKinds: ReadonlySet<FactKind> = new Set<FactKind>([
  "pull-request",
  "pull-request-review",
  "push",
  "merge-group",
  "check-run",
  "check-suite",
  "commit-status",
  "workflow-run",
  "code-scanning-alert",
  "dependabot-alert",
  "secret-scanning-alert",
  "release",
]);

/** @param at milliseconds UTC, exclusive. */
export function withoutLaterEvents(facts: readonly Fact[], at: number): Fact[] {
  return facts.filter(({ kind, occurredAt }) => occurredAt < at || !eventKinds.has(kind));
}
