import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/demo/organisation/place.ts";
import { enqueueDueWeeklyIssues } from "../../src/workflows/weekly/weekly-schedule.ts";
import { describeOnEachDatabase } from "../support/stores.ts";
import { closeStages, NOW, openSmallScene, type SmallScene } from "./small-scene.ts";

/** What cron does, and the work it brings. */
async function publishDue(small: SmallScene): Promise<void> {
  await enqueueDueWeeklyIssues({ store: small.stage.firstpass.store, now: () => small.clock.now });
  for (let wait = 0; wait < 3; wait += 1) {
    small.clock.now += 20 * MINUTE;
    await small.stage.firstpass.drain();
  }
}

const shown = ({ repository }: SmallScene) =>
  [...repository.issues.values()].map(({ title, state }) => [title.slice(-8), state]);

describeOnEachDatabase("the weekly issue", (createTestDatabase) => {
  closeStages();

  test("fault 30: is posted once a week, and closes last week's with a link onwards", async () => {
    const small = await openSmallScene((await createTestDatabase()).url);
    const view = await small.openPullRequest(1, NOW - 5 * DAY);
    await small.conclude(view, "CodeQL", "success", NOW - 5 * DAY + MINUTE);
    await small.settle();
    await publishDue(small);
    await publishDue(small);
    expect(shown(small)).toEqual([["2026-W46", "open"]]);
    small.clock.now = NOW + 7 * DAY;
    await publishDue(small);
    expect(shown(small)).toEqual([
      ["2026-W46", "closed"],
      ["2026-W47", "open"],
    ]);
    const [first, second] = small.repository.issues.values();
    expect(first!.body).toContain(`#${second!.number}`);
    expect(
      small.stage.github.requests.flatMap(({ answerProblems, unknownNames }) => [
        ...answerProblems,
        ...unknownNames,
      ]),
    ).toEqual([]);
  });

  test("fault 23: an answer that is lost after its effect makes no second issue", async () => {
    const small = await openSmallScene((await createTestDatabase()).url);
    await small.openPullRequest(1, NOW - 5 * DAY);
    await small.settle();
    small.stage.github.failNext({ method: "POST", path: /\/issues$/, answer: "cut", afterEffect: true });
    await publishDue(small);
    small.clock.now += HOUR;
    await small.settle();
    expect(small.stage.github.unmetFaults).toEqual([]);
    expect(shown(small)).toEqual([["2026-W46", "open"]]);
    expect((await small.stage.firstpass.store.jobs.statistics()).dead).toBe(0);
  });

  test("fault 31: issues that are disabled are not asked for again and again", async () => {
    const small = await openSmallScene((await createTestDatabase()).url);
    await small.openPullRequest(1, NOW - 5 * DAY);
    await small.settle();
    small.repository.hasIssues = false;
    await publishDue(small);
    const tried = small.stage.github.requests.filter(
      ({ operationId }) => operationId === "issues/create",
    ).length;
    small.clock.now += DAY;
    await small.settle();
    expect(
      small.stage.github.requests.filter(({ operationId }) => operationId === "issues/create"),
    ).toHaveLength(tried);
    expect(tried).toBeLessThanOrEqual(1);
    expect(shown(small)).toEqual([]);
  });
});
