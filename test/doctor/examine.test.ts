// The doctor against the local GitHub and a real store: one thing is broken at a time, and must be the one that is told.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { startLocalApp } from "../../src/demo/stage.ts";
import { judgeRoom } from "../../src/doctor/check-disk.ts";
import { examine } from "../../src/doctor/examine.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import { wantedPermissions } from "../../src/doctor/wanted.ts";
import type { LocalGitHub } from "../../src/local-github/start.ts";
import type { Installation } from "../../src/local-github/state.ts";
import type { ServerStore } from "../../src/records/store.ts";
import { openStore } from "../../src/store/database.ts";
import { runCommand, temporaryFolder } from "../support/server-process.ts";

const MINUTE = 60_000;
const base = Object.fromEntries(
  wantedPermissions
    .filter(({ tier }) => tier === "base")
    .map(({ permission, access }) => [permission, access]),
);

let github: LocalGitHub;
let variables: Record<string, string>;
let installation: Installation;

beforeEach(async () => {
  const url = `sqlite:${join(temporaryFolder(), "doctor.db")}`;
  await (await openStore(url)).close();
  const started = await startLocalApp(url, { limits: { requestsPerHour: 40 } });
  github = started.github;
  variables = started.variables;
  installation = {
    id: 9,
    account: { id: 77, login: "acme", type: "Organization" },
    permissions: base,
    suspended: false,
    repositoryIds: null,
  };
  github.state.installations.set(9, installation);
  onTestFinished(() => github.stop());
});

const statesOf = (findings: readonly Finding[]) =>
  Object.fromEntries(findings.map(({ check, state }) => [check, state]));
const find = (findings: readonly Finding[], check: string) =>
  findings.find((finding) => finding.check === check);
const faults = (findings: readonly Finding[]) =>
  findings.filter(({ state }) => state !== "ok").map(({ check, state }) => `${check}: ${state}`);

/** What an installation without any delivery yet says, besides. */
const quiet = "deliveries at GitHub: warning";

async function withStore(work: (store: ServerStore) => Promise<unknown>): Promise<void> {
  const store = await openStore(variables.DATABASE_URL ?? "");
  await work(store);
  await store.close();
}

