import { expect, it } from "vitest";
import type { PostedOverview } from "../../src/records/store.ts";
import { describeOnEveryStore } from "../support/stores.ts";

const overview: PostedOverview = {
  accountId: 1,
  isoWeek: "2026-W46",
  repositoryId: 2,
  issueNumber: null,
  contentHash: "h1",
  postedAt: 1_000,
  closed: false,
};

describeOnEveryStore("overviews", (openTestStore) => {
  it("keep the newest word on each week, and come newest week first", async () => {
    const { overviews } = await openTestStore();
    await overviews.save(overview);
    await overviews.save({ ...overview, issueNumber: 12, contentHash: "h2", closed: true });
    await overviews.save({ ...overview, isoWeek: "2026-W47", issueNumber: 13 });
    expect(await overviews.list(1, 10)).toEqual([
      { ...overview, isoWeek: "2026-W47", issueNumber: 13 },
      { ...overview, issueNumber: 12, contentHash: "h2", closed: true },
    ]);
    expect(await overviews.list(1, 1)).toHaveLength(1);
  });

  it("are of one tenant alone", async () => {
    const { overviews } = await openTestStore();
    await overviews.save(overview);
    await overviews.save({ ...overview, accountId: 7, contentHash: "theirs" });
    expect(await overviews.list(1, 10)).toEqual([overview]);
  });
});
