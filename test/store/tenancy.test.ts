import { expect, it } from "vitest";
import { checkRunFact, pullRequestFact, repositoryState, sha } from "../support/facts.ts";
import { describeOnEveryStore } from "../support/stores.ts";

const ours = { accountId: 1, repositoryId: 10 };
/** Another tenant who asks with our repository's id. */
const theirs = { accountId: 2, repositoryId: 10 };

describeOnEveryStore("fault 41: another tenant", (openTestStore) => {
  it("sees nothing of ours, asking by our repository's id", async () => {
    const store = await openTestStore();
    const headSha = sha("a1");
    await store.facts.append(
      [pullRequestFact({ ...ours, number: 3, headSha }), checkRunFact(ours)],
      "webhook",
    );
    await store.repositories.observe(repositoryState(ours), { observedAt: 1, installationId: 5 });
    await store.configurations.save({
      ...ours,
      kind: "configuration",
      path: "p",
      text: "t",
      commitSha: null,
      readAt: 1,
      problem: null,
    });
    await store.checkRuns.save({
      ...ours,
      headSha,
      checkRunId: 1,
      contentHash: "h",
      title: "t",
      completed: true,
      postedAt: 1,
    });

    const answersTo = async (tenant: typeof ours) => [
      (await store.facts.list(tenant)).length,
      (await store.facts.listByHead({ ...tenant, headSha })).length > 0,
      (await store.facts.listByHeads({ ...tenant, headShas: [headSha] })).length > 0,
      (await store.facts.listByPullRequest({ ...tenant, number: 3 })).length,
      await store.facts.count(tenant.accountId),
      (await store.repositories.find(tenant.accountId, tenant.repositoryId)) !== null,
      (await store.repositories.list(tenant.accountId)).length,
      (await store.configurations.find(tenant.accountId, tenant.repositoryId, "configuration")) !== null,
      (await store.configurations.list(tenant.accountId, tenant.repositoryId, "configuration")).length,
      (await store.configurations.listInForce(tenant.accountId, "configuration")).length,
      (await store.configurations.listReadings(tenant.accountId)).length,
      (await store.facts.firstRecordedAt(tenant.accountId, tenant.repositoryId)) !== null,
      (await store.checkRuns.find(tenant.accountId, tenant.repositoryId, headSha)) !== null,
    ];
    expect(await answersTo(ours)).toEqual([2, true, true, 1, 2, true, 1, true, 1, 1, 1, true, true]);
    expect(await answersTo(theirs)).toEqual([0, false, false, 0, 0, false, 0, false, 0, 0, 0, false, false]);
  });

  it("cannot change ours by writing under our repository's id", async () => {
    const store = await openTestStore();
    await store.repositories.observe(repositoryState(ours), { observedAt: 1, installationId: 5 });
    await store.repositories.observe(repositoryState({ ...theirs, name: "taken" }), {
      observedAt: 2,
      installationId: 6,
    });
    await store.repositories.setActive(theirs.accountId, theirs.repositoryId, false, 3);
    await store.facts.append([checkRunFact(ours)], "webhook");
    expect(await store.facts.append([checkRunFact(theirs)], "webhook")).toBe(1);
    expect(await store.repositories.find(ours.accountId, ours.repositoryId)).toMatchObject({
      state: { name: "shop" },
      installationId: 5,
      active: true,
    });
    expect(await store.facts.list(ours)).toEqual([checkRunFact(ours)]);
  });
});