describe("doctor", () => {
  it("finds everything well, looks at each thing, and asks only what it may", async () => {
    const findings = await examine(variables);
    expect(faults(findings)).toEqual([quiet]);
    expect(Object.keys(statesOf(findings))).toEqual([
      "credentials",
      "webhook secret",
      "GitHub reachable",
      "clock",
      "App",
      "permissions asked for",
      "events subscribed",
      "webhook",
      "deliveries at GitHub",
      "installations",
      "permissions granted",
      "optional permissions",
      "rate limit",
      "store",
      "disk",
      "store's clock",
      "lag of deliveries",
      "sweep of deliveries",
      "dead deliveries",
      "lag of jobs",
      "dead jobs",
      "waits that GitHub asked for",
    ]);
    expect(github.requests.filter(({ method }) => method !== "GET").map(({ path }) => path)).toEqual([
      "/app/installations/9/access_tokens",
    ]);
    expect(find(findings, "rate limit")?.says).toBe("Left this hour: acme 40 of 40.");
  });

  it("says what to do in every finding that is a warning or failed", async () => {
    github.state.registration.events = [];
    installation.permissions = {};
    for (const { state, todo } of await examine(variables)) {
      if (state === "warning" || state === "failed") expect(todo).toMatch(/\w.*\.$|`$/);
      if (state === "ok") expect(todo).toBeNull();
    }
  });

  it("says without credentials that it has none, and checks the rest", async () => {
    const { APP_ID: _, PRIVATE_KEY: __, WEBHOOK_SECRET: ___, ...rest } = variables;
    const findings = await examine(rest);
    expect(faults(findings)).toEqual([
      "credentials: cannot-tell",
      "App, permissions, events, rate limits: cannot-tell",
    ]);
    expect(find(findings, "clock")?.state).toBe("ok");
    expect(find(findings, "lag of deliveries")?.state).toBe("ok");
  });

  it.each([
    ["APP_ID", "no number", /APP_ID must be the app's id/],
    [
      "PRIVATE_KEY",
      "-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----",
      /not an RSA private key/,
    ],
    ["WEBHOOK_SECRET", "", /WEBHOOK_SECRET is missing/],
  ])("fails for a wrong %s, and checks the rest", async (name, value, said) => {
    const findings = await examine({ ...variables, [name]: value });
    expect(find(findings, "environment")).toMatchObject({
      state: "failed",
      says: expect.stringMatching(said),
    });
    expect(find(findings, "store")?.state).toBe("ok");
    expect(JSON.stringify(findings)).not.toContain("planted");
  });

  it("checks the store also where nothing else can be read", async () => {
    const findings = await examine({ ...variables, GHE_HOST: "https://wrong/" });
    expect(find(findings, "GitHub reachable")?.state).toBe("cannot-tell");
    expect(find(findings, "store")?.state).toBe("ok");
  });

  it("fails when the key is another App's", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const PRIVATE_KEY = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const app = find(await examine({ ...variables, PRIVATE_KEY }), "App");
    expect(app).toMatchObject({ state: "failed", says: expect.stringContaining("401") });
  });

  it("fails when GitHub is not there, and says how", async () => {
    await github.stop();
    const findings = await examine(variables);
    expect(find(findings, "GitHub reachable")).toMatchObject({
      state: "failed",
      says: expect.stringContaining("ECONNREFUSED"),
    });
    expect(find(findings, "clock")?.state).toBe("cannot-tell");
  });

  it.each([
    [0, "ok", /same/],
    [30_000, "warning", /ahead of GitHub/],
    [-30_000, "warning", /behind GitHub/],
    [10 * MINUTE, "failed", /10 min ahead/],
  ])("holds a clock that is %i ms off GitHub's for %s", async (skew, state, said) => {
    const clock = find(await examine(variables, () => Date.now() + skew), "clock");
    expect(clock).toMatchObject({ state, says: expect.stringMatching(said) });
  });

  it("tells what an installation lacks and what is lost, and that its owner must accept", async () => {
    const { checks: _, vulnerability_alerts: __, ...less } = base;
    github.state.registration.permissions = base as typeof installation.permissions;
    installation.permissions = less as typeof installation.permissions;
    const granted = find(await examine(variables), "permissions granted");
    expect(granted?.state).toBe("failed");
    expect(granted?.says).toMatch(
      /^acme: not granted, and lost: checks: write \(first-pass-rate, .*the check run\)/,
    );
    expect(granted?.says).toContain("vulnerability_alerts: read (remediation-within-sla");
    expect(granted?.todo).toMatch(/^Have the owner accept/);
  });

  it("only warns where an alert permission is missing, and sends to the App's settings where it does not ask", async () => {
    const { security_events: _, ...less } = base;
    installation.permissions = less as typeof installation.permissions;
    const findings = await examine(variables);
    expect(find(findings, "permissions asked for")?.state).toBe("warning");
    expect(find(findings, "permissions granted")).toMatchObject({
      state: "warning",
      todo: expect.stringContaining("Add them to the App in its settings first"),
    });
  });

  it("tells accounts together that lack the same", async () => {
    github.state.installations.set(10, {
      ...installation,
      id: 10,
      account: { ...installation.account, login: "umbra" },
    });
    const findings = await examine(variables);
    expect(findings.filter(({ check }) => check === "permissions granted")).toHaveLength(1);
    expect(find(findings, "permissions granted")?.says).toContain("acme, umbra");
  });

  it("warns of a suspended installation and asks nothing of it", async () => {
    installation.suspended = true;
    expect(faults(await examine(variables))).toContain("installations: warning");
    expect(github.requests.some(({ path }) => path.endsWith("/access_tokens"))).toBe(false);
  });

  it("fails for an event that is not subscribed, and only warns on an Enterprise Server that may lack it", async () => {
    github.state.registration.events = github.state.registration.events.filter(
      (event) => event !== "merge_group",
    );
    expect(find(await examine(variables), "events subscribed")).toMatchObject({
      state: "failed",
      says: expect.stringContaining("merge_group"),
    });
    github.state.enterpriseVersion = "3.19.1";
    expect(find(await examine(variables), "events subscribed")?.state).toBe("warning");
  });

  it.each([
    [{ secret: null }, "failed", /signs nothing/],
    [{ contentType: "form" }, "failed", /JSON alone/],
    [{ url: "https://host/hooks" }, "warning", /does not end in/],
    [{ insecureSsl: "1" }, "warning", /certificate/],
  ] as const)("holds a webhook with %j for %s", async (change, state, said) => {
    Object.assign(github.state.registration.webhook, change);
    expect(find(await examine(variables), "webhook")).toMatchObject({
      state,
      says: expect.stringMatching(said),
    });
  });

  it("warns of little left of the hour, also when nothing is", async () => {
    const { value } = github.credentials.issueToken(installation, {});
    const use = async (times: number) => {
      const headers = { authorization: `token ${value}` };
      for (let time = 0; time < times; time++)
        await fetch(`${github.origin}/api/v3/repositories/1`, { headers });
    };
    await use(36);
    expect(find(await examine(variables), "rate limit")?.state).toBe("ok");
    await use(1);
    expect(find(await examine(variables), "rate limit")).toMatchObject({
      state: "warning",
      says: expect.stringMatching(/^acme: 3 of 40 requests left; all are there again in (59|60) min\.$/),
    });
    await use(5);
    expect(find(await examine(variables), "rate limit")?.says).toMatch(/^acme: 0 of 40/);
  });

  it("cannot tell what GitHub does not answer, and goes on", async () => {
    for (const path of [/rate_limit/, /hook\/config/])
      github.failNext({ method: "GET", path, answer: { status: 502 } });
    const findings = await examine(variables);
    expect(faults(findings)).toEqual(["webhook: cannot-tell", quiet, "rate limit: cannot-tell"]);
  });

  it("fails when GitHub's last delivery was refused for its signature, and warns of others that were not taken", async () => {
    const answers = [500, 202, 401];
    const receiver = createServer((_, response) => response.writeHead(answers.shift() ?? 202).end());
    await new Promise<void>((listening) => receiver.listen(0, "127.0.0.1", listening));
    onTestFinished(() => void receiver.close());
    const { port } = receiver.address() as AddressInfo;
    github.setTarget(`http://127.0.0.1:${port}/api/github/webhooks`);
    const look = async () => find(await examine(variables), "deliveries at GitHub");
    const first = await github.deliver("ping", {});
    expect(await look()).toMatchObject({ state: "warning", says: "1 of the last 1 were not taken (500)." });
    await github.redeliver(first.id);
    expect(await look()).toMatchObject({ state: "ok" });
    await github.deliver("ping", {});
    expect(await look()).toMatchObject({ state: "failed", todo: expect.stringContaining("WEBHOOK_SECRET") });
  });

  it("warns of a secret that can be guessed, and tells none", async () => {
    const findings = await examine({ ...variables, WEBHOOK_SECRET: "planted" });
    expect(find(findings, "webhook secret")?.state).toBe("warning");
    const said = JSON.stringify(findings);
    for (const secret of ["planted", variables.PRIVATE_KEY?.slice(100, 140) ?? "", "ghs_"]) {
      expect(said).not.toContain(secret);
    }
  });
});

describe("doctor, of the store", () => {
  it("warns of dead deliveries and jobs, and fails when deliveries wait too long", async () => {
    await withStore(async (store) => {
      const body = new Uint8Array([123, 125]);
      await store.deliveries.add([{ id: "d-1", event: "push", body }]);
      const [leased] = await store.deliveries.lease({ limit: 1, leaseMillis: 1000 });
      await store.deliveries.fail("d-1", leased!.fence, { reason: "x", retryAt: null });
      const job = { kind: "observe-teams", accountId: 1, payload: {} };
      await store.jobs.enqueue([{ ...job, key: "k" }]);
      const [taken] = await store.jobs.lease({ limit: 1, leaseMillis: 1000 });
      await store.jobs.fail("k", taken!.fence, { reason: "x", retryAt: null, countsAsTry: true });
      await store.jobs.enqueue([{ ...job, key: "late", notBefore: Date.now() - 60 * MINUTE }]);
    });
    const past = await openStore(variables.DATABASE_URL ?? "", { now: () => Date.now() - 6 * MINUTE });
    await past.deliveries.add([{ id: "d-2", event: "push", body: new Uint8Array([123, 125]) }]);
    await past.close();
    expect(faults(await examine(variables))).toEqual([
      quiet,
      "lag of deliveries: failed",
      "sweep of deliveries: warning",
      "dead deliveries: warning",
      "lag of jobs: warning",
      "dead jobs: warning",
    ]);
  });

  it("warns of waits that GitHub asked for", async () => {
    await withStore(async (store) => {
      await store.installations.save({
        installationId: 9,
        accountId: 77,
        accountLogin: "acme",
        accountType: "Organization",
        suspended: false,
        deleted: false,
        permissions: base,
        updatedAt: 1,
      });
      await store.rateLimits.hold(9, Date.now() + 10 * MINUTE);
    });
    expect(find(await examine(variables), "waits that GitHub asked for")).toMatchObject({
      state: "warning",
      says: expect.stringMatching(/^Waiting: acme, for 10 min/),
    });
  });

  it.each([
    ["nowhere:x", "failed", /DATABASE_URL names no store/],
    ["postgres://user:hunter2@127.0.0.1:9/none", "failed", /not available|ECONNREFUSED/],
    ["sqlite:/tmp/firstpass-is-not-here/x.db", "warning", /There is no file/],
    ["sqlite::memory:", "warning", /in memory/],
  ])("holds the store %s for %s, without its password", async (DATABASE_URL, state, said) => {
    const findings = await examine({ ...variables, DATABASE_URL });
    expect(find(findings, "store")).toMatchObject({ state, says: expect.stringMatching(said) });
    expect(JSON.stringify(findings)).not.toContain("hunter2");
  });

  it.each([
    [50, 10, "failed"],
    [500, 10, "warning"],
    [5000, 10, "ok"],
    [5000, 6000, "warning"],
  ])("holds %i MiB free beside a store of %i MiB for %s", (free, store, state) => {
    expect(judgeRoom(free * 2 ** 20, store * 2 ** 20).state).toBe(state);
  });
});

describe("firstpass doctor", () => {
  it("prints a table and ends with 0 when nothing failed, as JSON with 1 when something did", async () => {
    const well = await runCommand(["doctor"], variables);
    expect([well.code, well.stderr]).toEqual([0, ""]);
    expect(well.stdout).toContain("● ok");
    github.state.registration.events = [];
    const ill = await runCommand(["doctor", "--format", "json"], variables);
    expect([ill.code, ill.stderr]).toEqual([1, "firstpass: 1 check failed.\n"]);
    expect(JSON.parse(ill.stdout)).toContainEqual(expect.objectContaining({ check: "events subscribed" }));
  });
});
