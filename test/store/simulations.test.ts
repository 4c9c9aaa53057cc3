// What a head's change of configuration would do is kept by the head and its files, and by the tenant.
import { expect, it } from "vitest";
import { summarise } from "../../src/core/simulation/summarise.ts";
import type { StoredSimulation } from "../../src/records/store.ts";
import { describeOnEveryStore } from "../support/stores.ts";

const asked: StoredSimulation = {
  accountId: 1,
  repositoryId: 2,
  headSha: "a".repeat(40),
  digest: "d1",
  files: [
    { role: "organisation", path: "firstpass.yml", text: "version: 1\n# \u0000 \uD800 \\u0041\n" },
    { role: "repository", path: ".github/firstpass.yml", text: null },
  ],
  result: null,
};
const result = summarise([], 3, 5);

describeOnEveryStore("simulations", (open) => {
  it("keeps what was asked for, then the answer", async () => {
    const { simulations } = await open();
    const { accountId, repositoryId, headSha } = asked;
    expect(await simulations.find(accountId, repositoryId, headSha)).toBeNull();
    await simulations.save(asked);
    expect(await simulations.find(accountId, repositoryId, headSha)).toEqual(asked);
    expect(await simulations.finish({ ...asked, result })).toBe(true);
    expect(await simulations.find(accountId, repositoryId, headSha)).toEqual({ ...asked, result });
  });

  it("refuses the answer to files that the head does not have any more", async () => {
    const { simulations } = await open();
    await simulations.save(asked);
    await simulations.save({ ...asked, digest: "d2", files: [] });
    expect(await simulations.finish({ ...asked, result })).toBe(false);
    const kept = await simulations.find(asked.accountId, asked.repositoryId, asked.headSha);
    expect(kept).toMatchObject({ digest: "d2", result: null });
  });

  it("answers no other tenant, repository or head", async () => {
    const { simulations } = await open();
    await simulations.save(asked);
    expect(await simulations.find(9, asked.repositoryId, asked.headSha)).toBeNull();
    expect(await simulations.find(asked.accountId, 9, asked.headSha)).toBeNull();
    expect(await simulations.find(asked.accountId, asked.repositoryId, "b".repeat(40))).toBeNull();
  });
});
