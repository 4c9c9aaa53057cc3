// The overview issue: once a week and account, only in a private place, written again only when it says something else.
import { describe, expect, it } from "vitest";
import { Refused, Transient } from "../../../src/github/errors.ts";
import type { GitHubGateway } from "../../../src/github/gateway.ts";
import { loadOverview } from "../../../src/workflows/overview/load-overview.ts";
import { enqueueDueOverviews } from "../../../src/workflows/overview/overview-schedule.ts";
import { publishOverview } from "../../../src/workflows/overview/publish-overview.ts";
import {
  checkRunFact,
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  pullRequestFact,
  repositoryState,
  sha,
} from "../../support/facts.ts";
import { installationId, openBench, type WorkflowBench } from "../../support/workflow-bench.ts";

const day = 86_400_000;
/** Monday of 2026-W47, 07:00 UTC: W46 has ended. */
const monday = Date.UTC(2026, 10, 16, 7);
const w46 = { kind: "publish-overview", repositoryId: null, isoWeek: "2026-W46" } as const;
const w47 = { ...w46, isoWeek: "2026-W47" } as const;
const security = 4001;

/** acme/shop with a change of W46, and acme/security, where the overview goes. */
async function openAccount(text = "version: 1\noverview: { repository: acme/security }\n") {
  const bench = await openBench();
  await bench.store.repositories.observe(repositoryState({ repositoryId: security, name: "security" }), {
    observedAt: defaultAt,
    installationId,
  });
  bench.github.repositories.set(security, { owner: "acme", name: "security" });
  await configure(bench, { text });
  const headSha = sha("a1");
  await bench.know(
    pullRequestFact({ headSha, at: defaultAt }),
    checkRunFact({ headSha, name: "CodeQL", at: defaultAt + 60_000 }),
  );
  bench.setNow(monday);
  return bench;
}

async function configure(
  bench: WorkflowBench,
  given: { text?: string | null; repositoryId?: number | null; problem?: string | null; readAt?: number },
): Promise<void> {
  await bench.store.configurations.save({
    accountId: defaultAccountId,
    repositoryId: null,
    kind: "configuration",
    path: "acme/.github/firstpass.yml",
    text: null,
    commitSha: null,
    readAt: bench.services.now(),
    problem: null,
    ...given,
  });
}

const change = (bench: WorkflowBench) => {
  const headSha = sha("b2");
  return bench.know(
    pullRequestFact({ number: 2, headSha, at: defaultAt + day }),
    checkRunFact({ headSha, name: "CodeQL", conclusion: "failure", checkRunId: 302, at: defaultAt + day }),
  );
};

