// A workflow bench with repositories whose deliveries have just begun, and a queue that is worked on until nothing is left of the
// reading of their past.

import type { Fact } from "../../src/core/facts/fact.ts";
import { parseJob } from "../../src/core/work/job-schema.ts";
import type { ServerStore } from "../../src/records/store.ts";
import { judgeJobFailure } from "../../src/workflows/job-outcome.ts";
import { runJob } from "../../src/workflows/run-job.ts";
import type { ServerServices } from "../../src/workflows/services.ts";
import { defaultAccountId, defaultAt, repositoryState } from "./facts.ts";
import type { FakePast } from "./fake-history.ts";
import { installationId, openBench, type WorkflowBench } from "./workflow-bench.ts";

const historyKinds: readonly string[] = ["backfill-repository", "reconcile-account", "reconcile-repository"];

export interface HistoryBench extends WorkflowBench {
  /** The kinds of the other jobs that were queued, in order. */
  readonly others: string[];
  /** Which repository each run of a history job was of. */
  readonly turns: number[];
  readonly now: () => number;
  /** Adds a repository under the App since now. */
  add(repositoryId: number, past: FakePast): Promise<void>;
  /** Works on history jobs until none is queued. `services` in the place of the bench's; a failure is retried. */
  work(options?: { readonly services?: ServerServices; readonly mostRuns?: number }): Promise<void>;
}

export async function openHistoryBench(): Promise<HistoryBench> {
  const bench = await openBench();
  await bench.store.repositories.setActive(defaultAccountId, 2001, false, defaultAt);
  const others: string[] = [];
  const turns: number[] = [];
  const { now } = bench.services;
  return {
    ...bench,
    others,
    turns,
    now,
    async add(repositoryId, past) {
      const state = repositoryState({ repositoryId, name: `r${repositoryId}` });
      bench.github.history.pasts.set(repositoryId, past);
      bench.github.repositories.set(repositoryId, { owner: state.ownerLogin, name: state.name });
      await bench.store.repositories.observe(state, { observedAt: now(), installationId });
      await bench.store.repositories.setActive(defaultAccountId, repositoryId, true, now());
      await bench.store.repositories.setCoveredFrom(defaultAccountId, repositoryId, now());
    },
    async work({ services = bench.services, mostRuns = 10_000 } = {}) {
      for (let run = 0; run < mostRuns; run++) {
        const [leased] = await bench.store.jobs.lease({ limit: 1, leaseMillis: 1000 });
        if (leased === undefined) {
          const waiting = (await bench.store.jobs.list({ state: "waiting", limit: 100 })).filter(({ kind }) =>
            historyKinds.includes(kind),
          );
          if (waiting.length === 0) return;
          bench.setNow(Math.max(now() + 1, Math.min(...waiting.map(({ dueAt }) => dueAt))));
          continue;
        }
        const job = parseJob(leased.payload);
        if (job === null || !historyKinds.includes(leased.kind)) {
          others.push(leased.kind);
          await bench.store.jobs.complete(leased.key, leased.fence);
          continue;
        }
        if (job.repositoryId !== null) turns.push(job.repositoryId);
        try {
          await runJob(services, job);
          await bench.store.jobs.complete(leased.key, leased.fence);
        } catch (error) {
          const { reason } = judgeJobFailure(error);
          const failure = { reason, retryAt: now() + 1000, countsAsTry: true };
          await bench.store.jobs.fail(leased.key, leased.fence, failure);
        }
      }
      throw new Error("The reading of the past does not end.");
    },
  };
}

/** Everything that the ledger has of a repository, but when readings were made. */
export async function ledgerOf(store: ServerStore, repositoryId: number): Promise<Fact[]> {
  const facts = await store.facts.list({ accountId: defaultAccountId, repositoryId });
  return facts.filter(({ kind }) => kind !== "history-read");
}
