import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { deliver, openRaw, sign } from "../support/http.ts";
import { runCommand, serverVariables, startServer, temporaryFolder } from "../support/server-process.ts";
import { spawnSetup } from "./spawn-setup.ts";

const { APP_ID, PRIVATE_KEY, WEBHOOK_SECRET, ...withoutCredentials } = serverVariables as Record<
  "APP_ID" | "PRIVATE_KEY" | "WEBHOOK_SECRET" | "PORT",
  string
>;

it("fault 11: refuses to start in production without credentials, saying what is missing", async () => {
  const folder = temporaryFolder();
  const result = await runCommand(["start"], { ...withoutCredentials, NODE_ENV: "production" }, folder);
  expect(result).toMatchInlineSnapshot(`
    {
      "code": 1,
      "stderr": "firstpass: APP_ID is missing: set it to the id of the GitHub App.
    PRIVATE_KEY is missing: set it, or PRIVATE_KEY_PATH, to the GitHub App's private key.
    WEBHOOK_SECRET is missing: set it to the GitHub App's webhook secret.
    ",
      "stdout": "",
    }
  `);
  expect(existsSync(join(folder, "data"))).toBe(false);
});

it("fault 11: refuses the secret that Probot falls back to", async () => {
  const { code, stderr } = await runCommand(["start"], {
    APP_ID,
    PRIVATE_KEY,
    WEBHOOK_SECRET: "development",
    NODE_ENV: "production",
  });
  expect([code, stderr]).toEqual([1, expect.stringContaining("WEBHOOK_SECRET is `development`")]);
});

it("fault 11: shows the setup page outside production, on loopback whatever HOST says", async () => {
  const { url, listensOn } = await spawnSetup({ HOST: "0.0.0.0" });
  const page = await fetch(url);
  expect(page.status).toBe(200);
  const manifest: unknown = JSON.parse(
    /name="manifest"[^>]* value='([^']+)'/.exec(await page.text())?.[1] ?? "",
  );
  expect(manifest).toMatchObject({
    public: false,
    default_events: expect.arrayContaining(["secret_scanning_alert"]),
  });
  expect(listensOn()).toEqual(["127.0.0.1"]);
});

it("says what to do when there are neither credentials nor an app.yml", async () => {
  const { code, stderr } = await runCommand(["start"], withoutCredentials);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining("Start in Firstpass's own folder, or set APP_ID"),
  ]);
});

it("fault 49: a second server on one SQLite file says so and ends", async () => {
  const DATABASE_URL = `sqlite:${join(temporaryFolder(), "one.db")}`;
  await startServer({ DATABASE_URL });
  const { code, stderr, stdout } = await runCommand(["start"], { ...serverVariables, DATABASE_URL });
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^firstpass: Another Firstpass is running on /);
});

it("says so when its port is taken", async () => {
  const first = await startServer({});
  const { code, stderr } = await runCommand(["start"], { ...serverVariables, PORT: new URL(first.url).port });
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^firstpass: .*PORT/)]);
});

it.each(["SIGTERM", "SIGINT"] as const)(
  "fault 50: on %s answers the request in hand, takes no other, and ends with 0",
  async (signal) => {
    const server = await startServer({});
    expect((await deliver(server.url, { id: "d-1" })).status).toBe(202);
    const exchange = openRaw(server.url, [
      "POST /api/github/webhooks HTTP/1.1",
      "host: test",
      "content-type: application/json",
      "x-github-delivery: d-2",
      "x-github-event: ping",
      `x-hub-signature-256: ${sign("{}")}`,
      "content-length: 2",
    ]);
    await exchange.write("{");
    await expect.poll(async () => (await fetch(`${server.url}/metrics`)).text()).toMatch(/in_flight [1-9]/);
    const started = performance.now();
    server.signal(signal);
    await expect.poll(() => fetch(`${server.url}/healthz`).catch(() => null)).toBeNull();
    await exchange.write("}");
    expect(await exchange.status).toBe(202);
    exchange.close();
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - started).toBeLessThan(10_000);
  },
);

/** A server with a request in hand whose body never ends. */
async function startWithEndlessSender() {
  const server = await startServer({});
  const exchange = openRaw(server.url, [
    "POST /api/github/webhooks HTTP/1.1",
    "host: test",
    "content-type: application/json",
    "x-github-delivery: d-1",
    "x-github-event: ping",
    `x-hub-signature-256: sha256=${"0".repeat(64)}`,
    "content-length: 100",
  ]);
  await exchange.write("{");
  await expect.poll(async () => (await fetch(`${server.url}/metrics`)).text()).toMatch(/in_flight [1-9]/);
  return { server, signalledAt: performance.now() };
}

it("fault 50: ends within ten seconds even when a sender never finishes", async () => {
  const { server, signalledAt } = await startWithEndlessSender();
  server.signal("SIGTERM");
  expect(await server.ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - signalledAt).toBeLessThan(10_000);
});

it("fault 50: a second signal ends at once, and with 1", async () => {
  const { server, signalledAt } = await startWithEndlessSender();
  server.signal("SIGTERM");
  await expect.poll(() => server.log()).toContain('"stopping"');
  server.signal("SIGTERM");
  expect(await server.ended).toEqual({ code: 1, signal: null });
  expect(performance.now() - signalledAt).toBeLessThan(7000);
});

it("fault 40: logs no payload and no secret, at the most talkative level", async () => {
  const server = await startServer({ LOG_LEVEL: "trace" });
  const body = JSON.stringify({ action: "created", alert: { secret: "ghp_literal" }, note: "payload-text" });
  await deliver(server.url, { id: "d-1", event: "secret_scanning_alert", body });
  await deliver(server.url, { id: "d-2", event: "push", body: `{"note":"payload-text"` });
  await deliver(server.url, { id: "d-3", event: "push", body });
  await expect
    .poll(async () => (await fetch(`${server.url}/metrics`)).text())
    .toContain('firstpass_deliveries{state="pending"} 0');
  await expect.poll(() => server.log()).toContain("d-3");
  expect(server.log()).not.toMatch(/ghp_literal|payload-text|a secret of the tests|PRIVATE KEY/);
});
