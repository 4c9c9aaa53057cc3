// How far the past of the repositories is read, and what had been missed, from the store: the same in every replica.
import { Counter, Gauge, type Registry } from "prom-client";
import type { ServerStore } from "../records/store.ts";

export function addHistoryMetrics(registry: Registry, store: Pick<ServerStore, "histories">): void {
  const registers = [registry];
  new Gauge({
    name: "firstpass_history_repositories",
    help: "Repositories by the state of the reading of their past",
    labelNames: ["state"] as const,
    registers,
    async collect() {
      this.reset();
      const { states } = await store.histories.summarise();
      for (const [state, count] of Object.entries(states)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: "firstpass_drift_facts",
    help: "Facts that had been missed, by the last reconciliation of each repository; it should be 0",
    registers,
    async collect() {
      this.set((await store.histories.summarise()).missed);
    },
  });
  new Counter({
    name: "firstpass_drift_facts_total",
    help: "What had been missed and was made good, since the store was made; `repository`: what a repository is",
    labelNames: ["kind"] as const,
    registers,
    async collect() {
      this.reset();
      const { totalDrift } = await store.histories.summarise();
      for (const [kind, count] of Object.entries(totalDrift)) this.inc({ kind }, count);
    },
  });
}
