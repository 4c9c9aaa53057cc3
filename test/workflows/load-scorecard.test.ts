import { expect, it } from "vitest";
import { loadScorecard } from "../../src/workflows/load-scorecard.ts";
import {
  checkRunFact,
  pavedRoadFact,
  pushFact,
  repositoryFact,
  repositoryState,
  secretLocationFact,
  secretScanFact,
  secretScanningAlertFact,
} from "../support/facts.ts";
import { codeScanningAlertFact, dependabotAlertFact, findingsListedFact } from "../support/findings.ts";
import { dayMillis } from "../support/scorecard-input.ts";
import { describeOnEachStore, type OpenTestStore } from "../support/stores.ts";

const now = Date.UTC(2026, 10, 1);
const { accountId, repositoryId } = repositoryState();

async function storeCoveredFrom(openTestStore: OpenTestStore, coveredFrom: number, clock = () => now) {
  const store = await openTestStore({ now: clock });
  await store.repositories.observe(repositoryState(), { observedAt: 1, installationId: 5 });
  await store.repositories.setCoveredFrom(accountId, repositoryId, coveredFrom);
  await store.installations.save({
    installationId: 5,
    accountId,
    accountLogin: "octo",
    accountType: "Organization",
    suspended: false,
    deleted: false,
    permissions: null,
    updatedAt: 1,
  });
  return store;
}

describeOnEachStore("loading a scorecard", (openTestStore) => {
  it("fault 32: counts history from the end of a suspension, not from before it", async () => {
    const store = await storeCoveredFrom(openTestStore, 1_000);
    await store.installations.resume(accountId, 9_000);
    expect((await loadScorecard(store, { accountId, repositoryId, now })).scorecard.coveredFrom).toBe(9_000);
  });

  it("fault 32: counts history from when the repository came back", async () => {
    const store = await storeCoveredFrom(openTestStore, 1_000);
    await store.repositories.setCoveredUntil(accountId, repositoryId, 4_000);
    await store.repositories.setCoveredFrom(accountId, repositoryId, 7_000);
    expect((await loadScorecard(store, { accountId, repositoryId, now })).scorecard.coveredFrom).toBe(7_000);
  });

  it("counts history from when the repository was added, where that came after the suspension", async () => {
    const store = await storeCoveredFrom(openTestStore, 20_000);
    await store.installations.resume(accountId, 9_000);
    expect((await loadScorecard(store, { accountId, repositoryId, now })).scorecard.coveredFrom).toBe(20_000);
  });

  it("loads what stands until something newer is told, however old it is, and nothing else of that age", async () => {
    const store = await storeCoveredFrom(openTestStore, 1_000);
    const old = now - 900 * dayMillis;
    const standing = [
      codeScanningAlertFact({ at: old }),
      dependabotAlertFact({ at: old }),
      secretScanningAlertFact({ at: old }),
      secretLocationFact({ at: old }),
      secretScanFact({ at: old }),
      pavedRoadFact({ at: old }),
      findingsListedFact({ at: old }),
      repositoryFact({ at: old }),
    ];
    const recent = [pushFact({ at: now - dayMillis }), checkRunFact({ at: now - dayMillis })];
    await store.facts.append(
      [...standing, ...recent, pushFact({ at: old }), checkRunFact({ at: old })],
      "test",
    );
    const { facts } = await loadScorecard(store, { accountId, repositoryId, now });
    expect(facts.map(({ kind }) => kind).sort()).toEqual(
      [...standing, ...recent].map(({ kind }) => kind).sort(),
    );
  });

  it("loads each fact once", async () => {
    const store = await storeCoveredFrom(openTestStore, 1_000);
    await store.facts.append([codeScanningAlertFact({ at: now - dayMillis })], "test");
    expect((await loadScorecard(store, { accountId, repositoryId, now })).facts).toHaveLength(1);
  });

  it("takes facts, configuration and exceptions as they were known then", async () => {
    let at = now;
    const store = await storeCoveredFrom(openTestStore, 1_000, () => at);
    const file = { accountId, repositoryId, commitSha: null, problem: null } as const;
    const save = async (window: string, expires: string) => {
      const configuration = { ...file, kind: "configuration", path: ".github/firstpass.yml" } as const;
      const exceptions = { ...file, kind: "exceptions", path: ".github/firstpass-exceptions.yml" } as const;
      await store.configurations.save({
        ...configuration,
        text: `version: 1\nwindow: ${window}\n`,
        readAt: at,
      });
      await store.configurations.save({ ...exceptions, text: `# ${expires}\n`, readAt: at });
    };
    await store.facts.append([pushFact({ at: now - dayMillis })], "test");
    await save("14d", "2027-01-01");
    at = now + 5_000;
    await store.facts.append([pushFact({ at: now - 2 * dayMillis })], "test");
    await save("7d", "2028-01-01");

    const load = async (recordedBefore?: number) => {
      const known = recordedBefore === undefined ? {} : { recordedBefore };
      const loaded = await loadScorecard(store, { accountId, repositoryId, now, ...known });
      return [loaded.facts.length, loaded.config.windowDays, loaded.exceptionFiles?.map(({ text }) => text)];
    };
    expect(await load(now)).toEqual([0, 28, []]);
    expect(await load(now + 1)).toEqual([1, 14, ["# 2027-01-01\n"]]);
    expect(await load()).toEqual([2, 7, ["# 2027-01-01\n", "# 2028-01-01\n"]]);
  });

  it("does not know then of deliveries that were interrupted later", async () => {
    const store = await storeCoveredFrom(openTestStore, 1_000);
    await store.installations.resume(accountId, 9_000);
    const load = (recordedBefore: number) =>
      loadScorecard(store, { accountId, repositoryId, now, recordedBefore });
    expect((await load(9_000)).resumedAt).toBeNull();
    expect((await load(9_001)).resumedAt).toBe(9_000);
  });

  it("looks as far back for the command line as for a weekly issue", async () => {
    const store = await storeCoveredFrom(openTestStore, 1_000);
    const load = async (historyWeeks?: number) =>
      (await loadScorecard(store, { accountId, repositoryId, now, ...(historyWeeks && { historyWeeks }) }))
        .cut;
    expect(await load()).toEqual(await load(12));
    expect((await load(30)).from).toBeLessThan((await load()).from);
  });

  it("refuses a repository that no delivery has named, and says so", async () => {
    const store = await storeCoveredFrom(openTestStore, 1_000);
    await expect(loadScorecard(store, { accountId, repositoryId: 999, now })).rejects.toThrow("not known");
  });

  it("fault 41: does not answer another tenant", async () => {
    const store = await storeCoveredFrom(openTestStore, 1_000);
    await expect(loadScorecard(store, { accountId: accountId + 1, repositoryId, now })).rejects.toThrow(
      "not known",
    );
  });
});
