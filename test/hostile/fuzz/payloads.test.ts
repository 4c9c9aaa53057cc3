// Deliveries that nobody at GitHub would send, rightly signed: each is kept and counted, none ends the server or another delivery.

import { generateKeyPairSync } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { createFirstpass } from "../../../src/app.ts";
import { readEnvironment } from "../../../src/environment.ts";
import { normalizeDelivery, readEvents } from "../../../src/ingest/normalize.ts";
import { describeError } from "../../../src/log.ts";
import { FakeGitHub } from "../../support/fake-gateway.ts";
import { deliver, TEST_SECRET } from "../../support/http.ts";
import { madePayloads, publishedExamples, pushPayload } from "../../support/payloads.ts";
import { temporarySqlite } from "../hostile-stage.ts";
import { forEachSeed, mutateBytes, mutateValue, PLANTED, runs, withinTime } from "./mutate.ts";

const examples = [...madePayloads(), ...publishedExamples()].filter(({ event }) =>
  readEvents.includes(event),
);

async function startFirstpass() {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const databaseUrl = await temporarySqlite();
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
    DATABASE_URL: databaseUrl,
  });
  const github = new FakeGitHub();
  const app = await createFirstpass(environment, { github: github.gateway, log });
  const { url } = await app.start();
  onTestFinished(() => app.stop());
  return { app, url, lines, github, folder: dirname(databaseUrl.slice("sqlite:".length)) };
}

test("fault 14: mutated payloads give facts, or say why not, in time", async () => {
  await forEachSeed(6_000, (chance) => {
    const { event, payload } = chance.pick(examples);
    const mutated = mutateValue(payload, chance);
    const normalized = withinTime(() => normalizeDelivery(event, mutated));
    expect(["facts", "ignored", "unusable"]).toContain(normalized.outcome);
    if (normalized.outcome === "facts") JSON.stringify(normalized.facts);
    else {
      expect(normalized.reason.length).toBeLessThan(400);
      expect(normalized.reason).not.toContain(PLANTED);
    }
  });
  expect(({} as Record<string, unknown>).action).toBeUndefined();
}, 240_000);

test("fault 12, 13, 14, 40: mutated bytes with right signatures are kept and counted; no token of theirs is anywhere", async () => {
  const { app, url, lines, github, folder } = await startFirstpass();
  let sent = 0;
  await forEachSeed(900, async (chance, seed) => {
    const { event, payload } = chance.pick(examples);
    const body = mutateBytes(payload, chance);
    const { status } = await deliver(url, { id: `fuzz-${seed}`, event, body });
    expect(status).toBe(202);
    sent += 1;
  });
  await app.drain();
  const { counts } = await app.store.deliveries.statistics();
  expect(counts).toMatchObject({ pending: 0, dead: 0 });
  expect(counts.done + counts.ignored + counts.unusable).toBe(sent);
  expect(counts.done).toBeGreaterThan(sent / 10);
  expect(counts.unusable).toBeGreaterThan(sent / 10);
  expect((await deliver(url, { event: "push", body: JSON.stringify(pushPayload()) })).status).toBe(202);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const bodies: string[] = [];
  for (const { id } of await app.store.deliveries.list({ limit: 10_000 }))
    bodies.push(Buffer.from((await app.store.deliveries.find(id))?.body ?? []).toString("latin1"));
  expect(bodies.length).toBeGreaterThan(sent);
  const files = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, "latin1"));
  expect(files.length).toBeGreaterThan(0);
  for (const text of [
    metrics,
    lines.join(""),
    JSON.stringify([github.checkRuns, github.requests]),
    ...bodies,
    ...files,
  ])
    expect(text.includes(PLANTED)).toBe(false);
}, 240_000);

test("fault 10: headers that nobody sends are refused, and nothing of them is kept", async () => {
  const { app, url } = await startFirstpass();
  const odd = [
    "",
    " ",
    "a b",
    "../push",
    "__proto__",
    "PUSH",
    "push,push",
    "é",
    "x".repeat(5_000),
    "push\t",
    "0",
    "null",
    PLANTED.repeat(4),
  ];
  const names = [
    "x-github-event",
    "x-github-delivery",
    "x-hub-signature-256",
    "content-type",
    "content-encoding",
  ];
  let refused = 0;
  await forEachSeed(300, async (chance, seed) => {
    const name = chance.pick(names);
    const value = chance.below(4) === 0 ? null : chance.pick(odd);
    const response = await deliver(url, {
      id: `head-${seed}`,
      event: "push",
      headers: { [name]: value },
    }).catch(() => null);
    if (response === null) return;
    expect([202, 400, 401, 415, 431]).toContain(response.status);
    expect(await response.text()).not.toContain(PLANTED);
    if (response.status !== 202) refused += 1;
  });
  expect(refused).toBeGreaterThan(runs(300) / 2);
  await app.drain();
  expect((await app.store.deliveries.statistics()).counts).toMatchObject({ pending: 0, dead: 0 });
  expect((await fetch(`${url}/healthz`)).status).toBeLessThan(500);
}, 120_000);
