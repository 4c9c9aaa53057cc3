import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kpiDefinitions } from "../../src/core/kpis/registry.ts";
import { processDelivery } from "../../src/ingest/process-delivery.ts";
import { openStore } from "../../src/store/database.ts";
import { sha } from "../support/facts.ts";
import { checkRunPayload, pullRequestPayload, pushPayload } from "../support/payloads.ts";
import { triedChange } from "../support/scorecard-input.ts";
import { runCommand, startServer, temporaryFolder } from "../support/server-process.ts";

const RECEIVED = Date.UTC(2026, 10, 10);

/** acme/shop with one change that passed on 9 November 2026, received on the 10th. */
async function storeWithOneChange(): Promise<string> {
  const url = `sqlite:${join(temporaryFolder(), "cli.db")}`;
  const store = await openStore(url, { now: () => RECEIVED });
  const received: [string, unknown][] = [
    ["push", pushPayload()],
    [
      "pull_request",
      pullRequestPayload("opened", { head: { sha: sha("a1"), ref: "feature", repo: { id: 2001 } } }),
    ],
    ["check_run", checkRunPayload("completed")],
  ];
  for (const [n, [event, payload]] of received.entries()) {
    const id = `d-${n}`;
    await store.deliveries.add([{ id, event, body: Buffer.from(JSON.stringify(payload)) }]);
    const [leased] = await store.deliveries.lease({ limit: 1, leaseMillis: 1000 });
    await processDelivery(store, { id, event, fence: leased!.fence, payload });
  }
  await store.close();
  return url;
}

const scorecard = async (DATABASE_URL: string, ...args: string[]) =>
  runCommand(["scorecard", "acme/shop", ...args], { DATABASE_URL });

describe("scorecard", () => {
  it("prints the scorecard JSON, and nothing else, on standard output", async () => {
    const url = await storeWithOneChange();
    const { code, stdout, stderr } = await scorecard(url, "--format", "json", "--as-of", "2026-11-21");
    expect([code, stderr]).toEqual([0, ""]);
    const card = JSON.parse(stdout);
    expect(card.repository).toMatchObject({ fullName: "acme/shop", visibility: "private" });
    expect(card.kpis.map((kpi: { id: string }) => kpi.id)).toEqual(kpiDefinitions.map(({ id }) => id));
  });

  it("ends the window at --as-of, makes it as long as --window, and takes a week's own", async () => {
    const url = await storeWithOneChange();
    const windowOf = async (...args: string[]) => {
      const { stdout, stderr } = await scorecard(url, "--format", "json", ...args);
      expect(stderr).toBe("");
      const { from, to } = JSON.parse(stdout).window;
      return [from, to].map((at) => new Date(at).toISOString().slice(0, 16));
    };
    expect(await windowOf("--as-of", "2026-11-21T09:00:00+02:00", "--window", "1w")).toEqual([
      "2026-11-14T07:00",
      "2026-11-21T07:00",
    ]);
    expect(await windowOf("--week", "2026-W46")).toEqual(["2026-10-19T00:00", "2026-11-16T00:00"]);
  });

  it("uses what was received by --as-of or --known-at, and nothing later", async () => {
    const url = await storeWithOneChange();
    const store = await openStore(url, { now: () => RECEIVED + 5 * 86_400_000 });
    await store.facts.append([...triedChange(7, "failure", Date.UTC(2026, 10, 9, 12))], "test");
    await store.close();
    const changes = async (...args: string[]) => {
      const { stdout } = await scorecard(url, "--format", "json", "--as-of", ...args);
      return JSON.parse(stdout).kpis[0].evidence.length;
    };
    expect(await changes("2026-11-11")).toBe(1);
    expect(await changes("2026-11-11", "--known-at", "now")).toBe(2);
    expect(await changes("2026-11-21")).toBe(2);
    expect(await changes("2026-11-21", "--known-at", "2026-11-11")).toBe(1);
  });

  it("says since when it knows, where nothing had been received by then", async () => {
    const url = await storeWithOneChange();
    for (const args of [
      ["--as-of", "2026-11-10"],
      ["--known-at", "2026-11-10T00:00:00Z"],
    ]) {
      const { code, stdout, stderr } = await scorecard(url, ...args);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/its ledger begins at 2026-11-10T00:00:00\.000Z\. Add --known-at now/);
    }
  });

  it("prints a table and Markdown", async () => {
    const url = await storeWithOneChange();
    expect((await scorecard(url, "--as-of", "2026-11-21")).stdout).toContain("acme/shop");
    const markdown = await scorecard(url, "--as-of", "2026-11-21", "--format", "markdown");
    expect(markdown.stdout).toMatch(/^### acme\/shop/);
  });

  it("works beside a running server", async () => {
    const url = await storeWithOneChange();
    await startServer({ DATABASE_URL: url });
    expect(await scorecard(url, "--as-of", "2026-11-21", "--format", "json")).toMatchObject({
      code: 0,
      stderr: "",
    });
  });

  it("names the repositories it knows when asked for another", async () => {
    const url = await storeWithOneChange();
    const { code, stderr } = await runCommand(["scorecard", "acme/shoo"], { DATABASE_URL: url });
    expect([code, stderr]).toEqual([
      1,
      "firstpass: No delivery of acme/shoo has been received. Known: acme/shop.\n",
    ]);
  });
});

describe("publish weekly", () => {
  it("prints with --dry-run what would be posted, without credentials", async () => {
    const url = await storeWithOneChange();
    const { code, stdout, stderr } = await runCommand(
      ["publish", "weekly", "--repo", "acme/shop", "--week", "2026-W46", "--dry-run"],
      { DATABASE_URL: url },
    );
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("2026-W46");
  });

  it("asks for the credentials when it is to post", async () => {
    const url = await storeWithOneChange();
    const { code, stderr } = await runCommand(["publish", "weekly", "--repo", "acme/shop"], {
      DATABASE_URL: url,
    });
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("APP_ID, PRIVATE_KEY and WEBHOOK_SECRET are missing"),
    ]);
  });
});
