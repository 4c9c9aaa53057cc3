// What became of deliveries that GitHub could not bring, from the store: the same in every replica.
import { Counter, Gauge, type Registry } from "prom-client";
import type { ServerStore } from "../records/store.ts";

/** Adds the metrics of the sweep of an App's delivery log. @param now milliseconds UTC. */
export function addSweepMetrics(
  registry: Registry,
  {
    store,
    appId,
    now,
  }: { readonly store: Pick<ServerStore, "sweeps">; readonly appId: number; readonly now: () => number },
): void {
  const registers = [registry];
  new Gauge({
    name: "firstpass_sweep_age_seconds",
    help: "Since GitHub's delivery log was last read to where it had been read before; absent while it never was",
    registers,
    async collect() {
      this.reset();
      const sweptAt = (await store.sweeps.find(appId))?.sweptAt ?? null;
      if (sweptAt === null) this.remove();
      else this.set((now() - sweptAt) / 1000);
    },
  });
  new Gauge({
    name: "firstpass_redeliveries",
    help: "Deliveries that GitHub could not bring, and that are asked for again or were given up",
    labelNames: ["state"] as const,
    registers,
    async collect() {
      this.reset();
      for (const [state, count] of Object.entries(await store.sweeps.countByState()))
        this.set({ state }, count);
    },
  });
  new Counter({
    name: "firstpass_redeliveries_total",
    help: "Redeliveries asked for, recovered and given up, since the store was made",
    labelNames: ["outcome"] as const,
    registers,
    async collect() {
      const { asked = 0, recovered = 0, givenUp = 0 } = (await store.sweeps.find(appId)) ?? {};
      this.reset();
      this.inc({ outcome: "asked" }, asked);
      this.inc({ outcome: "recovered" }, recovered);
      this.inc({ outcome: "given-up" }, givenUp);
    },
  });
  new Counter({
    name: "firstpass_missed_spans_total",
    help: "Times in which deliveries were lost for good and GitHub was read instead, counted for each account",
    registers,
    async collect() {
      this.reset();
      this.inc((await store.sweeps.find(appId))?.missedSpans ?? 0);
    },
  });
}
