import { request } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { answerHealth, createReadinessHandler } from "../../src/http/health.ts";
import { isLoopbackPeer } from "../../src/http/loopback.ts";
import { createMetrics, createMetricsHandler } from "../../src/http/metrics.ts";
import { startHttpServer } from "../../src/http/server.ts";
import type { ServerStore } from "../../src/records/store.ts";
import { memoryDeliveries } from "../support/memory-deliveries.ts";

async function startOperations(
  options: { token?: string; now?: () => number; storeMillis?: number; silent?: boolean } = {},
) {
  const { storeMillis = 5000, silent = false } = options;
  const silence = new Promise<never>(() => {});
  const now = options.now ?? Date.now;
  const deliveries = memoryDeliveries(now);
  const state = { pingFails: false, pings: 0 };
  const store = {
    deliveries,
    jobs: {
      statistics: async () => (silent ? silence : { waiting: 3, dead: 1, oldestDueMillis: 5000 }),
      countByKind: async () => [
        { kind: "evaluate-head", state: "waiting", count: 3 },
        { kind: "publish-weekly", state: "dead", count: 1 },
      ],
    },
    ping: async () => {
      state.pings += 1;
      if (state.pingFails) throw new Error("no");
      if (silent) await silence;
    },
  } as unknown as ServerStore;
  const metrics = createMetrics({ store, bytesInFlight: () => 42 });
  const readiness = createReadinessHandler({ store, now, maxLagMillis: 60_000, storeMillis });
  const server = await startHttpServer({
    host: "127.0.0.1",
    port: 0,
    routes: {
      intake: () => Promise.reject(new Error("broken")),
      health: async (_, response) => answerHealth(response),
      readiness: (_, response) => readiness(response),
      metrics: createMetricsHandler(metrics, options.token ?? null, storeMillis),
    },
    onError: () => {},
  });
  onTestFinished(() => server.close(0));
  return { url: server.url, deliveries, state, metrics };
}

