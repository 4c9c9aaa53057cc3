// What one reading of a repository brings into the ledger, what it leaves out, and what it does when GitHub says no.
import { describe, expect, it } from "vitest";
import { type FactKind, factsOfKind } from "../../../src/core/facts/fact.ts";
import type { Unseen } from "../../../src/core/facts/observations.ts";
import { RateLimited, Transient } from "../../../src/github/errors.ts";
import { observeRepository } from "../../../src/workflows/observe/observe-repository.ts";
import {
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  pushFact,
  secretLocationFact,
  sha,
} from "../../support/facts.ts";
import { codeScanningAlertFact, dependabotAlertFact } from "../../support/findings.ts";
import { openBench, type WorkflowBench } from "../../support/workflow-bench.ts";

const job = { kind: "observe-repository" } as const;
const dayMillis = 86_400_000;
const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };

async function kinds({ store }: WorkflowBench): Promise<Partial<Record<FactKind, number>>> {
  const facts = await store.facts.list(place);
  const counts: Partial<Record<FactKind, number>> = {};
  for (const { kind } of facts) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

async function factsOf<Kind extends FactKind>({ store }: WorkflowBench, kind: Kind) {
  return factsOfKind(await store.facts.list({ ...place, kinds: [kind] }), kind);
}

const forbidden: Unseen = { why: "permission-missing", permission: "x: read", text: "Grant it." };

describe("observing a repository", () => {
  it("keeps one fact of each part, and asks GitHub no more than once for each", async () => {
    const bench = await openBench();
    expect(await bench.run(job)).toMatchObject({ did: "recorded" });
    expect(await kinds(bench)).toEqual({
      controls: 1,
      "findings-listed": 3,
      "code-owners": 1,
      "custom-properties": 1,
      "rule-suites": 1,
    });
    expect(new Set(bench.github.requests).size).toBe(bench.github.requests.length);
    expect(bench.github.requests).toHaveLength(13);
  });

  it("keeps who may see the repository, in case that delivery was lost", async () => {
    const bench = await openBench();
    Object.assign(bench.github.observed.readSecurityFeatures, { visibility: "public" });
    await bench.run(job);
    const known = await bench.store.repositories.find(defaultAccountId, defaultRepositoryId);
    expect(known?.state.visibility).toBe("public");
  });

  it("keeps what groups select by, which an installation does not tell, and asks what follows from it", async () => {
    const bench = await openBench();
    Object.assign(bench.github.observed.readSecurityFeatures, { language: "Go", topics: ["pci"] });
    bench.github.observed.readCustomProperties = { seen: { "product-line": "payments" } };
    await bench.run(job);
    const known = await bench.store.repositories.find(defaultAccountId, defaultRepositoryId);
    expect(known?.state).toMatchObject({
      language: "Go",
      topics: ["pci"],
      customProperties: { "product-line": "payments" },
    });
    const asked = await bench.store.jobs.lease({ limit: 9, leaseMillis: 1_000 });
    expect(asked.map(({ kind }) => kind)).toEqual(["request-observations"]);

    // The same again is no news.
    for (const { key, fence } of asked) await bench.store.jobs.complete(key, fence);
    await bench.run(job);
    expect((await bench.store.jobs.statistics()).waiting).toBe(0);
  });

  it("keeps an equal observation no second time, but days later that it is still so", async () => {
    const bench = await openBench();
    await bench.run(job);
    bench.setNow(defaultAt + 3_600_000);
    expect(await bench.run(job)).toMatchObject({ did: "unchanged" });

    bench.setNow(defaultAt + dayMillis);
    await bench.run(job);
    expect(await kinds(bench)).toEqual({
      controls: 1,
      "findings-listed": 6,
      "code-owners": 1,
      "custom-properties": 1,
      "rule-suites": 2,
    });
    bench.setNow(defaultAt + 7 * dayMillis);
    await bench.run(job);
    expect(await kinds(bench)).toMatchObject({ controls: 2, "code-owners": 2, "custom-properties": 2 });
  });

  it("keeps a change at once", async () => {
    const bench = await openBench();
    await bench.run(job);
    bench.github.observed.readBranchRules = {
      seen: { requiredChecks: ["CodeQL"], requiredApprovals: 1, requiredWorkflows: [] },
    };
    bench.setNow(defaultAt + 1000);
    await bench.run(job);
    const controls = await factsOf(bench, "controls");
    expect(controls.at(-1)).toMatchObject({
      occurredAt: defaultAt + 1000,
      data: { rulesets: { seen: { requiredChecks: ["CodeQL"] } } },
    });
    expect(controls).toHaveLength(2);
  });

  it("names the repositories of workflows that a ruleset requires, where they are the account's", async () => {
    const bench = await openBench();
    const { state } = (await bench.store.repositories.find(defaultAccountId, defaultRepositoryId))!;
    const ci = { ...state, repositoryId: 77, name: "ci" };
    await bench.store.repositories.observe(ci, { observedAt: defaultAt, installationId: null });
    const path = ".github/workflows/scan.yml";
    bench.github.observed.readBranchRules = {
      seen: {
        requiredChecks: [],
        requiredApprovals: null,
        requiredWorkflows: [`repositories/77/${path}@v2`, `repositories/78/${path}`],
      },
    };
    await bench.run(job);
    const [controls] = await factsOf(bench, "controls");
    expect(controls!.data.rulesets).toMatchObject({
      seen: { requiredWorkflows: [`${state.ownerLogin}/ci/${path}@v2`, `repositories/78/${path}`] },
    });
  });

  it("says of each part alone what cannot be seen", async () => {
    const bench = await openBench();
    const { observed } = bench.github;
    observed.readBranchProtection = { unseen: forbidden };
    observed.listDependabotAlerts = { unseen: forbidden };
    observed.listBypassedRuleSuites = { unseen: forbidden };
    observed.readCodeOwnersFile = { unseen: forbidden };
    await bench.run(job);
    const [controls] = await factsOf(bench, "controls");
    expect(controls!.data).toMatchObject({
      protection: { unseen: forbidden },
      dependabotAlerts: { seen: true },
    });
    const lists = await factsOf(bench, "findings-listed");
    expect(lists.filter(({ data }) => "unseen" in data.listing).map(({ data }) => data.source)).toEqual([
      "dependabot",
    ]);
    expect((await factsOf(bench, "rule-suites"))[0]!.data.bypasses).toEqual({ unseen: forbidden });
    expect((await factsOf(bench, "code-owners"))[0]!.data.file).toEqual({ unseen: forbidden });
  });

  it("asks for no bypassed rules where the configuration leaves them out", async () => {
    const bench = await openBench();
    await bench.configure("version: 1\ngates: { rule_suites: false }");
    await bench.run(job);
    expect(bench.github.count("listBypassedRuleSuites")).toBe(0);
    expect(bench.github.requests).toHaveLength(12);
    expect((await kinds(bench))["rule-suites"]).toBeUndefined();
  });

  it("tells nothing of custom properties that GitHub does not give", async () => {
    const bench = await openBench();
    bench.github.observed.readCustomProperties = { unseen: { ...forbidden, why: "not-available" } };
    await bench.run(job);
    expect((await kinds(bench))["custom-properties"]).toBeUndefined();
  });

  it("an outage of one part keeps the others, and the job is to be done again", async () => {
    const bench = await openBench();
    bench.github.failNext("listDependabotAlerts", new Transient("502"));
    await expect(bench.run(job)).rejects.toThrow(Transient);
    expect(await kinds(bench)).toMatchObject({ controls: 1, "findings-listed": 2, "rule-suites": 1 });
    expect(await bench.run(job)).toMatchObject({ did: "recorded" });
    expect(await kinds(bench)).toMatchObject({ controls: 1, "findings-listed": 3, "rule-suites": 1 });
  });

  it("a limit ends it at once, and what was read before stays", async () => {
    const bench = await openBench();
    bench.github.failNext("listDependabotAlerts", new RateLimited("wait", defaultAt + 60_000));
    await expect(bench.run(job)).rejects.toThrow(RateLimited);
    expect(bench.github.count("listSecretAlerts", "readCodeOwnersFile")).toBe(0);
    expect(await kinds(bench)).toEqual({ controls: 1, "findings-listed": 1 });
  });

  it("asks nothing of a repository that left", async () => {
    const bench = await openBench();
    await bench.store.repositories.setActive(defaultAccountId, defaultRepositoryId, false, defaultAt);
    expect(await bench.run(job)).toMatchObject({ did: "skipped" });
    expect(bench.github.count()).toBe(0);
  });
});

describe("alerts", () => {
  const listed = <Data>(data: Data) => ({ ...data, updatedAt: defaultAt + 2 * 3_600_000 });

  it("that GitHub lists are facts, and that the list was read", async () => {
    const bench = await openBench();
    const alert = listed(dependabotAlertFact().data) as never;
    bench.github.observed.listDependabotAlerts = { seen: { alerts: [alert], complete: false } };
    await bench.run(job);
    expect(await factsOf(bench, "dependabot-alert")).toMatchObject([
      { subject: "dependabot-alert:1:created", occurredAt: defaultAt, data: { packageName: "lodash" } },
    ]);
    const list = (await factsOf(bench, "findings-listed")).find(({ data }) => data.source === "dependabot");
    expect(list!.data.listing).toEqual({ seen: { alerts: 1, complete: false } });
  });

  it("that are open though the ledger has them closed are reopened", async () => {
    const bench = await openBench();
    const fixedAt = defaultAt + 3_600_000;
    await bench.know(
      codeScanningAlertFact(),
      codeScanningAlertFact({ action: "fixed", at: fixedAt, createdAt: defaultAt }),
    );
    const alert = listed(codeScanningAlertFact().data) as never;
    bench.github.observed.listCodeScanningAlerts = { seen: { alerts: [alert], complete: true } };
    await bench.run(job);
    const facts = await factsOf(bench, "code-scanning-alert");
    expect(facts.map(({ data }) => data.action)).toEqual(["created", "created", "fixed", "reopened"]);
  });
});

describe("releases", () => {
  const release = (releaseId: number, ageDays: number, assets = 1) => ({
    releaseId,
    tagName: `v${releaseId}`,
    publishedAt: defaultAt - ageDays * dayMillis,
    prerelease: false,
    url: null,
    assets: Array.from({ length: assets }, (_, index) => ({
      name: `app-${index}.tgz`,
      digest: `sha256:${index}`,
    })),
  });

  it("of ninety days are asked for, with the assets that are attested", async () => {
    const bench = await openBench();
    bench.github.observed.listReleases = { seen: [release(1, 5), release(2, 91)] };
    bench.github.observed.hasAttestation = { seen: true };
    await bench.run(job);
    expect(await factsOf(bench, "release-evidence")).toMatchObject([
      { data: { releaseId: 1, attested: { seen: ["app-0.tgz"] }, dependencyGraph: { seen: true } } },
    ]);
  });

  it("whose evidence is complete are asked for no more after fourteen days; others once a week", async () => {
    const bench = await openBench();
    bench.github.observed.listReleases = { seen: [release(1, 10)] };
    bench.github.observed.hasAttestation = { seen: true };
    await bench.run(job);
    bench.setNow(defaultAt + 5 * dayMillis);
    await bench.run(job);
    expect(bench.github.count("hasAttestation")).toBe(1);

    bench.github.observed.listReleases = { seen: [release(2, 10)] };
    bench.github.observed.hasAttestation = { seen: false };
    await bench.run(job);
    bench.setNow(defaultAt + 6 * dayMillis);
    await bench.run(job);
    expect(bench.github.count("hasAttestation")).toBe(2);
    bench.setNow(defaultAt + 13 * dayMillis);
    await bench.run(job);
    expect(bench.github.count("hasAttestation")).toBe(3);
  });

  it("are taken turn by turn, thirty digests a run, each release as a whole", async () => {
    const bench = await openBench();
    bench.github.observed.listReleases = { seen: [release(1, 1, 20), release(2, 2, 15), release(3, 3, 10)] };
    await bench.run(job);
    expect(bench.github.count("hasAttestation")).toBe(20);
    bench.setNow(defaultAt + dayMillis);
    await bench.run(job);
    const asked = (await factsOf(bench, "release-evidence")).map(({ data }) => data.releaseId);
    expect([...new Set(asked)].sort()).toEqual([1, 2, 3]);
  });

  it("are asked for at once where nothing is read again later, and it is kept which there are", async () => {
    const bench = await openBench();
    const all = [release(1, 1, 20), release(2, 2, 15), release(3, 3, 300)];
    bench.github.observed.listReleases = { seen: [...all, release(4, 91)] };
    const once = { ...bench.services, github: bench.github.gateway, holdsLease: async () => true };
    await observeRepository({ ...once, readsOnce: true }, { ...job, ...place });
    const asked = (await factsOf(bench, "release-evidence")).map(({ data }) => data.releaseId);
    expect(asked.sort()).toEqual([1, 2]);
    expect(await factsOf(bench, "releases-listed")).toMatchObject([
      {
        data: {
          listing: {
            seen: {
              from: defaultAt - 90 * dayMillis,
              releases: [{ releaseId: 1 }, { releaseId: 2 }, { releaseId: 3 }],
            },
          },
        },
      },
    ]);
  });

  it("that may not be listed are kept as such, where no delivery tells of them", async () => {
    const bench = await openBench();
    bench.github.observed.listReleases = { unseen: forbidden };
    const once = { ...bench.services, github: bench.github.gateway, holdsLease: async () => true };
    await observeRepository({ ...once, readsOnce: true }, { ...job, ...place });
    expect(await factsOf(bench, "releases-listed")).toMatchObject([
      { data: { listing: { unseen: forbidden } } },
    ]);
  });

  it("without permission are asked for once", async () => {
    const bench = await openBench();
    bench.github.observed.listReleases = { seen: [release(1, 1, 3)] };
    bench.github.observed.hasAttestation = { unseen: forbidden };
    await bench.run(job);
    expect(bench.github.count("hasAttestation")).toBe(1);
    expect((await factsOf(bench, "release-evidence"))[0]!.data.attested).toEqual({ unseen: forbidden });
  });
});

describe("commits", () => {
  it("of recent findings are read where no push told of them; test merges are not", async () => {
    const bench = await openBench();
    bench.github.observed.readCommitTime = { seen: defaultAt - 5000 };
    await bench.know(
      pushFact({ after: sha("c1") }),
      codeScanningAlertFact({ commitSha: sha("c1") }),
      codeScanningAlertFact({ number: 2, commitSha: sha("d2") }),
      codeScanningAlertFact({ number: 3, commitSha: sha("d3"), ref: "refs/pull/3/merge" }),
      codeScanningAlertFact({ number: 4, commitSha: sha("d4"), at: defaultAt - 29 * dayMillis }),
      secretLocationFact({ commitSha: sha("d5") }),
    );
    await bench.run(job);
    expect((await factsOf(bench, "commit")).map(({ subject }) => subject).sort()).toEqual([
      `commit:${sha("d2")}`,
      `commit:${sha("d5")}`,
    ]);
    await bench.run(job);
    expect(bench.github.count("readCommitTime")).toBe(2);
  });

  it("are at most twenty a run, and one that is gone leaves nothing", async () => {
    const bench = await openBench();
    const findings = Array.from({ length: 25 }, (_, index) =>
      codeScanningAlertFact({ number: index + 1, commitSha: index.toString(16).padStart(40, "a") }),
    );
    await bench.know(...findings);
    await bench.run(job);
    expect(bench.github.count("readCommitTime")).toBe(20);
    expect(await factsOf(bench, "commit")).toEqual([]);
  });
});
