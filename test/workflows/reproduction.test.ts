// A week that was posted can be made again from the ledger, whatever arrives later.
import fc from "fast-check";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/core/facts/fact.ts";
import { kpiDefinitions } from "../../src/core/kpis/registry.ts";
import type { ServerStore } from "../../src/records/store.ts";
import { openStore } from "../../src/store/database.ts";
import { loadReproduction } from "../../src/workflows/load-reproduction.ts";
import { runJob } from "../../src/workflows/run-job.ts";
import { pavedRoadFact, pushFact, repositoryState } from "../support/facts.ts";
import { FakeGitHub } from "../support/fake-gateway.ts";
import { codeScanningAlertFact } from "../support/findings.ts";
import { dayMillis, triedChange, window } from "../support/scorecard-input.ts";
import { describeOnEachStore, type OpenTestStore } from "../support/stores.ts";

const { accountId, repositoryId } = repositoryState();
const week = { accountId, repositoryId, isoWeek: "2026-W46" };
/** When W46 is posted. */
const monday = window.to + 7 * 3_600_000;

const inTheWeek = [
  ...triedChange(1, "failure", window.from + dayMillis),
  ...triedChange(2, "success", window.from + 2 * dayMillis),
  pushFact({ at: window.from + 3 * dayMillis, commits: 40 }),
  // Open for years: loaded whatever its age.
  codeScanningAlertFact({ at: window.from - 900 * dayMillis }),
  pavedRoadFact({ at: window.from - 800 * dayMillis }),
];

/** Everything that can happen after a week was posted and speaks of it. */
const lateFacts: readonly Fact[] = [
  ...triedChange(3, "failure", window.from + 4 * dayMillis),
  pushFact({ at: window.from - 400 * dayMillis, after: "d".repeat(40) }),
  codeScanningAlertFact({ action: "fixed", at: window.from + 5 * dayMillis }),
  codeScanningAlertFact({ number: 2, at: window.from - 500 * dayMillis }),
];

async function postedWeek(openTestStore: OpenTestStore) {
  const clock = { now: monday };
  const store = await openTestStore({ now: () => clock.now });
  await store.repositories.observe(repositoryState(), { observedAt: 1, installationId: 5 });
  await store.repositories.setCoveredFrom(accountId, repositoryId, window.from - 365 * dayMillis);
  const configuration = {
    accountId,
    repositoryId,
    kind: "configuration",
    commitSha: null,
    problem: null,
  } as const;
  const file = { ...configuration, path: ".github/firstpass.yml" };
  await store.configurations.save({ ...file, text: "version: 1\nowner: '@acme/web'\n", readAt: 1 });
  await store.facts.append(inTheWeek, "test");
  const github = new FakeGitHub();
  const services = { store, github: github.gateway, log: pino({ enabled: false }), now: () => clock.now };
  const outcome = await runJob(services, { kind: "publish-weekly", ...week });
  expect(outcome).toMatchObject({ did: "created" });
  return { store, clock, file, github };
}

async function reproduced(store: ServerStore) {
  const made = await loadReproduction(store, week);
  return { exact: made?.exact, causes: made?.causes };
}

describeOnEachStore("a week that was posted", (openTestStore) => {
  it("is made again exactly, whatever is recorded, configured and granted afterwards", async () => {
    const { store, clock, file } = await postedWeek(openTestStore);
    expect(await reproduced(store)).toEqual({ exact: true, causes: [] });
    clock.now += 1;
    await store.facts.append(lateFacts, "test");
    await store.configurations.save({ ...file, text: "version: 1\nwindow: 7d\n", readAt: clock.now });
    await store.repositories.observe(repositoryState({ name: "renamed", visibility: "public" }), {
      observedAt: clock.now,
      installationId: 5,
    });
    await store.repositories.setCoveredUntil(accountId, repositoryId, window.from + dayMillis);
    await store.repositories.setCoveredFrom(accountId, repositoryId, window.to);
    await store.installations.save({
      installationId: 5,
      accountId,
      accountLogin: "acme",
      accountType: "Organization",
      suspended: false,
      deleted: false,
      permissions: {},
      updatedAt: clock.now,
    });
    expect(await reproduced(store)).toEqual({ exact: true, causes: [] });
  });

  it("is made again exactly when facts were recorded in the very moment it was made", async () => {
    const { store } = await postedWeek(openTestStore);
    await store.facts.append(lateFacts, "test");
    expect(await reproduced(store)).toEqual({ exact: true, causes: [] });
  });

  it("says so when facts were told by a transaction that took longer than anything may", async () => {
    const { store, clock } = await postedWeek(openTestStore);
    clock.now -= 2 * 60_000;
    await store.facts.append(lateFacts, "test");
    expect(await reproduced(store)).toEqual({
      exact: false,
      causes: [expect.stringMatching(/^The ledger holds 11 facts .* and 7 of them were used/)],
    });
  });

  it("says so when a definition was changed", async () => {
    const { store } = await postedWeek(openTestStore);
    const changed = kpiDefinitions.map((one) => ({ ...one, version: one.version + 1 }));
    const made = await loadReproduction(store, week, changed);
    expect(made?.exact).toBe(false);
    expect(made?.causes).toHaveLength(kpiDefinitions.length);
  });

  it("is not made up for a week that was never posted", async () => {
    const { store } = await postedWeek(openTestStore);
    expect(await loadReproduction(store, { ...week, isoWeek: "2026-W45" })).toBeNull();
    expect(await loadReproduction(store, { ...week, accountId: accountId + 1 })).toBeNull();
  });
});

describe("the property", () => {
  it("no late fact, in whatever order and number, changes what is made again", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...lateFacts]),
        fc.constantFrom(0, 1, 90_000),
        async (late, wait) => {
          const opened: ServerStore[] = [];
          try {
            const { store, clock } = await postedWeek(async (options = {}) => {
              const one = await openStore("sqlite::memory:", options);
              opened.push(one);
              return one;
            });
            for (const fact of late) {
              clock.now += wait;
              await store.facts.append([fact], "test");
            }
            expect(await reproduced(store)).toEqual({ exact: true, causes: [] });
          } finally {
            for (const one of opened) await one.close();
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});
