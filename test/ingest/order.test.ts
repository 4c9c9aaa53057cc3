// Any order and any repetition of the same deliveries: one ledger, and one state of repositories and installations.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ServerStore } from "../../src/records/store.ts";
import { sha } from "../support/facts.ts";
import {
  checkRunPayload,
  installationPayload,
  madePayloads,
  pullRequestPayload,
  pushPayload,
  repositoryPayload,
} from "../support/payloads.ts";
import { receiveAndProcess, type TestDelivery } from "../support/process-deliveries.ts";
import { describeOnEachStore } from "../support/stores.ts";

const receivedAt = Date.parse("2026-11-12T12:00:00Z");
const headB = { head: { sha: sha("a2"), ref: "feature", repo: { id: 2001 } } };
const listed = { id: 2002, name: "web", full_name: "acme/web", private: false };
const repositoryEvent = (action: string, updated_at: string, given: object = {}): TestDelivery => ({
  event: "repository",
  payload: { action, repository: repositoryPayload({ updated_at, ...given }), installation: { id: 3001 } },
});

/** A repository's few weeks: installed, worked on, renamed, hidden; another one added and removed; a suspension. */
const story: readonly TestDelivery[] = [
  { event: "installation", payload: installationPayload("created") },
  { event: "installation", payload: installationPayload("new_permissions_accepted", { permissions: {} }) },
  {
    event: "installation",
    payload: installationPayload("suspend", {
      updated_at: "2026-11-03T08:00:00Z",
      suspended_at: "2026-11-03T08:00:00Z",
    }),
  },
  {
    event: "installation",
    payload: installationPayload("unsuspend", { updated_at: "2026-11-03T08:00:00Z" }),
  },
  {
    event: "installation_repositories",
    payload: installationPayload("added", {}, { repositories: undefined, repositories_added: [listed] }),
  },
  {
    event: "installation_repositories",
    payload: installationPayload("removed", {}, { repositories: undefined, repositories_removed: [listed] }),
  },
  { event: "pull_request", payload: pullRequestPayload("opened") },
  { event: "pull_request", payload: pullRequestPayload("synchronize", headB) },
  { event: "pull_request", payload: pullRequestPayload("closed", { ...headB, merged: true }) },
  {
    event: "check_run",
    payload: checkRunPayload("created", { status: "in_progress", conclusion: null, completed_at: null }),
  },
  { event: "check_run", payload: checkRunPayload("completed", { conclusion: "failure" }) },
  { event: "check_run", payload: checkRunPayload("completed", { id: 302, head_sha: sha("a2") }) },
  { event: "push", payload: pushPayload() },
  {
    event: "push",
    payload: pushPayload({ forced: true, commits: [], after: sha("c9") }, { pushed_at: 1794220200 }),
  },
  repositoryEvent("renamed", "2026-11-10T08:00:00Z", { name: "store" }),
  repositoryEvent("privatized", "2026-11-10T09:00:00Z", { name: "store" }),
  repositoryEvent("archived", "2026-11-10T10:00:00Z", { name: "store", archived: true }),
  ...madePayloads().map(({ event, payload }) => ({ event, payload })),
];

/** The same, and the App removed at its end. */
const storyWithEnd: readonly TestDelivery[] = [
  ...story,
  { event: "installation", payload: installationPayload("deleted", { updated_at: "2026-11-03T08:00:00Z" }) },
];

async function readState(store: ServerStore) {
  const repositories = await store.repositories.listAll();
  const facts = await Promise.all(repositories.map(({ state }) => store.facts.list(state)));
  const jobs = await store.transaction((inside) => inside.jobs.lease({ limit: 1000, leaseMillis: 1000 }));
  return {
    facts,
    repositories,
    installations: await store.installations.list(),
    jobs: jobs.map((job) => job.key).sort(),
  };
}

/** Every delivery at least once, some again, in any order. */
function inAnyOrder(deliveries: readonly TestDelivery[]) {
  return fc
    .array(fc.constantFrom(...deliveries), { maxLength: 12 })
    .map((again) => [...deliveries, ...again])
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
}

describeOnEachStore("deliveries in any order", (openTestStore) => {
  test.each([
    ["of a story that goes on", story],
    ["of a story that ends with the App's removal", storyWithEnd],
  ])(
    "fault 6: give the same facts, repositories and installations, %s",
    async (_, deliveries) => {
      const open = () => openTestStore({ now: () => receivedAt });
      const told = await open();
      await receiveAndProcess(told, ...deliveries);
      const expected = await readState(told);
      expect(expected.facts[0]?.length).toBeGreaterThan(20);
      expect(expected.installations).toMatchObject([{ deleted: deliveries === storyWithEnd }]);

      await fc.assert(
        fc.asyncProperty(inAnyOrder(deliveries), async (shuffled) => {
          const store = await open();
          await receiveAndProcess(store, ...shuffled);
          expect(await readState(store)).toEqual(expected);
        }),
        { numRuns: 4 },
      );
      // Hundreds of durable commits: a slow disk may take its time.
    },
    120_000,
  );
});
