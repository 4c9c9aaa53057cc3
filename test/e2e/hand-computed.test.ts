import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE, people } from "../../src/demo/organisation/place.ts";
import { makeWorld, shuffled } from "../../src/demo/organisation/world.ts";
import { secretAlertPayload, secretLocationPayload } from "../../src/demo/payloads/alerts.ts";
import { pushPayload } from "../../src/demo/payloads/pushes.ts";
import { describeOnEachDatabase } from "../support/stores.ts";
import { closeStages, NOW, openSmallScene, type SmallScene } from "./small-scene.ts";

const kpisOf = async (small: SmallScene) => {
  const { scorecard } = await small.scorecard();
  return scorecard.kpis.map(({ id, outcome, value, numerator, denominator, excluded }) => ({
    id,
    outcome,
    value,
    numerator,
    denominator,
    excluded,
  }));
};

/** Twelve changes: ten pass first, one fails and is re-run to green, one fails and is mended by a commit of its own. */
async function writeHistory(small: SmallScene): Promise<void> {
  for (let number = 1; number <= 12; number += 1) {
    const at = NOW - 20 * DAY + number * DAY;
    const view = await small.openPullRequest(number, at);
    const failing = number === 3 || number === 7;
    await small.conclude(view, "CodeQL", failing ? "failure" : "success", at + 5 * MINUTE);
    await small.conclude(view, "build", "failure", at + 6 * MINUTE);
    if (number === 3) await small.conclude(view, "CodeQL", "success", at + HOUR);
  }
  const pushed = Array.from({ length: 125 }, (_, index) => ({
    sha: (index + 1).toString(16).padStart(40, "a"),
    message: `c${index}`,
    committedAt: NOW - 3 * DAY,
    // Five of them were pushed before, on another branch.
    distinct: index >= 5,
    paths: ["src/a.ts"],
  }));
  const push = {
    ref: "refs/heads/main",
    before: "b".repeat(40),
    after: pushed.at(-1)!.sha,
    forced: false,
    pusher: people.lena,
    commits: pushed,
  };
  await small.send("push", pushPayload(small.scene, push, NOW - 3 * DAY));
  const branch = { ...push, ref: "refs/heads/other", after: "c".repeat(40), commits: pushed.slice(0, 50) };
  await small.send("push", pushPayload(small.scene, branch, NOW - 4 * DAY));
  for (const [number, resolution] of [
    [1, null],
    [2, "revoked"],
    [3, "false_positive"],
  ] as const) {
    const createdAt = NOW - 3 * DAY + number * HOUR;
    const view = {
      number,
      createdAt,
      secretType: "stripe_api_key",
      resolution: null,
      resolvedAt: null,
      bypassedAt: null,
      locationSha: pushed[9]!.sha,
    };
    await small.send("secret_scanning_alert", secretAlertPayload(small.scene, "created", view, createdAt));
    await small.send("secret_scanning_alert_location", secretLocationPayload(small.scene, view, "src/a.ts"));
    if (resolution === null) continue;
    const resolvedAt = createdAt + DAY;
    await small.send(
      "secret_scanning_alert",
      secretAlertPayload(small.scene, "resolved", { ...view, resolution, resolvedAt }, resolvedAt),
    );
  }
}

describeOnEachDatabase("numbers worked out by hand", (createTestDatabase) => {
  closeStages();

  test("a written month gives 10 of 12, and 2 secrets on 120 commits", async () => {
    const small = await openSmallScene((await createTestDatabase()).url);
    await writeHistory(small);
    await small.settle();
    const kpis = await kpisOf(small);
    expect(kpis.find(({ id }) => id === "first-pass-rate")).toMatchObject({
      outcome: "measured",
      numerator: 10,
      denominator: 12,
      value: expect.closeTo(83.333, 3),
    });
    expect(kpis.find(({ id }) => id === "secret-exposure")).toMatchObject({
      outcome: "measured",
      numerator: 2,
      denominator: 120,
      value: expect.closeTo(16.667, 3),
      excluded: { "false positive": 1 },
    });
    expect(kpis.find(({ id }) => id === "template-adoption")).toMatchObject({
      outcome: "not-applicable",
      value: null,
    });
  });

  test("fault 6: the same deliveries shuffled and repeated give the same numbers", async () => {
    const first = await openSmallScene((await createTestDatabase()).url);
    await writeHistory(first);
    await first.settle();
    const expected = await kpisOf(first);
    const second = await openSmallScene((await createTestDatabase()).url);
    const world = makeWorld(7);
    const log = first.stage.github.log;
    for (const { event, body, guid } of shuffled([...log, ...log], () => world.random()))
      await second.send(event, JSON.parse(body), guid);
    await second.settle();
    expect(await kpisOf(second)).toEqual(expected);
  });
});
