import { describe, expect, it } from "vitest";
import { basisOf } from "../../src/core/scorecard/basis.ts";
import { buildScorecard } from "../../src/core/scorecard/build.ts";
import { sharedFileKind, sharedPathOf } from "../../src/records/configuration-kind.ts";
import type { Installation, PostedWeeklyIssue, Store, StoredConfiguration } from "../../src/records/store.ts";
import { checkRunFact } from "../support/facts.ts";
import { scorecardInput } from "../support/scorecard-input.ts";
import { describeOnEveryStore } from "../support/stores.ts";

const installation: Installation = {
  installationId: 5,
  accountId: 1,
  accountLogin: "acme",
  accountType: "Organization",
  suspended: false,
  deleted: false,
  permissions: { checks: "write" },
  updatedAt: 1_000,
};

const configuration: StoredConfiguration = {
  accountId: 1,
  repositoryId: 2,
  kind: "configuration",
  path: ".github/firstpass.yml",
  text: "windowDays: 28\n",
  commitSha: "c1",
  readAt: 1_000,
  problem: null,
};

const weeklyIssue: PostedWeeklyIssue = {
  accountId: 1,
  repositoryId: 2,
  isoWeek: "2026-W46",
  issueNumber: null,
  contentHash: "h1",
  scorecard: buildScorecard(scorecardInput([])),
  basis: basisOf(scorecardInput([checkRunFact()]), {
    recordedBefore: 1_001,
    settledBefore: 0,
    from: 0,
    standingKinds: ["commit"],
  }),
  postedAt: 1_000,
  closed: false,
};

