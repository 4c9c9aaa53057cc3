// Two servers on one PostgreSQL and one GitHub that misbehaves: what one of them knows, the other heeds.
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { HOUR, MINUTE } from "../../src/demo/organisation/place.ts";
import { NOW } from "../e2e/small-scene.ts";
import { createTestDatabase } from "../support/postgres.ts";
import { passingMisdeeds, seeded } from "./hostile-github.ts";
import { closeStages, openHostileScene } from "./hostile-stage.ts";

const at = NOW - 2 * HOUR;

async function openTwo() {
  const { url, remove } = await createTestDatabase();
  const scene = await openHostileScene(url, {}, undefined, 2);
  onTestFinished(remove);
  const [one, other] = scene.servers;
  if (one === undefined || other === undefined) throw new Error("There are two servers.");
  const drainBoth = () => Promise.all([one.drain(), other.drain()]);
  return { scene, one, other, drainBoth };
}

describe.skipIf(inject("postgres") === null)("two replicas on PostgreSQL", () => {
  closeStages();

  test("fault 24: write one check run a head, however they race and GitHub answers", async () => {
    const { scene, drainBoth } = await openTwo();
    const random = seeded(24);
    const slow = passingMisdeeds.filter(({ name }) =>
      ["502 page after the effect", "cut after", "500"].includes(name),
    );
    scene.hostile.plan(() => (random() < 0.25 ? (slow[Math.floor(random() * slow.length)] ?? null) : null));
    for (let number = 1; number <= 8; number += 1) await scene.openPullRequest(number, at + number * MINUTE);
    for (let round = 0; round < 8; round += 1) {
      await drainBoth();
      scene.clock.now += 5 * MINUTE;
    }
    scene.hostile.plan(() => null);
    for (let round = 0; round < 3; round += 1) {
      scene.clock.now += HOUR;
      await drainBoth();
    }
    const heads = [...scene.repository.checkRuns.values()].map(({ headSha }) => headSha);
    expect(heads).toHaveLength(8);
    expect(new Set(heads).size).toBe(8);
  });

  test("fault 22: a wait that one was told of is kept by both", async () => {
    const { scene, one, other } = await openTwo();
    const limit = passingMisdeeds.find(({ name }) => name === "429");
    let left = 1;
    scene.hostile.plan(({ method, path }) => {
      if (method !== "POST" || !path.endsWith("/check-runs") || left === 0) return null;
      left -= 1;
      return limit ?? null;
    });
    await scene.openPullRequest(1, at);
    await scene.settle();
    expect(left).toBe(0);
    await scene.openPullRequest(2, at + MINUTE);
    const asked = scene.stage.github.requests.length;
    scene.clock.now += 15_000;
    await other.drain();
    expect(scene.stage.github.requests.slice(asked)).toEqual([]);
    for (let second = 0; second < 15; second += 1) {
      scene.clock.now += 1000;
      await other.drain();
    }
    await one.drain();
    expect(scene.repository.checkRuns.size).toBe(2);
  });
});
