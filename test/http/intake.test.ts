import { describe, expect, it } from "vitest";
import { deliver, sign, TEST_SECRET } from "../support/http.ts";
import { startIntake } from "./intake-server.ts";

describe("intake of a delivery", () => {
  it("answers 202 with an empty body once the delivery is stored, and wakes the worker", async () => {
    const { url, deliveries, seen } = await startIntake();
    const response = await deliver(url, { id: "d-1", event: "push", body: '{"a":1}' });
    expect(response.status).toBe(202);
    expect(await response.text()).toBe("");
    expect(deliveries.rows.get("d-1")).toMatchObject({ event: "push", state: "pending" });
    expect(Buffer.from(deliveries.rows.get("d-1")!.body).toString()).toBe('{"a":1}');
    expect(seen).toMatchObject({ woken: 1, answers: [202] });
  });

  it("does not answer before the store has committed", async () => {
    const { url, deliveries } = await startIntake();
    const { promise, resolve } = Promise.withResolvers<void>();
    deliveries.gate = promise;
    let answered = false;
    const response = deliver(url, { id: "d-1" }).then((answer) => {
      answered = true;
      return answer;
    });
    // Another request's whole round trip gives the first one time to answer, were it to answer early.
    await fetch(`${url}/nowhere`);
    expect(answered).toBe(false);
    resolve();
    expect((await response).status).toBe(202);
  });

  it("fault 4: answers 202 to a delivery it has already, and keeps one", async () => {
    const { url, deliveries } = await startIntake();
    await deliver(url, { id: "d-1" });
    expect((await deliver(url, { id: "d-1" })).status).toBe(202);
    expect(deliveries.rows.size).toBe(1);
  });

  it("fault 12: accepts invalid UTF-8 whose signature over the raw bytes is right", async () => {
    const { url, deliveries } = await startIntake();
    const body = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]);
    expect((await deliver(url, { id: "d-1", body })).status).toBe(202);
    expect(new Uint8Array(deliveries.rows.get("d-1")!.body)).toEqual(body);
  });

  it.each(["null", "7", "[]", "", '{"__proto__":{"x":1}}'])(
    "fault 14: keeps the payload %j as it is",
    async (body) => {
      const { url, deliveries } = await startIntake();
      expect((await deliver(url, { id: "d-1", event: "never_heard_of", body })).status).toBe(202);
      expect(Buffer.from(deliveries.rows.get("d-1")!.body).toString()).toBe(body);
    },
  );

  it("answers 503 while the store cannot be written, and 202 when it can again", async () => {
    const { url, deliveries, seen } = await startIntake();
    deliveries.failure = new Error("disk full: /secret/path");
    const refused = await deliver(url, { id: "d-1" });
    expect(refused.status).toBe(503);
    expect(await refused.text()).toBe("");
    expect(seen).toMatchObject({ storeFailures: 1, woken: 0 });
    deliveries.failure = null;
    expect((await deliver(url, { id: "d-1" })).status).toBe(202);
  });

  it("gives the bytes back after every answer", async () => {
    const { url, budget } = await startIntake();
    await deliver(url);
    await deliver(url, { secret: "another" });
    expect(budget.bytesInFlight()).toBe(0);
  });
});

describe("signature", () => {
  it.each<[string, Record<string, string | null>]>([
    ["missing", { "x-hub-signature-256": null }],
    ["of another secret", { "x-hub-signature-256": sign("{}", "another") }],
    ["of another body", { "x-hub-signature-256": sign("{ }") }],
    ["sha1 only", { "x-hub-signature-256": null, "x-hub-signature": `sha1=${"0".repeat(40)}` }],
    ["cut short", { "x-hub-signature-256": sign("{}").slice(0, -2) }],
    ["without its prefix", { "x-hub-signature-256": sign("{}").slice(7) }],
    ["in capitals", { "x-hub-signature-256": sign("{}").toUpperCase() }],
  ])("fault 10: answers 401 and stores nothing when it is %s", async (_, headers) => {
    const { url, deliveries } = await startIntake();
    const response = await deliver(url, { body: "{}", headers });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe("");
    expect(deliveries.rows.size).toBe(0);
  });

  it("fault 10: accepts both secrets while they are rotated, and no third", async () => {
    const { url } = await startIntake({ secrets: ["new secret", TEST_SECRET] });
    expect((await deliver(url, { secret: "new secret" })).status).toBe(202);
    expect((await deliver(url, { secret: TEST_SECRET })).status).toBe(202);
    expect((await deliver(url, { secret: "older" })).status).toBe(401);
  });
});

