// Observes when the commits were made that introduced recent findings, where no push told of them: what time to detect needs.
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import { commitSubject } from "../../core/facts/subjects.ts";
import { commitTimes } from "../../core/findings/commit-times.ts";
import { envelopeOf, type Observer, type Visit } from "./visit.ts";

const dayMillis = 24 * 60 * 60 * 1000;
const recentMillis = 28 * dayMillis;
/** Findings are rarely of commits that were pushed longer ago; an older one is asked for. */
const pushedMillis = 120 * dayMillis;
const commitsPerRun = 20;

/** `read`: what the reading has brought so far; places of secrets are among it. */
export function observeCommits(read: readonly Fact[]): Observer {
  return (visit) => readCommits(visit, [...read]);
}

async function readCommits(visit: Visit, fresh: readonly Fact[]): Promise<readonly Fact[]> {
  const candidates = await findCandidates(visit, fresh);
  if (candidates.length === 0) return [];
  const { store, github, address } = visit;
  const told = await store.facts.list({
    ...envelopeOf(visit),
    from: visit.now() - pushedMillis,
    kinds: ["push"],
  });
  const read = await store.facts.list({ ...envelopeOf(visit), kinds: ["commit"] });
  const known = commitTimes([...told, ...read]);
  const facts: Fact[] = [];
  for (const sha of candidates.filter((one) => !known.has(one)).slice(0, commitsPerRun)) {
    const sight = await github.readCommitTime(address, sha);
    if ("unseen" in sight) return facts;
    if (sight.seen === null) continue;
    const data = { sha, committedAt: sight.seen };
    const subject = commitSubject(data);
    facts.push({ kind: "commit", ...envelopeOf(visit), subject, occurredAt: data.committedAt, data });
  }
  return facts;
}

/** Commits of recent findings, those of the newest first. A test merge of a pull request introduced nothing: it is left out. */
async function findCandidates(visit: Visit, fresh: readonly Fact[]): Promise<string[]> {
  const kinds = ["code-scanning-alert", "secret-location"] as const;
  const from = visit.now() - recentMillis;
  const known = await visit.store.facts.list({ ...envelopeOf(visit), from, kinds });
  const facts = [...known, ...fresh.filter(({ occurredAt }) => occurredAt >= from)];
  const found = [
    ...factsOfKind(facts, "code-scanning-alert").flatMap(({ occurredAt, data }) =>
      data.action === "created" && data.commitSha !== null && !data.ref?.endsWith("/merge")
        ? [{ at: occurredAt, sha: data.commitSha }]
        : [],
    ),
    ...factsOfKind(facts, "secret-location").flatMap(({ occurredAt, data }) =>
      data.commitSha !== null && data.locationType === "commit"
        ? [{ at: occurredAt, sha: data.commitSha }]
        : [],
    ),
  ];
  found.sort((a, b) => b.at - a.at || (a.sha < b.sha ? -1 : 1));
  return [...new Set(found.map(({ sha }) => sha))];
}