describe("health", () => {
  it("says that the process is alive even when the store is away", async () => {
    const { url, state } = await startOperations();
    state.pingFails = true;
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it("is ready when the store can be written and nothing waits for long", async () => {
    const { url } = await startOperations();
    const response = await fetch(`${url}/readyz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      ready: true,
      store: "writable",
      lagMillis: null,
      maxLagMillis: 60_000,
    });
  });

  it("fault 45: is not ready while the store is away, and ready again after it", async () => {
    let now = 1_000_000;
    const { url, state } = await startOperations({ now: () => now });
    state.pingFails = true;
    const response = await fetch(`${url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ ready: false, store: "unavailable", lagMillis: null });
    state.pingFails = false;
    now += 1000;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it("fault 45: is not ready, and has no metrics, while the store does not answer", async () => {
    const { url } = await startOperations({ silent: true, storeMillis: 20 });
    const response = await fetch(`${url}/readyz`);
    expect([response.status, await response.json()]).toEqual([
      503,
      { ready: false, store: "unavailable", lagMillis: null, maxLagMillis: 60_000 },
    ]);
    expect((await fetch(`${url}/metrics`)).status).toBe(503);
  });

  it("is not ready when a delivery has waited longer than the bound", async () => {
    let now = 1_000_000;
    const { url, deliveries } = await startOperations({ now: () => now });
    await deliveries.add([{ id: "d-1", event: "push", body: new Uint8Array() }]);
    now += 60_001;
    const response = await fetch(`${url}/readyz`);
    expect([response.status, await response.json()]).toEqual([
      503,
      { ready: false, store: "writable", lagMillis: 60_001, maxLagMillis: 60_000 },
    ]);
  });

  it("asks the store once for all who ask within a second", async () => {
    const { url, state } = await startOperations({ now: () => 1_000_000 });
    await Promise.all([1, 2, 3].map(() => fetch(`${url}/readyz`)));
    expect(state.pings).toBe(1);
  });
});

describe("metrics", () => {
  it("tells this machine what the store and the intake hold", async () => {
    const { url, deliveries, metrics } = await startOperations({ now: () => 1_000_000 });
    await deliveries.add([{ id: "d-1", event: "push", body: new Uint8Array() }]);
    metrics.intakeAnswers.inc({ status: 202 });
    const lines = (await (await fetch(`${url}/metrics`)).text()).split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        'firstpass_deliveries{state="pending"} 1',
        "firstpass_delivery_oldest_pending_seconds 0",
        "firstpass_intake_bytes_in_flight 42",
        'firstpass_intake_answers_total{status="202"} 1',
        'firstpass_jobs{state="dead"} 1',
        "firstpass_job_oldest_due_seconds 5",
        'firstpass_jobs_by_kind{kind="evaluate-head",state="waiting"} 3',
        'firstpass_jobs_by_kind{kind="publish-weekly",state="dead"} 1',
      ]),
    );
  });

  it("answers 503 rather than old numbers when the store cannot be asked", async () => {
    const { url, deliveries } = await startOperations();
    deliveries.failure = new Error("no");
    expect((await fetch(`${url}/metrics`)).status).toBe(503);
  });

  it("fault 42: refuses who comes through a proxy on this machine", async () => {
    const { url } = await startOperations();
    for (const header of ["x-forwarded-for", "forwarded", "via", "x-real-ip", "x-forwarded-host"]) {
      expect((await fetch(`${url}/metrics`, { headers: { [header]: "127.0.0.1" } })).status).toBe(403);
    }
  });

  it("fault 42: wants the token from everybody once there is one", async () => {
    const { url } = await startOperations({ token: "0123456789abcdef" });
    const statusWith = async (authorization?: string) =>
      (await fetch(`${url}/metrics`, authorization ? { headers: { authorization } } : {})).status;
    expect(await statusWith()).toBe(401);
    expect(await statusWith("Bearer 0123456789abcdeF")).toBe(401);
    expect(await statusWith("Basic 0123456789abcdef")).toBe(401);
    expect(await statusWith("Bearer 0123456789abcdef")).toBe(200);
  });

  it.each<[string | undefined, boolean]>([
    ["127.0.0.1", true],
    ["127.8.9.10", true],
    ["::1", true],
    ["::ffff:127.0.0.1", true],
    ["10.0.0.1", false],
    ["::ffff:10.0.0.1", false],
    ["128.0.0.1", false],
    [undefined, false],
  ])("fault 42: takes a caller from %s for this machine: %s", (remoteAddress, expected) => {
    const caller = { headers: {}, socket: { remoteAddress } } as unknown as Parameters<
      typeof isLoopbackPeer
    >[0];
    expect(isLoopbackPeer(caller)).toBe(expected);
  });
});

describe("server", () => {
  it("answers 404 to other paths, 405 to other methods, and 500 without a word when a handler breaks", async () => {
    const { url } = await startOperations();
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/constructor`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`, { method: "POST" })).status).toBe(405);
    const broken = await fetch(`${url}/api/github/webhooks`, { method: "POST" });
    expect([broken.status, await broken.text()]).toEqual([500, ""]);
  });

  it("fault 50: finishes the request in hand and takes no other when it closes", async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const answer = async () => {};
    const server = await startHttpServer({
      host: "127.0.0.1",
      port: 0,
      routes: {
        intake: async (_, response) => {
          arrive();
          await held;
          response.writeHead(202).end();
        },
        health: answer,
        readiness: answer,
        metrics: answer,
      },
      onError: () => {},
    });
    const status = new Promise((resolve, reject) =>
      request(`${server.url}/api/github/webhooks`, { method: "POST" }, (response) =>
        resolve(response.statusCode),
      )
        .on("error", reject)
        .end(),
    );
    await arrived;
    const closing = performance.now();
    const closed = server.close(5000);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    release();
    expect(await status).toBe(202);
    await closed;
    expect(performance.now() - closing).toBeLessThan(4000);
  });
});