describe("publishOverview", () => {
  it("posts one issue a week with one POST, however often the job runs", async () => {
    const bench = await openAccount();
    expect(await bench.run(w46)).toMatchObject({ did: "created" });
    bench.setNow(monday + 2 * day);
    expect(await bench.run(w46)).toMatchObject({ did: "unchanged" });
    expect(bench.github.requests).toEqual(["findRepository", "createIssue"]);
    expect(bench.github.issues).toMatchObject([
      { title: "Firstpass overview: 2026-W46", labels: ["firstpass"], state: "open" },
    ]);
  });

  it("changes the issue when a late delivery changes a number", async () => {
    const bench = await openAccount();
    await bench.run(w46);
    await change(bench);
    expect(await bench.run(w46)).toMatchObject({ did: "updated" });
    expect(bench.github.issues).toHaveLength(1);
    expect(bench.github.issues[0]?.body).toMatch(/1\/2/);
  });

  it("fault 23: finds the issue by its marker after a lost answer, and makes no second one", async () => {
    const bench = await openAccount();
    bench.github.failNext("createIssue", new Transient("502"), { afterEffect: true });
    await expect(bench.run(w46)).rejects.toBeInstanceOf(Transient);
    expect(await bench.run(w46)).toMatchObject({ did: "updated" });
    expect(bench.github.issues).toHaveLength(1);
  });

  it("closes the one of the week before, with a link onwards above what people wrote", async () => {
    const bench = await openAccount();
    await bench.run(w46);
    bench.github.issues[0]!.body += "\nwritten by a person";
    bench.setNow(monday + 7 * day);
    expect(await bench.run(w47)).toMatchObject({ did: "created" });
    const [past, next] = bench.github.issues;
    expect(past).toMatchObject({ state: "closed" });
    expect(past?.body).toMatch(new RegExp(`#${next?.number} \\(2026-W47\\)[^]*written by a person$`));
    bench.setNow(monday + 8 * day);
    expect(await bench.run(w47)).toMatchObject({ did: "unchanged" });
    expect(bench.github.count("updateIssue")).toBe(1);
  });

  it("posts nothing where no repository is named, nor before the week has ended", async () => {
    const bench = await openAccount("version: 1\n");
    expect(await bench.run(w46)).toMatchObject({
      did: "skipped",
      reason: expect.stringMatching(/No configuration/),
    });
    bench.setNow(Date.UTC(2026, 10, 16) - 1);
    expect(await bench.run(w46)).toMatchObject({
      did: "skipped",
      reason: expect.stringMatching(/not ended/),
    });
    expect(bench.github.requests).toEqual([]);
  });

  it.each([
    ["is public", { visibility: "public" as const }, /it is public/],
    ["is archived", { archived: true }, /archived/],
  ])("posts nothing in a repository that %s, and says so", async (_, state, reason) => {
    const bench = await openAccount();
    await bench.store.repositories.observe(
      repositoryState({ repositoryId: security, name: "security", ...state }),
      { observedAt: defaultAt + 1, installationId },
    );
    expect(await bench.run(w46)).toMatchObject({ did: "skipped", reason: expect.stringMatching(reason) });
    expect(bench.github.requests).toEqual([]);
  });

  it("posts nothing in a repository of another account", async () => {
    const bench = await openAccount("version: 1\noverview: { repository: other/security }\n");
    await bench.store.repositories.observe(
      repositoryState({ accountId: 1002, repositoryId: 5001, ownerLogin: "other", name: "security" }),
      { observedAt: defaultAt, installationId },
    );
    expect(await bench.run(w46)).toMatchObject({
      did: "skipped",
      reason: expect.stringMatching(/other\/security/),
    });
    expect(bench.github.requests).toEqual([]);
  });

  it("asks GitHub before each write whether the place is still private", async () => {
    const bench = await openAccount();
    await bench.run(w46);
    await change(bench);
    const findRepository: GitHubGateway["findRepository"] = async () => ({
      owner: "acme",
      name: "security",
      archived: false,
      hasIssues: true,
      visibility: "public",
    });
    const github = { ...bench.services.github, findRepository };
    const services = { ...bench.services, github, holdsLease: async () => true };
    const publish = (job: typeof w46 | typeof w47) =>
      publishOverview(services, { ...job, accountId: defaultAccountId });
    expect(await publish(w46)).toMatchObject({
      did: "skipped",
      reason: expect.stringMatching(/it is public/),
    });
    bench.setNow(monday + 7 * day);
    expect(await publish(w47)).toMatchObject({ did: "skipped" });
    expect(bench.github.count("createIssue", "updateIssue")).toBe(1);
    expect(bench.github.issues[0]).toMatchObject({ state: "open" });
  });

  it("writes under the name that the place has today", async () => {
    const bench = await openAccount();
    bench.github.repositories.set(security, { owner: "acme", name: "security-office" });
    const written: string[] = [];
    const createIssue: GitHubGateway["createIssue"] = async (address) => {
      written.push(`${address.owner}/${address.name}`);
      return 10;
    };
    const services = {
      ...bench.services,
      github: { ...bench.services.github, createIssue },
      holdsLease: async () => true,
    };
    await publishOverview(services, { ...w46, accountId: defaultAccountId });
    expect(written).toEqual(["acme/security-office"]);
  });

  it("fault 31: skips a place whose issues are disabled, with the reason", async () => {
    const bench = await openAccount();
    bench.github.failNext("createIssue", new Refused("Issues are disabled for this repo", 410));
    expect(await bench.run(w46)).toEqual({ did: "skipped", reason: "Issues are disabled for this repo" });
  });

  it("writes nothing once another worker has the job", async () => {
    const bench = await openAccount();
    const services = { ...bench.services, holdsLease: async () => false };
    await expect(publishOverview(services, { ...w46, accountId: defaultAccountId })).rejects.toThrow(
      /Another worker/,
    );
    expect(bench.github.requests).toEqual([]);
  });
});

