// Facts of code scanning alerts → findings: one life on the default branch, one sighting for each pull request.
import type { CodeScanningAlertFact } from "../facts/code-scanning-alert.ts";
import { type Fact, factsOfKind } from "../facts/fact.ts";
import type { RepositoryState } from "../facts/repository.ts";
import { alertsByNumber, lastTold } from "./alert-facts.ts";
import { foldLife, type Telling, tell } from "./alert-life.ts";
import { type CodeScanningRefs, codeScanningRefs } from "./code-scanning-refs.ts";
import { commitTimes, firstCommit } from "./commit-times.ts";
import type { Finding } from "./finding.ts";
import { judgementsOf, sightingOf } from "./judgements.ts";
import type { Effect } from "./order-told.ts";
import { foldSightings } from "./pull-request-sightings.ts";
import { reachedDefaultAt } from "./reached-default.ts";
import { severityOf } from "./severity.ts";

const effects: Readonly<Record<string, Effect>> = {
  created: "begins",
  fixed: "closes",
  closed_by_user: "closes",
  reopened: "opens",
  reopened_by_user: "opens",
};

/** One finding per alert number, in order of the numbers; with `security: false` where no fact tells a security severity. */
export function foldCodeScanningAlerts(facts: readonly Fact[], repository: RepositoryState): Finding[] {
  const refs = codeScanningRefs(facts, repository);
  const times = commitTimes(facts);
  return alertsByNumber(factsOfKind(facts, "code-scanning-alert"), effects).map(([number, ordered]) => {
    const all = ordered.map(({ data }) => data);
    const createdAt = Math.min(...all.map((data) => data.createdAt));
    const pullRequests = foldSightings(ordered, refs);
    const reachedAt = reachedDefaultAt(ordered, pullRequests, refs);
    const severity = lastTold(all.map(({ securitySeverity }) => securitySeverity));
    const creations = all.filter(({ action }) => action === "created");
    return {
      id: `code-scanning#${number}`,
      source: "code-scanning",
      number,
      url: lastTold(all.map(({ url }) => url)),
      rule: all.at(-1)?.ruleId ?? null,
      tool: lastTold(all.map(({ toolName }) => toolName)),
      path: lastTold(all.map(({ path }) => path)),
      severity: severity === null ? null : severityOf("code-scanning", severity),
      security: severity !== null,
      createdAt,
      reachedDefaultAt: reachedAt,
      introducedSha: firstCommit(
        creations.flatMap(({ commitSha }) => commitSha ?? []),
        times,
      ),
      transitions:
        reachedAt === null
          ? []
          : foldLife(
              reachedAt,
              ordered.flatMap((fact) => tellingsOf(fact, refs)),
            ),
      pullRequests,
      foundInHistory: false,
    };
  });
}

/** What a fact tells of the default branch: its action there, what a person did, and the times that the alert itself carries. */
function tellingsOf(fact: CodeScanningAlertFact, refs: CodeScanningRefs): Telling[] {
  const { occurredAt, data } = fact;
  const place = refs.placeOf(fact).kind;
  const tellings: Telling[] = [];
  if (place === "default") {
    if (data.action === "fixed") tellings.push(tell("fixed", occurredAt));
    if (data.action === "reopened") tellings.push(tell("reopened", occurredAt));
    if (data.action === "appeared_in_branch") tellings.push(sightingOf(fact));
    if (data.fixedAt !== null) tellings.push(tell("fixed", data.fixedAt));
  }
  return [...tellings, ...judgementsOf(fact)];
}
