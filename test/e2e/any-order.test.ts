import { expect, test } from "vitest";
import type { Scorecard } from "../../src/core/scorecard/scorecard.ts";
import { buildOrganisation } from "../../src/demo/organisation/build.ts";
import { makeWorld, shuffled, type TimedDelivery } from "../../src/demo/organisation/world.ts";
import { deliverAll } from "../../src/demo/play.ts";
import { DEMO_ENDS_AT } from "../../src/demo/run-demo.ts";
import { openStage } from "../../src/demo/stage.ts";
import { loadScorecard } from "../../src/workflows/load-scorecard.ts";
import { describeOnEachDatabase } from "../support/stores.ts";

/** Two repositories of the demo, one with forks: enough to be telling, few enough to be quick. */
const names = ["design-tokens", "runbooks"];

async function measure(
  databaseUrl: string,
  order: (deliveries: TimedDelivery[]) => TimedDelivery[],
): Promise<Scorecard[]> {
  const stage = await openStage({ databaseUrl, clock: { now: DEMO_ENDS_AT } });
  try {
    const made = buildOrganisation(stage.github.state, { endsAt: DEMO_ENDS_AT, seed: 3 });
    const ids = made.scenes
      .filter(({ repository }) => names.includes(repository.name))
      .map(({ repository }) => repository.id);
    const chosen = made.world.runUntil(made.period.to).filter(({ payload, event }) => {
      const { repository } = payload as { repository?: { id: number } };
      return event === "installation" || (repository !== undefined && ids.includes(repository.id));
    });
    const deliveries = order(chosen);
    expect(await deliverAll(stage.github, deliveries)).toBe(deliveries.length);
    await stage.firstpass.drain();
    const scorecards: Scorecard[] = [];
    for (const repositoryId of ids) {
      const place = { accountId: made.accountId, repositoryId, now: DEMO_ENDS_AT };
      scorecards.push((await loadScorecard(stage.firstpass.store, place)).scorecard);
    }
    return scorecards;
  } finally {
    await stage.stop();
  }
}

describeOnEachDatabase("fault 6: the demo's twelve weeks", (createTestDatabase) => {
  test("give the same scorecards in order, and shuffled and repeated", async () => {
    const inOrder = await measure((await createTestDatabase()).url, (deliveries) => deliveries);
    const world = makeWorld(99);
    const disturbed = await measure((await createTestDatabase()).url, (deliveries) =>
      shuffled([...deliveries, ...deliveries.filter(() => world.random() < 0.3)], () => world.random()),
    );
    expect(
      inOrder.flatMap(({ kpis }) => kpis.filter(({ outcome }) => outcome === "measured")).length,
    ).toBeGreaterThan(2);
    expect(disturbed).toEqual(inOrder);
  }, 120_000);
});
