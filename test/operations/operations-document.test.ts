// docs/operations.md against the code: the metrics it speaks of, and the commands it names.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createMetrics } from "../../src/http/metrics.ts";
import { addSweepMetrics } from "../../src/http/sweep-metrics.ts";
import type { ServerStore } from "../../src/records/store.ts";
import { runCommand } from "../support/server-process.ts";

const text = readFileSync("docs/operations.md", "utf8");

it("names every metric of ours, and none that is not there", async () => {
  const { registry } = createMetrics({ store: {} as unknown as ServerStore, bytesInFlight: () => 0 });
  addSweepMetrics(registry, { store: {} as unknown as ServerStore, appId: 1, now: () => 0 });
  const known = registry.getMetricsAsArray().map(({ name }) => name);
  const alerts = text.slice(text.indexOf("| alert |"));
  const named = new Set(alerts.match(/\b(firstpass|nodejs|process)_[a-z0-9_]+/g));
  for (const name of named) expect(known).toContain(name);
  expect([...named].filter((name) => name.startsWith("firstpass_")).sort()).toEqual(
    known.filter((name) => name.startsWith("firstpass_")).sort(),
  );
});

it("names no command that there is not", async () => {
  const named = new Set(
    [...text.matchAll(/firstpass ((?:doctor|deliveries|jobs|redeliver|erase)(?: (?:list|retry))?)/g)].map(
      ([, name]) => name,
    ),
  );
  expect(named.size).toBeGreaterThan(4);
  for (const name of named) {
    expect(await runCommand([...(name ?? "").split(" "), "--help"]), name).toMatchObject({ code: 0 });
  }
});
