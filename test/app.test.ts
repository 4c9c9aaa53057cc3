import { generateKeyPairSync } from "node:crypto";
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import { createFirstpass } from "../src/app.ts";
import { EnvironmentError, readEnvironment } from "../src/environment.ts";
import { describeError } from "../src/log.ts";
import { FakeGitHub } from "./support/fake-gateway.ts";
import { deliver, TEST_SECRET } from "./support/http.ts";
import { madePayloads, publishedExamples, pushPayload } from "./support/payloads.ts";
import { describeOnEachDatabase } from "./support/stores.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

it("is not made without credentials", async () => {
  await expect(createFirstpass(readEnvironment({ DATABASE_URL: "sqlite::memory:" }))).rejects.toThrow(
    EnvironmentError,
  );
});

describeOnEachDatabase("Firstpass", (createDatabase) => {
  async function startFirstpass() {
    const { url: DATABASE_URL } = await createDatabase();
    const lines: string[] = [];
    const log = pino(
      { level: "trace", serializers: { err: describeError } },
      { write: (line) => void lines.push(line) },
    );
    const environment = readEnvironment({
      APP_ID: "12",
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: TEST_SECRET,
      PORT: "0",
      DATABASE_URL,
    });
    const app = await createFirstpass(environment, { github: new FakeGitHub().gateway, log });
    const { url } = await app.start();
    onTestFinished(() => app.stop());
    const outcomes = async () => (await app.store.deliveries.statistics()).counts;
    return { app, url, lines, outcomes };
  }

  it("works on a delivery as soon as it is stored, and answers for it in the metrics", async () => {
    const { app, url, outcomes } = await startFirstpass();
    await deliver(url, { id: "d-1", event: "push", body: JSON.stringify(pushPayload()) });
    await expect.poll(outcomes).toMatchObject({ done: 1, pending: 0 });
    expect(
      (await app.store.facts.list({ accountId: 1001, repositoryId: 2001, kinds: ["push"] })).length,
    ).toBe(1);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain(
      'deliveries_worked_total{outcome="done"} 1',
    );
  });

  it("fault 14: keeps, counts and ends whatever is signed, and none of it fails", async () => {
    const { app, url, outcomes } = await startFirstpass();
    const bodies = ["null", "7", '"text"', "[]", "{}", "", '{"action":7}', '{"action":{"toString":1}}'];
    bodies.push(
      '{"__proto__":{"action":"opened"}}',
      '{"action":"opened","installation":{"id":"x"}}',
      "not JSON",
    );
    const events = ["pull_request", "push", "constructor", "never_heard_of"];
    for (const event of events) {
      for (const [n, body] of bodies.entries()) {
        expect((await deliver(url, { id: `${event}-${n}`, event, body })).status).toBe(202);
      }
    }
    await app.drain();
    const { ignored, unusable, ...others } = await outcomes();
    expect(ignored + unusable).toBe(events.length * bodies.length);
    expect(others).toEqual({ pending: 0, done: 0, dead: 0 });
    expect(ignored).toBeGreaterThan(0);
    expect(unusable).toBeGreaterThan(events.length);
  });

  it("takes every published example from the wire to its end, logging none of it", async () => {
    const { app, url, lines, outcomes } = await startFirstpass();
    const examples = [
      ...madePayloads(),
      ...publishedExamples().filter(({ source }) => source === "api.github.com"),
    ];
    for (const [n, { event, payload }] of examples.entries()) {
      await deliver(url, { id: `d-${n}`, event, body: JSON.stringify(payload) });
    }
    await app.drain();
    const counts = await outcomes();
    expect(counts).toMatchObject({ pending: 0, dead: 0 });
    expect(counts.done + counts.ignored + counts.unusable).toBe(examples.length);
    expect(counts.done).toBeGreaterThan(50);
    expect(lines.join("")).not.toMatch(/avatar_url|gravatar_id|html_url/);
  }, 60_000);
});