describeOnEveryStore("records", (openTestStore) => {
  describe("installations", () => {
    it("stand as the newest state says, in whatever order they are told", async () => {
      const { installations } = await openTestStore();
      const suspended = { ...installation, suspended: true, updatedAt: 2_000 };
      await installations.save(suspended);
      await installations.save(installation);
      expect(await installations.find(1)).toEqual({ ...suspended, resumedAt: null });
      await installations.save({ ...installation, updatedAt: 3_000 });
      expect((await installations.find(1))?.suspended).toBe(false);
      await installations.save({ ...installation, accountId: 7 });
      expect((await installations.list()).map(({ accountId }) => accountId)).toEqual([1, 7]);
      expect(await installations.find(2)).toBeNull();
    });

    it("remember the latest time at which deliveries resumed, and keep it when the state changes", async () => {
      const { installations } = await openTestStore();
      await installations.save(installation);
      await installations.resume(1, 3_000);
      await installations.resume(1, 2_000);
      await installations.save({ ...installation, updatedAt: 9_000 });
      expect((await installations.find(1))?.resumedAt).toBe(3_000);
    });

    it("end alike when two states have the same time", async () => {
      const one = await openTestStore();
      const other = await openTestStore();
      const twin = { ...installation, permissions: null };
      for (const state of [installation, twin]) await one.installations.save(state);
      for (const state of [twin, installation]) await other.installations.save(state);
      expect(await one.installations.find(1)).toEqual(await other.installations.find(1));
    });
  });

  describe("configurations", () => {
    const find = ({ configurations }: Store, recordedBefore?: number) =>
      configurations.find(1, 2, "configuration", recordedBefore === undefined ? {} : { recordedBefore });
    const list = ({ configurations }: Store) => configurations.list(1, 2, "configuration");

    it("keep the organisation's files and a repository's apart, and each kind of file", async () => {
      const { configurations } = await openTestStore();
      const organisations = { ...configuration, repositoryId: null, path: "firstpass.yml", text: null };
      const exceptions: StoredConfiguration = { ...configuration, kind: "exceptions", text: "version: 1\n" };
      for (const one of [configuration, organisations, exceptions]) await configurations.save(one);
      expect(await configurations.find(1, 2, "configuration")).toEqual(configuration);
      expect(await configurations.find(1, 2, "exceptions")).toEqual(exceptions);
      expect(await configurations.find(1, null, "configuration")).toEqual(organisations);
      expect(await configurations.find(1, null, "exceptions")).toBeNull();
      expect(await configurations.list(1, 3, "configuration")).toEqual([]);
    });

    it("are kept version by version, oldest first, each in force until the next was recorded", async () => {
      let now = 5_000;
      const store = await openTestStore({ now: () => now });
      const second = {
        ...configuration,
        text: "mode: enforce\0\n",
        readAt: 2_000,
        problem: "line 1: \ud800",
      };
      const removed = { ...configuration, text: null, readAt: 3_000 };
      await store.configurations.save(configuration);
      now = 6_000;
      await store.configurations.save(second);
      now = 7_000;
      await store.configurations.save(removed);
      expect(await list(store)).toEqual([configuration, second, removed]);
      expect(await find(store)).toEqual(removed);
      expect(await find(store, 7_000)).toEqual(second);
      expect(await find(store, 6_000)).toEqual(configuration);
      expect(await find(store, 5_000)).toBeNull();
      expect(await store.configurations.list(1, 2, "configuration", { recordedBefore: 7_000 })).toEqual([
        configuration,
        second,
      ]);
    });

    it("make no version of a reading that says the same, and one again when the text comes back", async () => {
      const store = await openTestStore();
      await store.configurations.save(configuration);
      await store.configurations.save({ ...configuration, readAt: 2_000 });
      expect(await list(store)).toEqual([configuration]);
      const changed = { ...configuration, text: "window: 7d\n", readAt: 3_000 };
      const again = { ...configuration, readAt: 4_000 };
      await store.configurations.save(changed);
      await store.configurations.save(again);
      expect(await list(store)).toEqual([configuration, changed, again]);
    });

    it("take the later one of two readings of the same moment", async () => {
      const store = await openTestStore();
      const removed = { ...configuration, text: null };
      await store.configurations.save(configuration);
      await store.configurations.save(removed);
      expect(await find(store)).toEqual(removed);
    });

    it("are not undone by a reading that began earlier, even where the newest one only confirmed the text", async () => {
      const store = await openTestStore();
      await store.configurations.save(configuration);
      await store.configurations.save({ ...configuration, readAt: 3_000 });
      await store.configurations.save({ ...configuration, text: "stale\n", readAt: 2_000 });
      expect(await list(store)).toEqual([configuration]);
    });

    it("keep files that others extend apart by their path, whatever it is", async () => {
      const store = await openTestStore();
      const paths = ["firstpass/base.yml", "firstpass.yml", "a;b", "\0\ud800\\", "😀", ""];
      const shared = paths.map((path) => ({
        ...configuration,
        kind: sharedFileKind(path),
        path,
        text: path,
      }));
      for (const one of shared) await store.configurations.save(one);
      for (const one of shared) {
        expect(await store.configurations.find(1, 2, one.kind)).toEqual(one);
        expect(sharedPathOf(one.kind)).toBe(one.path);
      }
      expect(await find(store)).toBeNull();
      const all = await store.configurations.listInForce(1, "shared");
      expect(all.map(({ path }) => path).sort()).toEqual([...paths].sort());
      expect((await store.configurations.listReadings(1)).map(({ kind }) => kind).sort()).toEqual(
        shared.map(({ kind }) => kind).sort(),
      );
    });

    it("are listed as they are in force, of a whole account, the organisation's first", async () => {
      let now = 5_000;
      const store = await openTestStore({ now: () => now });
      const { configurations } = store;
      const of = (repositoryId: number | null, text: string | null, problem: string | null = null) => ({
        ...configuration,
        repositoryId,
        text,
        problem,
        readAt: now,
      });
      for (const id of [9, null, 3, 5]) await configurations.save(of(id, `first ${id}`));
      await configurations.save({ ...of(3, "excepted"), kind: "exceptions" });
      await configurations.save({ ...of(3, "shared"), kind: sharedFileKind("firstpass.yml") });
      await configurations.save({ ...of(3, "theirs"), accountId: 2 });
      now = 6_000;
      await configurations.save(of(3, null));
      await configurations.save(of(5, "first 5", "broken"));
      const texts = (rows: readonly StoredConfiguration[]) =>
        rows.map(({ repositoryId, text }) => [repositoryId, text]);
      expect(texts(await configurations.listInForce(1, "configuration"))).toEqual([
        [null, "first null"],
        [3, null],
        [5, "first 5"],
        [9, "first 9"],
      ]);
      expect(texts(await configurations.listInForce(1, "configuration", { recordedBefore: 6_000 }))).toEqual([
        [null, "first null"],
        [3, "first 3"],
        [5, "first 5"],
        [9, "first 9"],
      ]);
      expect(await configurations.listInForce(1, "configuration", { recordedBefore: 5_000 })).toEqual([]);
      const page = await configurations.listInForce(1, "configuration", { fromRepository: 4, limit: 1 });
      expect(texts(page)).toEqual([[5, "first 5"]]);
      expect(texts(await configurations.listInForce(1, "exceptions"))).toEqual([[3, "excepted"]]);
      expect(texts(await configurations.listInForce(1, "shared"))).toEqual([[3, "shared"]]);
      const readings = await configurations.listReadings(1);
      expect(
        readings.map(({ repositoryId, kind, inForce, problem }) => [repositoryId, kind, inForce, problem]),
      ).toEqual([
        [null, "configuration", true, null],
        [3, "configuration", false, null],
        [3, "exceptions", true, null],
        [3, "shared:firstpass.yml", true, null],
        [5, "configuration", true, "broken"],
        [9, "configuration", true, null],
      ]);
    });

    it("are all kept when several are saved at once", async () => {
      const store = await openTestStore();
      const readings = Array.from({ length: 8 }, (_, n) => ({ ...configuration, text: `window: ${n}d\n` }));
      await Promise.all(readings.map((reading) => store.configurations.save(reading)));
      expect((await list(store)).map(({ text }) => text).sort()).toEqual(readings.map(({ text }) => text));
    });
  });

  it("keeps one check run for each head, as it was posted last", async () => {
    const { checkRuns } = await openTestStore();
    const intended = {
      accountId: 1,
      repositoryId: 2,
      headSha: "a1",
      checkRunId: null,
      contentHash: "h1",
      title: "Waiting for Semgrep",
      completed: false,
      postedAt: 1_000,
    };
    expect(await checkRuns.find(1, 2, "a1")).toBeNull();
    await checkRuns.save(intended);
    expect(await checkRuns.find(1, 2, "a1")).toEqual(intended);
    const posted = {
      ...intended,
      checkRunId: 99,
      title: "Failed: \0\ud83d",
      completed: true,
      postedAt: 2_000,
    };
    await checkRuns.save(posted);
    expect(await checkRuns.find(1, 2, "a1")).toEqual(posted);
  });

  it("keeps one weekly issue for each week with the scorecard it told of, the newest first", async () => {
    const { weeklyIssues } = await openTestStore();
    await weeklyIssues.save(weeklyIssue);
    const posted = { ...weeklyIssue, issueNumber: 12, closed: true };
    await weeklyIssues.save(posted);
    expect(await weeklyIssues.find(1, 2, "2026-W46")).toEqual(posted);
    for (const isoWeek of ["2026-W09", "2027-W01", "2026-W47"]) {
      await weeklyIssues.save({ ...weeklyIssue, isoWeek });
    }
    const weeks = (await weeklyIssues.list(1, 2, 3)).map(({ isoWeek }) => isoWeek);
    expect(weeks).toEqual(["2027-W01", "2026-W47", "2026-W46"]);
    expect(await weeklyIssues.find(1, 2, "2026-W01")).toBeNull();
  });

  it("fault 22: holds an installation until the later of two times, and no longer", async () => {
    let now = 1_000;
    const { rateLimits } = await openTestStore({ now: () => now });
    expect(await rateLimits.notBefore(5)).toBeNull();
    await rateLimits.hold(5, 3_000);
    await rateLimits.hold(5, 2_000);
    expect(await rateLimits.notBefore(5)).toBe(3_000);
    expect(await rateLimits.notBefore(6)).toBeNull();
    now = 3_000;
    expect(await rateLimits.notBefore(5)).toBeNull();
  });
});
