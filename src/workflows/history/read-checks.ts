// Steps of a reading: what ran on commits, twenty at a time, and the workflow runs of a slice, page by page.
import { factsOfChecks, factsOfWorkflowRuns } from "../../core/listed-history/check-facts.ts";
import type { ListedChecks } from "../../core/listed-history/listed.ts";
import type { Reading } from "../../records/store.ts";
import { refuse, turnPage, workflowRunsSince } from "./reading.ts";
import { type HistoryVisit, nothingTold, type Step } from "./visit.ts";

/** Commits of one request. */
const commitsAtOnce = 20;

/** The checks of the next commits that wait for it. */
export async function readWaitingChecks(visit: HistoryVisit, reading: Reading): Promise<Step> {
  const { checks, reading: after } = await readChecks(visit, reading, reading.heads.slice(0, commitsAtOnce));
  const rest = reading.heads.slice(commitsAtOnce);
  return {
    told: factsOfChecks(visit.place, [...checks.values()]),
    reading: { ...after, heads: rest },
    jobs: [],
  };
}

/** What ran on each commit, by SHA, and the reading: it says so when GitHub refuses. */
export async function readChecks(
  { github, address }: HistoryVisit,
  reading: Reading,
  shas: readonly string[],
): Promise<{ checks: Map<string, ListedChecks>; reading: Reading }> {
  const checks = new Map<string, ListedChecks>();
  let after = reading;
  for (let from = 0; from < shas.length; from += commitsAtOnce) {
    if (after.unseen.some(({ part }) => part === "checks")) break;
    const sight = await github.listChecks(address, shas.slice(from, from + commitsAtOnce));
    if ("unseen" in sight)
      return { checks, reading: refuse(after, null, ["checks", "statuses"], sight.unseen) };
    for (const listed of sight.seen) {
      checks.set(listed.sha, listed);
      if (listed.statusesUnseen !== undefined)
        after = refuse(after, null, ["statuses"], listed.statusesUnseen);
    }
  }
  return { checks, reading: after };
}

export async function readWorkflowRuns(visit: HistoryVisit, reading: Reading): Promise<Step> {
  const { cursor } = reading.workflowRuns;
  const query = { since: workflowRunsSince(reading), until: reading.slice.to };
  const sight = await visit.github.listWorkflowRuns(visit.address, query, cursor);
  if ("unseen" in sight) return nothingTold(refuse(reading, "workflowRuns", ["workflow-runs"], sight.unseen));
  const { items, next } = sight.seen;
  // When its runs were created is not told. The list itself ends at the slice, and goes back in time with every thousand runs.
  const workflowRuns = turnPage({ ...reading.workflowRuns, stalled: 0 }, next, null);
  return { told: factsOfWorkflowRuns(visit.place, items), reading: { ...reading, workflowRuns }, jobs: [] };
}
