import { expect, it } from "vitest";
import { loadScorecard } from "../../src/workflows/load-scorecard.ts";
import { repositoryState } from "../support/facts.ts";
import { describeOnEachStore, type OpenTestStore } from "../support/stores.ts";

const now = Date.UTC(2026, 10, 1);
const { accountId, repositoryId } = repositoryState();

async function storeCoveredFrom(openTestStore: OpenTestStore, coveredFrom: number) {
  const store = await openTestStore({ now: () => now });
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
