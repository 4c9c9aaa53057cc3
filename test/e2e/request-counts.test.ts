// How often GitHub is asked, against the bounds that the design gives: what is not asked cannot run into a limit.
import { afterEach, expect, test } from "vitest";
import { DAY } from "../../src/demo/organisation/place.ts";
import type { Stage } from "../../src/demo/stage.ts";
import { describeOnEachDatabase } from "../support/stores.ts";
import { countFromNow, openIdle, passTime, playHead, playMerge } from "./request-scenes.ts";
import { closeStages, openSmallScene } from "./small-scene.ts";

describeOnEachDatabase("requests to GitHub", (createTestDatabase) => {
  closeStages();
  const idle: Stage[] = [];
  afterEach(async () => {
    for (const stage of idle.splice(0)) await stage.stop();
  });

  test("a head takes one POST and one PATCH at most, and no read, for six checks or thirty", async () => {
    const small = await openSmallScene((await createTestDatabase()).url);
    for (const [number, checks] of [6, 12, 30].entries()) {
      const { creates, updates, reads } = await playHead(small, number + 1, checks);
      expect([creates, updates <= 1, reads]).toEqual([1, true, 0]);
    }
  });

  test("a merge writes nothing, and reads of the default branch what it may have changed", async () => {
    const small = await openSmallScene((await createTestDatabase()).url);
    const { creates, updates, reads } = await playMerge(small, 1);
    expect([creates, updates]).toEqual([0, 0]);
    expect(reads).toBeLessThanOrEqual(2);
  });

  test("a day with three pull requests and a merge takes no more than two writes each and one reading", async () => {
    const small = await openSmallScene((await createTestDatabase()).url);
    await passTime(small.stage, small.clock, 7 * DAY);
    const count = countFromNow(small.stage);
    for (const number of [1, 2]) await playHead(small, number, 6);
    await playMerge(small, 3);
    await passTime(small.stage, small.clock, DAY);
    const { creates, updates, reads } = count();
    expect(creates).toBeLessThanOrEqual(3);
    expect(updates).toBeLessThanOrEqual(3);
    expect(reads).toBeLessThanOrEqual(40);
  });

  test("an idle repository takes no more than one request a week, comparisons included, also where it is alone", async () => {
    const repositories = 1;
    const { stage, clock, begun } = await openIdle((await createTestDatabase()).url, repositories);
    idle.push(stage);
    // An issue each, so that the quiet weeks are quiet because nothing happens, and not because nothing works.
    expect(begun.creates).toBeGreaterThanOrEqual(repositories);
    const count = countFromNow(stage);
    await passTime(stage, clock, 28 * DAY);
    const { creates, updates, reads } = count();
    expect([creates, updates]).toEqual([0, 0]);
    expect(reads).toBeGreaterThan(0);
    expect(reads / repositories / 4).toBeLessThanOrEqual(1);
  }, 180_000);
});
