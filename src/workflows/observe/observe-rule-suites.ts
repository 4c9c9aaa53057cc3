// Observes the pushes to the default branch that somebody was let through against the rules.
import { ruleSuitesSubject } from "../../core/facts/subjects.ts";
import { envelopeOf, type Observer } from "./visit.ts";

/** GitHub is asked for a month. However it counts one, it is no less than this. */
const spanMillis = 28 * 24 * 60 * 60 * 1000;

export const observeRuleSuites: Observer = async (visit) => {
  if (!visit.config.gates.ruleSuites) return [];
  const to = visit.now();
  const from = to - spanMillis;
  const bypasses = await visit.github.listBypassedRuleSuites(visit.address, visit.defaultBranch);
  return [
    {
      kind: "rule-suites",
      ...envelopeOf(visit),
      subject: ruleSuitesSubject,
      occurredAt: to,
      data: {
        from,
        to,
        bypasses:
          "unseen" in bypasses
            ? bypasses
            : { seen: bypasses.seen.filter(({ pushedAt }) => pushedAt >= from && pushedAt < to) },
      },
    },
  ];
};