describe("loadOverview", () => {
  const load = (bench: WorkflowBench, isoWeek: string | null) =>
    loadOverview(bench.store, {
      account: { id: defaultAccountId, login: "acme" },
      now: bench.services.now(),
      isoWeek,
      group: null,
    });

  it("compares with the scorecard of an earlier week as it was posted", async () => {
    const bench = await openAccount();
    expect((await load(bench, "2026-W46")).overview.changes.compared).toBe(0);
    await bench.run({ kind: "publish-weekly", isoWeek: "2026-W46" });
    await change(bench);
    bench.setNow(monday + 7 * day);
    // The week itself is no earlier one.
    expect((await load(bench, "2026-W46")).overview.changes.compared).toBe(0);
    const { changes } = (await load(bench, "2026-W47")).overview;
    expect(changes).toMatchObject({
      compared: 1,
      firstPass: { before: { numerator: 1, denominator: 1 }, now: { numerator: 1, denominator: 2 } },
    });
  });

  it("names broken files, since when, and which text holds instead, without their content", async () => {
    const bench = await openAccount();
    const own = { repositoryId: defaultRepositoryId };
    await configure(bench, { ...own, text: "version: 1\n", readAt: monday - 9 * day });
    await configure(bench, { ...own, text: "version: 1\n", readAt: monday - 5 * day, problem: "secret: 1" });
    await configure(bench, { ...own, text: "version: 1\n", readAt: monday - 4 * day, problem: "secret: 2" });
    const { broken } = (await load(bench, null)).overview;
    expect(broken).toEqual([
      {
        where: "acme/shop:acme/.github/firstpass.yml",
        since: monday - 5 * day,
        inForce: { commitSha: null, readAt: monday - 9 * day },
      },
    ]);
  });

  it("names the permissions without which repositories cannot be seen", async () => {
    const bench = await openAccount();
    await bench.install({ permissions: { contents: "read" }, updatedAt: monday });
    const { unseen, groups } = (await load(bench, null)).overview;
    expect(unseen.find(({ permission }) => permission === "security_events: read")).toMatchObject({
      repositories: ["acme/security", "acme/shop"],
      kpis: expect.arrayContaining(["time-to-remediate"]),
    });
    expect(groups[0]?.kpis.find(({ kpi }) => kpi === "risk-debt")?.counts).toMatchObject({
      "not-measured": 2,
    });
  });
});

describe("enqueueDueOverviews", () => {
  it("queues a week once, after the weekly issues, at the organisation's time", async () => {
    const bench = await openAccount();
    bench.setNow(monday - 1);
    // The run of the week before: nobody was there to be told of then.
    expect(await enqueueDueOverviews(bench.services)).toBe(1);
    bench.setNow(monday);
    expect([await enqueueDueOverviews(bench.services), await enqueueDueOverviews(bench.services)]).toEqual([
      1, 0,
    ]);
    const jobs = await bench.store.jobs.lease({ limit: 10, leaseMillis: 1000 });
    expect(jobs.map(({ payload }) => payload)).toMatchObject([
      { isoWeek: "2026-W45" },
      { kind: "publish-overview", repositoryId: null, isoWeek: "2026-W46" },
    ]);
  });

  it("queues nothing where no repository is named, or the app came after the scheduled time", async () => {
    const none = await openAccount("version: 1\n");
    expect(await enqueueDueOverviews(none.services)).toBe(0);
    const young = await openAccount();
    await young.store.repositories.setActive(defaultAccountId, defaultRepositoryId, false, monday);
    await young.store.repositories.setCoveredFrom(defaultAccountId, security, monday + 1);
    young.setNow(monday + 2);
    expect(await enqueueDueOverviews(young.services)).toBe(0);
  });
});
