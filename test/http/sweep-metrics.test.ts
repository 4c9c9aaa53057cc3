import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { addSweepMetrics } from "../../src/http/sweep-metrics.ts";
import { noSweep } from "../../src/workflows/sweep/sweep-deliveries.ts";
import { describeOnEachStore } from "../support/stores.ts";

const NOW = Date.parse("2026-11-16T09:00:00Z");

describeOnEachStore("metrics of the sweep", (openTestStore) => {
  it("tell what the store knows, the same on every reading, and no age before the first sweep", async () => {
    const store = await openTestStore({ now: () => NOW });
    const registry = new Registry();
    addSweepMetrics(registry, { store, appId: 12, now: () => NOW });
    expect(await registry.metrics()).not.toMatch(/^firstpass_sweep_age_seconds \d/m);
    await store.sweeps.save(12, { ...noSweep, sweptAt: NOW - 90_000 });
    await store.sweeps.count(12, { asked: 3, recovered: 2, givenUp: 1, missedSpans: 4 });
    await store.sweeps.keepFailed([
      { guid: "g", attemptId: "1", event: "push", installationId: null, failedAt: NOW, statusCode: 0 },
    ]);
    await registry.metrics();
    const text = await registry.metrics();
    for (const line of [
      "firstpass_sweep_age_seconds 90",
      'firstpass_redeliveries{state="waiting"} 1',
      'firstpass_redeliveries{state="given-up"} 0',
      'firstpass_redeliveries_total{outcome="asked"} 3',
      'firstpass_redeliveries_total{outcome="recovered"} 2',
      'firstpass_redeliveries_total{outcome="given-up"} 1',
      "firstpass_missed_spans_total 4",
    ]) {
      expect(text.split("\n")).toContain(line);
    }
  });
});
