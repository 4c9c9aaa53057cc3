import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/database.ts";
import { TEST_SECRET } from "../support/http.ts";
import { runCommand, temporaryFolder } from "../support/server-process.ts";

/** A store on disk with three deliveries: done, dead, and dead. */
async function storeOnDisk(): Promise<string> {
  const url = `sqlite:${join(temporaryFolder(), "cli.db")}`;
  const store = await openStore(url, { now: () => Date.UTC(2026, 10, 9, 12) });
  const body = Buffer.from('{"zen":"payload-text"}');
  await store.deliveries.add(["d-1", "d-2", "d-3"].map((id) => ({ id, event: "ping", body })));
  for (const { id, fence } of await store.deliveries.lease({ limit: 3, leaseMillis: 1000 })) {
    if (id === "d-1") await store.deliveries.finish(id, fence, { state: "done", reason: null });
    else await store.deliveries.fail(id, fence, { reason: "TypeError at src/x.ts:1", retryAt: null });
  }
  await store.close();
  return url;
}

describe("deliveries", () => {
  it("lists as JSON on standard output, without bodies", async () => {
    const DATABASE_URL = await storeOnDisk();
    const { code, stdout, stderr } = await runCommand(
      ["deliveries", "list", "--state", "dead", "--format", "json", "--limit", "1"],
      { DATABASE_URL },
    );
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual([
      {
        id: "d-3",
        event: "ping",
        state: "dead",
        tries: 1,
        reason: "TypeError at src/x.ts:1",
        receivedAt: "2026-11-09T12:00:00.000Z",
        processedAt: "2026-11-09T12:00:00.000Z",
      },
    ]);
  });

  it("shows one without its body, and its body when asked for", async () => {
    const DATABASE_URL = await storeOnDisk();
    const shown = await runCommand(["deliveries", "show", "d-2"], { DATABASE_URL });
    expect(JSON.parse(shown.stdout)).toMatchObject({ id: "d-2", state: "dead", bodyBytes: 22 });
    expect(shown.stdout).not.toContain("payload-text");
    const body = await runCommand(["deliveries", "show", "d-2", "--body"], { DATABASE_URL });
    expect(body.stdout).toBe('{"zen":"payload-text"}');
  });

  it("arms dead ones again: the one named, or all", async () => {
    const DATABASE_URL = await storeOnDisk();
    const retry = (...args: string[]) => runCommand(["deliveries", "retry", ...args], { DATABASE_URL });
    expect(await retry("d-2")).toMatchObject({ code: 0, stdout: "1 delivery will be worked on again.\n" });
    expect(await retry("d-2")).toMatchObject({
      code: 1,
      stderr: "firstpass: There is no dead delivery d-2.\n",
    });
    expect(await retry("--all")).toMatchObject({ code: 0, stdout: "1 delivery will be worked on again.\n" });
  });
});

describe("jobs", () => {
  /** A store on disk with one job that waits and two that are dead. */
  async function storeWithJobs(): Promise<string> {
    const url = `sqlite:${join(temporaryFolder(), "jobs.db")}`;
    const store = await openStore(url, { now: () => Date.UTC(2026, 10, 9, 12) });
    const job = { kind: "observe-teams", accountId: 1, payload: {} };
    await store.jobs.enqueue([
      { ...job, key: "dead\u202e1" },
      { ...job, key: "dead2" },
    ]);
    for (const { key, fence } of await store.jobs.lease({ limit: 2, leaseMillis: 1000 })) {
      await store.jobs.fail(key, fence, { reason: "no such team", retryAt: null, countsAsTry: true });
    }
    await store.jobs.enqueue([{ ...job, key: "waits" }]);
    await store.close();
    return url;
  }

  it("lists as JSON, and as a table that no name can disturb", async () => {
    const DATABASE_URL = await storeWithJobs();
    const { code, stdout, stderr } = await runCommand(["jobs", "list", "--format", "json"], { DATABASE_URL });
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toHaveLength(3);
    expect(JSON.parse(stdout)[0]).toEqual({
      key: "dead2",
      kind: "observe-teams",
      state: "dead",
      tries: 1,
      reason: "no such team",
      dueAt: "2026-11-09T12:00:00.000Z",
    });
    const table = await runCommand(["jobs", "list", "--dead"], { DATABASE_URL });
    expect(table.stdout).toContain("dead⟨U+202E⟩1");
    expect(table.stdout).not.toContain("waits");
  });

  it("arms dead ones again: the one named, or all", async () => {
    const DATABASE_URL = await storeWithJobs();
    const retry = (...args: string[]) => runCommand(["jobs", "retry", ...args], { DATABASE_URL });
    expect(await retry()).toMatchObject({ code: 2, stderr: expect.stringContaining("Say which") });
    expect(await retry("waits")).toMatchObject({
      code: 1,
      stderr: "firstpass: There is no dead job waits.\n",
    });
    expect(await retry("dead2")).toMatchObject({ code: 0, stdout: "1 job will be worked on again.\n" });
    expect(await retry("--dead")).toMatchObject({ code: 0, stdout: "1 job will be worked on again.\n" });
  });
});

describe("exit codes", () => {
  it.each<[number, string[], RegExp]>([
    [2, ["nonsense"], /unknown command/],
    [2, ["scorecard"], /missing required argument/],
    [2, ["scorecard", "acme"], /Use OWNER\/REPO/],
    [2, ["scorecard", "acme/shop", "--format", "csv"], /Allowed choices are table, markdown, json/],
    [2, ["scorecard", "acme/shop", "--as-of", "yesterday"], /Use a date such as 2026-11-21/],
    [2, ["scorecard", "acme/shop", "--as-of", "2026-02-30"], /Use a date such as 2026-11-21/],
    [2, ["scorecard", "acme/shop", "--as-of", "2026-11-21T09:00"], /Use a date such as 2026-11-21/],
    [2, ["scorecard", "acme/shop", "--window", "0d"], /such as 28d or 4w/],
    [2, ["scorecard", "acme/shop", "--week", "2025-W53"], /Use an ISO week such as 2026-W47/],
    [2, ["scorecard", "acme/shop", "--week", "2026-W10", "--window", "7d"], /leave out --as-of and --window/],
    [2, ["deliveries", "list", "--limit", "many"], /whole number/],
    [2, ["deliveries", "retry"], /Say which/],
    [2, ["publish", "weekly"], /--repo OWNER\/REPO, or --plan/],
    [1, ["deliveries", "show", "d-9"], /There is no delivery d-9/],
    [1, ["scorecard", "acme/shop"], /No delivery of acme\/shop has been received/],
    [0, ["--help"], /^$/],
  ])("is %i for %j", async (expected, args, said) => {
    const DATABASE_URL = await storeOnDisk();
    const { code, stderr } = await runCommand(args, { DATABASE_URL });
    expect(stderr).toMatch(said);
    expect(code, stderr).toBe(expected);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  it.each(["nothing:here", "postgres://user:hunter2@[bad"])(
    "is 1 for the store %s, whose secrets are not repeated",
    async (url) => {
      const { code, stderr, stdout } = await runCommand(["deliveries", "list"], { DATABASE_URL: url });
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^firstpass: .*DATABASE_URL/);
      expect(stderr).not.toContain("hunter2");
    },
  );

  it("is 1 where the server has never made a store, and none is made", async () => {
    const folder = temporaryFolder();
    const { code, stderr } = await runCommand(
      ["deliveries", "list"],
      { WEBHOOK_SECRET: TEST_SECRET },
      folder,
    );
    expect([code, stderr]).toEqual([1, expect.stringContaining("Start the server once")]);
  });
});
