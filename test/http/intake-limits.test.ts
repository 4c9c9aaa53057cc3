import { createHmac, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { deliver, openRaw, TEST_SECRET } from "../support/http.ts";
import { startIntake } from "./intake-server.ts";

const MEBIBYTE = 1024 * 1024;

function rawHead(...headers: string[]): string[] {
  return [
    "POST /api/github/webhooks HTTP/1.1",
    "host: test",
    "content-type: application/json",
    "x-github-delivery: d-1",
    "x-github-event: push",
    `x-hub-signature-256: sha256=${"0".repeat(64)}`,
    ...headers,
  ];
}

function chunkOf(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
}

describe("size", () => {
  it("fault 9: answers 413 to an announced size above the limit before any of it is sent", async () => {
    const { url, seen } = await startIntake();
    const exchange = openRaw(url, rawHead(`content-length: ${25 * MEBIBYTE + 1}`));
    expect(await exchange.status).toBe(413);
    expect(seen.peakBytes).toBe(0);
    exchange.close();
  });

  it("fault 9: does not invite a body that is too large when the sender asks first", async () => {
    const { url } = await startIntake();
    const exchange = openRaw(url, rawHead(`content-length: ${26 * MEBIBYTE}`, "expect: 100-continue"));
    expect(await exchange.status).toBe(413);
    exchange.close();
  });

  it("invites a body of the right size when the sender asks first", async () => {
    const { url } = await startIntake();
    const signature = createHmac("sha256", TEST_SECRET).update("{}").digest("hex");
    const head = rawHead("content-length: 2", "expect: 100-continue").map((line) =>
      line.startsWith("x-hub") ? `x-hub-signature-256: sha256=${signature}` : line,
    );
    const exchange = openRaw(url, head);
    await exchange.write("{}");
    expect(await exchange.status).toBe(202);
    exchange.close();
  });

  it("fault 9: cuts 100 MiB of chunks off at the limit, holding no more than that", async () => {
    const { url, deliveries, budget, seen } = await startIntake();
    const exchange = openRaw(url, rawHead("transfer-encoding: chunked"));
    const chunk = chunkOf(randomBytes(MEBIBYTE));
    for (let sent = 0; sent < 100 && !exchange.ended(); sent += 1) await exchange.write(chunk);
    expect(await exchange.status).toBe(413);
    expect(seen.peakBytes).toBeLessThanOrEqual(25 * MEBIBYTE + 4096);
    expect(budget.bytesInFlight()).toBe(0);
    expect(deliveries.rows.size).toBe(0);
    exchange.close();
  });

  it("takes a body of exactly the limit, and not one byte more", async () => {
    const { url } = await startIntake({ maxBytes: 1000 });
    expect((await deliver(url, { body: "x".repeat(1000) })).status).toBe(202);
    expect((await deliver(url, { body: "x".repeat(1001) })).status).toBe(413);
  });
});

describe("time", () => {
  it("fault 9: answers 408 to a body that does not end in time", async () => {
    const { url, budget } = await startIntake({ deadlineMillis: 50 });
    const exchange = openRaw(url, rawHead("content-length: 100"));
    await exchange.write("{");
    expect(await exchange.status).toBe(408);
    expect(budget.bytesInFlight()).toBe(0);
    exchange.close();
  });

  it("fault 9: is not kept waiting by a byte now and then", async () => {
    const { url } = await startIntake({ deadlineMillis: 50 });
    const exchange = openRaw(url, rawHead("transfer-encoding: chunked"));
    while (!exchange.ended()) {
      await exchange.write("1\r\n \r\n");
      await new Promise((turn) => setImmediate(turn));
    }
    expect(await exchange.status).toBe(408);
    exchange.close();
  });

  it("forgets a sender that goes away in the middle", async () => {
    const { url, budget, seen } = await startIntake();
    const exchange = openRaw(url, rawHead("content-length: 100"));
    await exchange.write("{");
    await expect.poll(() => budget.bytesInFlight()).toBeGreaterThan(4096);
    exchange.close();
    await expect.poll(() => budget.bytesInFlight()).toBe(0);
    expect(seen.answers).toEqual([]);
  });
});

describe("load", () => {
  it("fault 45: answers 503 when the store does not answer, and recognises what was kept all the same", async () => {
    const { url, deliveries, seen } = await startIntake({ storeMillis: 30 });
    const { promise, resolve } = Promise.withResolvers<void>();
    deliveries.gate = promise;
    expect((await deliver(url, { id: "d-1" })).status).toBe(503);
    expect(seen.storeFailures).toBe(1);
    resolve();
    expect((await deliver(url, { id: "d-1" })).status).toBe(202);
    expect(deliveries.rows.size).toBe(1);
  });

  it("fault 17: answers 503 to what does not fit beside the deliveries in hand, and takes it afterwards", async () => {
    const { url, deliveries, seen } = await startIntake({ capacityBytes: 20_000 });
    const { promise, resolve } = Promise.withResolvers<void>();
    deliveries.gate = promise;
    const first = deliver(url, { id: "d-1", body: "x".repeat(10_000) });
    await expect.poll(() => seen.peakBytes).toBeGreaterThan(10_000);
    expect((await deliver(url, { id: "d-2", body: "x".repeat(10_000) })).status).toBe(503);
    resolve();
    expect((await first).status).toBe(202);
    expect((await deliver(url, { id: "d-2", body: "x".repeat(10_000) })).status).toBe(202);
  });

  it("fault 17: an announced size takes no room, only bytes that came do", async () => {
    const { url, seen } = await startIntake({ capacityBytes: 20_000, maxBytes: 30_000 });
    const exchange = openRaw(url, rawHead("content-length: 15000"));
    await expect.poll(() => seen.peakBytes).toBeGreaterThan(0);
    expect((await deliver(url, { body: "x".repeat(10_000) })).status).toBe(202);
    exchange.close();
  });
});
