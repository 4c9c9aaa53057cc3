// A store, a GitHub in memory and a clock that stands still, with one installed repository: what a workflow's test needs.
import { pino } from "pino";
import { onTestFinished } from "vitest";
import type { Fact } from "../../src/core/facts/fact.ts";
import type { RepositoryState } from "../../src/core/facts/repository.ts";
import type { Job } from "../../src/core/work/job.ts";
import type { Installation, ServerStore } from "../../src/records/store.ts";
import { openStore } from "../../src/store/database.ts";
import { runJob } from "../../src/workflows/run-job.ts";
import type { ServerServices } from "../../src/workflows/services.ts";
import { defaultAccountId, defaultAt, defaultRepositoryId, repositoryState } from "./facts.ts";
import { FakeGitHub } from "./fake-gateway.ts";

export const installationId = 77;

export interface WorkflowBench {
  readonly store: ServerStore;
  readonly github: FakeGitHub;
  readonly services: ServerServices;
  /** Moves the clock, milliseconds UTC. */
  setNow(at: number): void;
  know(...facts: Fact[]): Promise<void>;
  configure(text: string | null): Promise<void>;
  install(given?: Partial<Installation>): Promise<void>;
  run(job: Partial<Job> & Pick<Job, "kind"> & Record<string, unknown>): ReturnType<typeof runJob>;
}

export async function openBench(state: Partial<RepositoryState> = {}): Promise<WorkflowBench> {
  let now = defaultAt;
  const store = await openStore("sqlite::memory:", { now: () => now });
  onTestFinished(() => store.close());
  const github = new FakeGitHub();
  const services = { store, github: github.gateway, log: pino({ enabled: false }), now: () => now };
  const bench: WorkflowBench = {
    store,
    github,
    services,
    setNow(at) {
      now = at;
    },
    async know(...facts) {
      await store.facts.append(facts, "test");
    },
    async configure(text) {
      await store.configurations.save({
        accountId: defaultAccountId,
        repositoryId: defaultRepositoryId,
        kind: "configuration",
        path: ".github/firstpass.yml",
        text,
        commitSha: null,
        readAt: now,
        problem: null,
      });
    },
    async install(given = {}) {
      await store.installations.save({
        installationId,
        accountId: defaultAccountId,
        accountLogin: "acme",
        accountType: "Organization",
        suspended: false,
        deleted: false,
        permissions: null,
        updatedAt: now,
        ...given,
      });
    },
    run(job) {
      const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };
      return runJob(services, { force: false, ...place, ...job } as Job);
    },
  };
  await bench.install();
  await store.repositories.observe(repositoryState(state), { observedAt: now, installationId });
  await store.repositories.setCoveredFrom(defaultAccountId, defaultRepositoryId, Date.UTC(2026, 0, 1));
  return bench;
}
