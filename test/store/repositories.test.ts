import fc from "fast-check";
import { expect, it } from "vitest";
import {
  defaultAccountId as accountId,
  defaultRepositoryId as repositoryId,
  repositoryState,
} from "../support/facts.ts";
import { describeOnEveryStore } from "../support/stores.ts";

const at = (observedAt: number, installationId: number | null = 5) => ({ observedAt, installationId });

describeOnEveryStore("repositories", (openTestStore) => {
  it("gives back what was observed", async () => {
    const { repositories } = await openTestStore();
    const state = repositoryState({ language: "Go", customProperties: { tier: "1", lines: ["a", "b"] } });
    await repositories.observe(state, at(1_000));
    expect(await repositories.find(accountId, repositoryId)).toEqual({
      state,
      installationId: 5,
      active: true,
      coveredFrom: null,
      resumedAt: null,
      observedAt: 1_000,
    });
    expect(await repositories.find(accountId, 1)).toBeNull();
  });

  it("never loses what a newer payload does not say", async () => {
    const { repositories } = await openTestStore();
    await repositories.observe(repositoryState({ language: "Go", templateRepository: "acme/t" }), at(1_000));
    await repositories.observe(
      repositoryState({ name: "store", language: null, templateRepository: null }),
      at(2_000, null),
    );
    expect(await repositories.find(accountId, repositoryId)).toMatchObject({
      state: { name: "store", language: "Go", templateRepository: "acme/t" },
      installationId: 5,
      observedAt: 2_000,
    });
  });

  it("fault 6: ends in the same state whatever the order and repetition of observations", async () => {
    const observations = [
      { state: repositoryState({ language: "Go", archived: false }), observation: at(1_000) },
      { state: repositoryState({ language: "Rust", name: "store" }), observation: at(2_000, null) },
      { state: repositoryState({ language: null, archived: true }), observation: at(3_000, null) },
      { state: repositoryState({ language: null, visibility: "public" }), observation: at(3_000, 6) },
      { state: repositoryState({ customProperties: { tier: "1" } }), observation: at(500, 4) },
    ];
    const { repositories } = await openTestStore();
    let id = repositoryId;
    const observeAll = async (order: typeof observations) => {
      id += 1;
      for (const { state, observation } of order) {
        await repositories.observe({ ...state, repositoryId: id }, observation);
      }
      const known = await repositories.find(accountId, id);
      return { ...known, state: { ...known?.state, repositoryId } };
    };
    const expected = await observeAll(observations);
    expect(expected).toMatchObject({ installationId: 6, state: { language: "Rust" }, observedAt: 3_000 });
    expect(expected.state.customProperties).toEqual({ tier: "1" });
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(observations, { minLength: observations.length }),
        fc.array(fc.constantFrom(...observations), { maxLength: 4 }),
        async (order, repeated) => {
          expect(await observeAll([...order, ...repeated])).toEqual(expected);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("loses nothing when two observe at once", async () => {
    const { repositories } = await openTestStore();
    const silent = { language: null, createdAt: null };
    await repositories.observe(repositoryState(silent), at(100, null));
    const parts = [
      { language: "Go" },
      { templateRepository: "acme/t" },
      { createdAt: 77 },
      { customProperties: { tier: "1" } },
    ].map((part) => repositoryState({ ...silent, ...part }));
    await Promise.all(parts.map((state, index) => repositories.observe(state, at(1_000 + index))));
    expect((await repositories.find(accountId, repositoryId))?.state).toMatchObject({
      language: "Go",
      templateRepository: "acme/t",
      createdAt: 77,
      customProperties: { tier: "1" },
    });
  });

  it("stays removed when it was told of the removal before it was seen", async () => {
    const { repositories } = await openTestStore();
    await repositories.setActive(accountId, repositoryId, false, 2_000);
    expect(await repositories.find(accountId, repositoryId)).toBeNull();
    expect(await repositories.listAll()).toEqual([]);
    await repositories.observe(repositoryState(), at(1_000));
    await repositories.setActive(accountId, repositoryId, true, 1_000);
    expect((await repositories.find(accountId, repositoryId))?.active).toBe(false);
    await repositories.setActive(accountId, repositoryId, true, 3_000);
    expect((await repositories.find(accountId, repositoryId))?.active).toBe(true);
  });

  it("keeps the earliest time from which it was covered, and the latest at which it came back", async () => {
    const { repositories } = await openTestStore();
    await repositories.setCoveredFrom(accountId, repositoryId, 2_000);
    await repositories.observe(repositoryState(), at(1_000));
    await repositories.setCoveredFrom(accountId, repositoryId, 1_500);
    await repositories.setCoveredFrom(accountId, repositoryId, 1_800);
    expect((await repositories.find(accountId, repositoryId))?.coveredFrom).toBe(1_500);
    expect((await repositories.find(accountId, repositoryId))?.resumedAt).toBeNull();
    await repositories.setCoveredFrom(accountId, repositoryId, 5_000);
    await repositories.setCoveredUntil(accountId, repositoryId, 4_000);
    expect(await repositories.find(accountId, repositoryId)).toMatchObject({
      coveredFrom: 1_500,
      resumedAt: 5_000,
    });
  });

  it("fault 33: follows a rename by id, and finds the one that has a name today", async () => {
    const { repositories } = await openTestStore();
    await repositories.observe(repositoryState({ name: "shop" }), at(1_000));
    await repositories.observe(repositoryState({ name: "Store" }), at(2_000));
    expect(await repositories.findByName("acme/shop")).toBeNull();
    expect((await repositories.findByName("ACME/store"))?.state.repositoryId).toBe(repositoryId);

    await repositories.setActive(accountId, repositoryId, false, 3_000);
    await repositories.observe(repositoryState({ name: "store", repositoryId: 9 }), at(1_500));
    expect((await repositories.findByName("acme/store"))?.state.repositoryId).toBe(9);
  });

  it("lists the repositories of an account, and those of all", async () => {
    const { repositories } = await openTestStore();
    await repositories.observe(repositoryState({ repositoryId: 12 }), at(1_000));
    await repositories.observe(repositoryState({ repositoryId: 11 }), at(1_000));
    await repositories.observe(repositoryState({ accountId: 1, repositoryId: 13 }), at(1_000));
    const ids = (known: readonly { state: { repositoryId: number } }[]) =>
      known.map(({ state }) => state.repositoryId);
    expect(ids(await repositories.list(accountId))).toEqual([11, 12]);
    expect(ids(await repositories.listAll())).toEqual([13, 11, 12]);
  });
});