describe("headers", () => {
  it.each<[number, string, Record<string, string | null>]>([
    [415, "no content type", { "content-type": null }],
    [415, "a form", { "content-type": "application/x-www-form-urlencoded" }],
    [415, "something that only begins like JSON", { "content-type": "application/jsonp" }],
    [415, "a compressed body", { "content-encoding": "gzip" }],
    [400, "no delivery id", { "x-github-delivery": null }],
    [400, "a delivery id with blanks", { "x-github-delivery": "a b" }],
    [400, "an endless delivery id", { "x-github-delivery": "x".repeat(129) }],
    [400, "no event", { "x-github-event": null }],
    [400, "an event that is no name", { "x-github-event": "../push" }],
    [400, "an event that is a property of every object", { "x-github-event": "__proto__" }],
  ])("answers %i to %s", async (status, _, headers) => {
    const { url, deliveries } = await startIntake();
    expect((await deliver(url, { headers })).status).toBe(status);
    expect(deliveries.rows.size).toBe(0);
  });

  it("accepts JSON with a charset", async () => {
    const { url } = await startIntake();
    const headers = { "content-type": "application/json; charset=utf-8" };
    expect((await deliver(url, { headers })).status).toBe(202);
  });

  it.each(["GET", "PUT", "DELETE"])("answers 405 to %s", async (method) => {
    const { url } = await startIntake();
    const response = await fetch(`${url}/api/github/webhooks`, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

describe("secret literals", () => {
  const alert = { action: "created", alert: { number: 1, secret: "ghp_literal", secret_type: "github_pat" } };

  it.each(["secret_scanning_alert", "secret_scanning_alert_location"])(
    "fault 40: takes the secret out of %s before it is stored",
    async (event) => {
      const { url, deliveries } = await startIntake();
      await deliver(url, { id: "d-1", event, body: JSON.stringify(alert) });
      const stored = Buffer.from(deliveries.rows.get("d-1")!.body).toString();
      expect(JSON.parse(stored)).toEqual({
        action: "created",
        alert: { number: 1, secret_type: "github_pat" },
      });
    },
  );

  it("fault 40: finds it behind escapes and at any depth", async () => {
    const { url, deliveries } = await startIntake();
    const body = '{"alert":{"details":[{"s\\u0065cret":"ghp_literal"}]}}';
    await deliver(url, { id: "d-1", event: "secret_scanning_alert", body });
    expect(Buffer.from(deliveries.rows.get("d-1")!.body).toString()).toBe('{"alert":{"details":[{}]}}');
  });

  it("fault 40: keeps nothing of a secret scanning body that cannot be read", async () => {
    const { url, deliveries } = await startIntake();
    await deliver(url, { id: "d-1", event: "secret_scanning_alert", body: '{"secret":"ghp_literal"' });
    expect(deliveries.rows.get("d-1")!.body).toHaveLength(0);
  });

  it("leaves the bytes of every other delivery as they came", async () => {
    const { url, deliveries } = await startIntake();
    const body = '{ "alert": { "number": 1 } }';
    await deliver(url, { id: "d-1", event: "secret_scanning_alert", body });
    await deliver(url, { id: "d-2", event: "push", body: '{ "secret": 1 }' });
    expect(Buffer.from(deliveries.rows.get("d-1")!.body).toString()).toBe(body);
    expect(Buffer.from(deliveries.rows.get("d-2")!.body).toString()).toBe('{ "secret": 1 }');
  });
});
