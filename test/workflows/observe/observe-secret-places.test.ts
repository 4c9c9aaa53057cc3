// Where listed secrets are: asked once for each alert that nobody placed, the newest first, and not for anything else.
import { describe, expect, it } from "vitest";
import { type FactKind, factsOfKind } from "../../../src/core/facts/fact.ts";
import type { ListedSecretAlert } from "../../../src/core/listed-alerts/secret-scanning.ts";
import { RateLimited } from "../../../src/github/errors.ts";
import {
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  secretLocationFact,
  secretPlacesReadFact,
  secretScanningAlertFact,
  sha,
} from "../../support/facts.ts";
import { openBench, type WorkflowBench } from "../../support/workflow-bench.ts";

const job = { kind: "observe-repository" } as const;
const dayMillis = 86_400_000;
const inCommit = { locationType: "commit", commitSha: sha("d5"), path: "a.env", resource: undefined };

/** Alerts of these numbers, each created a minute after the one before. */
function list(bench: WorkflowBench, numbers: readonly number[], createdAt = defaultAt - dayMillis): void {
  const alerts = numbers.map((number) => {
    const { data } = secretScanningAlertFact({ number, at: createdAt + number * 60_000 });
    return { ...data, updatedAt: defaultAt } as unknown as ListedSecretAlert;
  });
  bench.github.observed.listSecretAlerts = { seen: { alerts, complete: true } };
  bench.github.observed.listSecretLocations = { seen: { locations: [inCommit], complete: true } };
}

async function factsOf<Kind extends FactKind>({ store }: WorkflowBench, kind: Kind) {
  const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId, kinds: [kind] };
  return factsOfKind(await store.facts.list(place), kind);
}

async function unplaced(bench: WorkflowBench): Promise<readonly number[] | undefined> {
  const lists = await factsOf(bench, "findings-listed");
  const last = lists.filter(({ data }) => data.source === "secret-scanning").at(-1)?.data.listing;
  return last !== undefined && "seen" in last ? last.seen.unplaced : [];
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("a listed secret that nobody placed", () => {
  it("is asked for once, and its place is the fact that a webhook would have told", async () => {
    const bench = await openBench();
    list(bench, [1]);
    await bench.run(job);
    const at = defaultAt - dayMillis + 60_000;
    expect(await factsOf(bench, "secret-location")).toEqual([
      secretLocationFact({ at, commitSha: sha("d5"), path: "a.env" }),
    ]);
    expect(await factsOf(bench, "secret-places-read")).toMatchObject([
      { occurredAt: defaultAt, data: { alertNumber: 1, places: { seen: { complete: true } } } },
    ]);
    expect(await unplaced(bench)).toEqual([1]);

    bench.setNow(defaultAt + dayMillis);
    await bench.run(job);
    expect(bench.github.count("listSecretLocations")).toBe(1);
    expect(await unplaced(bench)).toBeUndefined();
  });

  it("is asked for no more where GitHub knows no place", async () => {
    const bench = await openBench();
    list(bench, [1]);
    bench.github.observed.listSecretLocations = { seen: { locations: [], complete: true } };
    await bench.run(job);
    await bench.run(job);
    expect(bench.github.count("listSecretLocations")).toBe(1);
  });

  it("has the time of its commit asked for in the same reading", async () => {
    const bench = await openBench();
    list(bench, [1]);
    bench.github.observed.readCommitTime = { seen: defaultAt - 9 };
    await bench.run(job);
    expect(await factsOf(bench, "commit")).toMatchObject([{ data: { sha: sha("d5") } }]);
  });

  it("comes in turn, fifty a reading and the newest first; the rest is read on the next day without being asked for", async () => {
    const bench = await openBench();
    list(bench, upTo(70));
    await bench.run(job);
    const placed = (await factsOf(bench, "secret-places-read")).map(({ data }) => data.alertNumber);
    expect(placed.toSorted((a, b) => a - b)).toEqual(upTo(70).slice(20));
    const waiting = await bench.store.jobs.list({ state: "waiting", limit: 9 });
    const next = waiting.find(({ kind }) => kind === "observe-repository");
    expect(next!.dueAt).toBeGreaterThan(defaultAt);
    expect(next!.dueAt).toBeLessThanOrEqual(defaultAt + dayMillis);

    bench.setNow(defaultAt + dayMillis);
    await bench.run(job);
    expect(await factsOf(bench, "secret-places-read")).toHaveLength(70);
  });

  it("keeps what was read before a limit", async () => {
    const bench = await openBench();
    list(bench, upTo(3));
    const method = "listSecretLocations";
    bench.github.before(method, async () => {
      bench.github.before(method, async () =>
        bench.github.failNext(method, new RateLimited("wait", defaultAt + 60_000)),
      );
    });
    await expect(bench.run(job)).rejects.toThrow(RateLimited);
    expect((await factsOf(bench, "secret-places-read")).map(({ data }) => data.alertNumber)).toEqual([3]);
    expect(await unplaced(bench)).toEqual([1, 2, 3]);
    await bench.run(job);
    expect(bench.github.count("listSecretLocations")).toBe(4);
  });

  it("that GitHub does not place comes behind the others; three refusals end a reading", async () => {
    const bench = await openBench();
    list(bench, upTo(8));
    bench.github.observed.listSecretLocations = {
      unseen: { why: "not-available", permission: null, text: "GitHub does not have it." },
    };
    await bench.run(job);
    bench.setNow(defaultAt + dayMillis);
    await bench.run(job);
    const asked = (await factsOf(bench, "secret-places-read")).map(({ data }) => data.alertNumber);
    expect(asked.toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8]);
  });
});

describe("nothing is asked", () => {
  it("of a repository without alerts", async () => {
    const bench = await openBench();
    await bench.run(job);
    expect(bench.github.count("listSecretLocations", "listSecretScans")).toBe(0);
  });

  it("of an alert whose place was delivered, or read, or that is older than anybody looks", async () => {
    const bench = await openBench();
    list(bench, [1, 2]);
    await bench.know(secretLocationFact(), secretPlacesReadFact({ alertNumber: 2 }));
    await bench.run(job);
    list(bench, [3], defaultAt - 401 * dayMillis);
    await bench.run(job);
    expect(bench.github.count("listSecretLocations")).toBe(0);
  });
});

describe("scans that ended", () => {
  const scan = { scanType: "backfill", source: "git", startedAt: defaultAt - 9, completedAt: defaultAt };

  it("are facts as webhooks tell them", async () => {
    const bench = await openBench();
    list(bench, [1]);
    bench.github.observed.listSecretScans = { seen: [scan] };
    await bench.run(job);
    await bench.run(job);
    expect(await factsOf(bench, "secret-scan")).toMatchObject([
      { subject: "secret-scan:backfill:git", occurredAt: defaultAt, data: scan },
    ]);
  });

  it("are not asked for where no alert is of the last eight weeks", async () => {
    const bench = await openBench();
    list(bench, [1], defaultAt - 57 * dayMillis);
    await bench.run(job);
    expect(bench.github.count("listSecretScans")).toBe(0);
  });

  it("that a server does not tell hide nothing else", async () => {
    const bench = await openBench();
    list(bench, [1]);
    bench.github.observed.listSecretScans = {
      unseen: { why: "not-available", permission: null, text: "GitHub answered 404." },
    };
    await bench.run(job);
    expect(await factsOf(bench, "secret-location")).toHaveLength(1);
  });
});
