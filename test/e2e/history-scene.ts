// A few repositories of the demo's organisation over twelve weeks, with deliveries that come, are lost, or were never sent because the
// App was not installed yet; and what their scorecards say afterwards.
import type { KpiId } from "../../src/core/kpis/measurement.ts";
import type { KpiResult } from "../../src/core/scorecard/scorecard.ts";
import { buildOrganisation } from "../../src/demo/organisation/build.ts";
import type { TimedDelivery } from "../../src/demo/organisation/world.ts";
import type { StoryClock } from "../../src/demo/play.ts";
import { DEMO_ENDS_AT } from "../../src/demo/run-demo.ts";
import { openStage, type Stage } from "../../src/demo/stage.ts";
import { requestOf } from "../../src/workflows/history/requested.ts";
import { loadScorecard } from "../../src/workflows/load-scorecard.ts";

const HOUR = 3_600_000;
const IN_FLIGHT = 24;

/** One with forks, one with alerts and a merge queue: enough to be telling, few enough to be quick. */
const usualNames = ["design-tokens", "runbooks", "payments-api"];

export interface HistoryScene {
  readonly stage: Stage;
  readonly clock: StoryClock;
  readonly accountId: number;
  readonly repositoryIds: readonly number[];
  readonly deliveries: readonly TimedDelivery[];
  /** Sends what `comes` says; the rest GitHub knows and the App does not. */
  deliver(
    comes: (delivery: TimedDelivery) => boolean,
    options?: {
      /** The App is installed when all the rest has happened. */
      readonly installedAtTheEnd?: boolean;
    },
  ): Promise<void>;
  /** Works until nothing is left to do, letting an hour go by. */
  settle(): Promise<void>;
  /** Everything that is read of a repository besides its history. */
  readAnew(): Promise<void>;
  scorecards(): Promise<Map<string, readonly KpiResult[]>>;
}

/** @param names Repositories of the demo's first organisation. */
export async function openHistoryScene(databaseUrl: string, names = usualNames): Promise<HistoryScene> {
  const clock = { now: DEMO_ENDS_AT };
  const stage = await openStage({ databaseUrl, clock });
  const made = buildOrganisation(stage.github.state, { endsAt: DEMO_ENDS_AT, seed: 3 });
  const chosen = made.scenes.filter(({ repository }) => names.includes(repository.name));
  const repositoryIds = chosen.map(({ repository }) => repository.id);
  const deliveries = made.world.runUntil(made.period.to).filter(({ payload, event }) => {
    const { repository } = payload as { repository?: { id: number } };
    return event === "installation" || (repository !== undefined && repositoryIds.includes(repository.id));
  });
  const { store } = stage.firstpass;
  /** What a busy machine could not take in time is sent again, as the sweep would have it. */
  const deliverUntilTaken = async (event: string, payload: object, id: string): Promise<void> => {
    for (let attempt = 0; attempt < 20; attempt++) {
      const { statusCode } = await stage.github.deliver(event, payload, { id });
      if (statusCode === 202) return;
    }
    throw new Error(`The delivery ${id} was never taken.`);
  };
  const { accountId } = made;
  return {
    stage,
    clock,
    accountId,
    repositoryIds,
    deliveries,
    async deliver(comes, { installedAtTheEnd = false } = {}) {
      const all = deliveries.map((delivery) => ({ ...delivery, comes: comes(delivery) }));
      const chosen = installedAtTheEnd ? all.filter(({ event }) => event !== "installation") : all;
      const send = async () => {
        for (let next = chosen.shift(); next !== undefined; next = chosen.shift()) {
          const { event, payload, id } = next;
          if (next.comes) await deliverUntilTaken(event, payload, id);
          else await stage.github.deliver(event, payload, { id, unlogged: true });
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, send));
      if (installedAtTheEnd) {
        for (const { event, payload, id } of all.filter((delivery) => delivery.event === "installation"))
          await stage.github.deliver(event, datedAt(payload, DEMO_ENDS_AT), { id });
      }
      await stage.firstpass.drain();
    },
    async settle() {
      const until = clock.now + HOUR;
      for (;;) {
        await stage.firstpass.drain();
        const waiting = await store.jobs.list({ state: "waiting", limit: 1 });
        const dueAt = waiting[0]?.dueAt ?? until;
        if (dueAt >= until) break;
        clock.now = Math.max(clock.now + 1, dueAt);
      }
      clock.now = until;
    },
    async readAnew() {
      await store.jobs.enqueue(
        repositoryIds.map((repositoryId) =>
          requestOf({ kind: "observe-repository", accountId, repositoryId }),
        ),
      );
      await stage.firstpass.drain();
    },
    async scorecards() {
      const found = new Map<string, readonly KpiResult[]>();
      for (const [index, repositoryId] of repositoryIds.entries()) {
        const place = { accountId, repositoryId, now: DEMO_ENDS_AT };
        found.set(chosen[index]?.repository.name ?? "", (await loadScorecard(store, place)).scorecard.kpis);
      }
      return found;
    },
  };
}

/** The KPIs of a repository that two ledgers do not tell alike, as `repository kpi`. */
export function differences(
  one: ReadonlyMap<string, readonly KpiResult[]>,
  other: ReadonlyMap<string, readonly KpiResult[]>,
): { readonly kpi: KpiId; readonly repository: string; readonly one: string; readonly other: string }[] {
  return [...one].flatMap(([repository, kpis]) =>
    kpis.flatMap((kpi) => {
      const twin = other.get(repository)?.find(({ id }) => id === kpi.id);
      const [a, b] = [told(kpi), twin === undefined ? "" : told(twin)];
      return a === b ? [] : [{ kpi: kpi.id, repository, one: a, other: b }];
    }),
  );
}

/** The number, what it is made of, and whether it is measured at all. */
function told({ outcome, value, numerator, denominator }: KpiResult): string {
  return JSON.stringify({ outcome, value, numerator, denominator });
}

/** An installation as if it had been made at that time. */
function datedAt(payload: object, at: number): object {
  const { installation } = payload as { installation: object };
  const time = new Date(at).toISOString();
  return { ...payload, installation: { ...installation, created_at: time, updated_at: time } };
}
