// After a policy change only what nobody has read is read, whatever the number of repositories.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import type { PavedRoadData } from "../../../src/core/facts/paved-road.ts";
import { countingSelects } from "../../support/counting-selects.ts";
import {
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  pavedRoadFact,
  repositoryState,
} from "../../support/facts.ts";
import { installationId, openBench, type WorkflowBench } from "../../support/workflow-bench.ts";

const job = { kind: "request-observations", repositoryId: null } as const;
const minute = 60_000;

const rules = (...paths: string[]) =>
  `templates: { rules: [${paths
    .map((path, n) => `{ id: r${n}, kind: file, path: ${path}, template: acme/paved }`)
    .join(", ")}] }`;

async function policy(bench: WorkflowBench, text: string) {
  bench.github.addFile("acme/.github", "firstpass.yml", `version: 1\n${text}\n`);
  await bench.run({ kind: "read-configuration", repositoryId: null });
  await takeJobs(bench);
}

async function takeJobs({ store, setNow }: WorkflowBench, until = defaultAt) {
  setNow(until);
  const jobs = await store.jobs.lease({ limit: 5000, leaseMillis: 1000 });
  for (const { key, fence } of jobs) await store.jobs.complete(key, fence);
  return jobs.map(({ key }) => key).sort();
}

async function know(bench: WorkflowBench, count: number) {
  for (let id = 3001; id < 3001 + count; id++)
    await bench.store.repositories.observe(repositoryState({ repositoryId: id, name: `r${id}` }), {
      observedAt: 1,
      installationId,
    });
}

const observed = (repositoryId: number, data: Partial<PavedRoadData> = {}): Fact =>
  pavedRoadFact({ repositoryId, filesLookedFor: ["SECURITY.md"], ...data });

describe("requestObservations", () => {
  it("asks nothing for a changed target, nor for another minimum", async () => {
    const bench = await openBench();
    await policy(bench, `${rules("SECURITY.md")}\ntargets: { first-pass-rate: ">= 90 %" }`);
    await bench.know(observed(defaultRepositoryId));
    expect(await bench.run(job)).toEqual({ did: "recorded", reason: null });
    // Templates are asked for once an account: GitHub says cheaply that nothing is new.
    expect(await takeJobs(bench)).toEqual(["observe-templates/1001/organisation/all"]);
  });

  it("has a repository observed where the rules look at what nobody looked for", async () => {
    const bench = await openBench();
    await know(bench, 1);
    await policy(bench, rules("SECURITY.md", "LICENSE"));
    await bench.know(
      observed(defaultRepositoryId),
      observed(3001, { filesLookedFor: ["LICENSE", "SECURITY.md"] }),
    );
    await bench.run(job);
    expect(await takeJobs(bench)).toContain("observe-paved-road/1001/2001");
    await bench.run(job);
    expect(await takeJobs(bench)).not.toContain("observe-paved-road/1001/3001");
  });

  it("goes by the last observation, and leaves out what is not ours any more", async () => {
    const bench = await openBench();
    await know(bench, 2);
    await policy(bench, rules("SECURITY.md"));
    await bench.know(
      pavedRoadFact({ repositoryId: defaultRepositoryId, filesLookedFor: [], at: defaultAt - minute }),
      observed(defaultRepositoryId),
    );
    await bench.store.repositories.setActive(defaultAccountId, 3002, false, defaultAt);
    await bench.run(job);
    expect((await takeJobs(bench)).filter((key) => key.startsWith("observe-paved"))).toEqual([
      "observe-paved-road/1001/3001",
    ]);
  });

  it("asks for one repository alone, and for templates only where one was never read", async () => {
    const bench = await openBench();
    await know(bench, 3);
    await policy(bench, rules("SECURITY.md"));
    await bench.run({ ...job, repositoryId: defaultRepositoryId });
    expect(await takeJobs(bench)).toEqual([
      "observe-paved-road/1001/2001",
      "observe-templates/1001/organisation/all",
    ]);
    await bench.know({
      kind: "template-listed",
      accountId: defaultAccountId,
      repositoryId: 0,
      subject: "template-listed:acme/paved",
      occurredAt: defaultAt,
      data: { template: "acme/paved", listing: { seen: { tags: 1, complete: true } } },
    });
    await bench.run({ ...job, repositoryId: defaultRepositoryId });
    expect(await takeJobs(bench)).toEqual(["observe-paved-road/1001/2001"]);
  });

  it("has teams read that were never seen", async () => {
    const bench = await openBench();
    await policy(bench, "groups: [{ id: a, match: { teams: [payments, web] } }]");
    const team = (slug: string, seen: boolean): Fact => ({
      kind: "team-repositories",
      accountId: defaultAccountId,
      repositoryId: 0,
      subject: `team-repositories:${slug}`,
      occurredAt: defaultAt,
      data: {
        team: slug,
        repositories: seen ? { seen: [] } : { unseen: { why: "not-available", permission: null, text: "" } },
      },
    });
    await bench.know(team("web", true), team("payments", false));
    await bench.run(job);
    expect(await takeJobs(bench)).toEqual(["observe-teams/1001/organisation/payments"]);
  });

  it("reads what files extend in a repository that came under the App since", async () => {
    const bench = await openBench();
    await policy(bench, "extends: acme/r3001:firstpass.yml");
    bench.github.addFile("acme/r3001", "firstpass.yml", "version: 1\nwindow: 14d\n");
    const before = bench.github.count("readFile");
    await bench.run(job);
    expect(bench.github.count("readFile")).toBe(before);
    await know(bench, 1);
    await bench.run(job);
    expect(bench.github.count("readFile")).toBe(before + 1);
    expect(await bench.store.configurations.listInForce(defaultAccountId, "shared")).toHaveLength(1);
  });

  it("spreads two thousand repositories, asks GitHub nothing itself, and lets others run", async () => {
    const bench = await openBench();
    await know(bench, 2_000);
    await policy(bench, rules("SECURITY.md"));
    const requests = bench.github.requests.length;
    const { store, selects } = countingSelects(bench.store);
    let turns = 0;
    const tick = () => {
      turns++;
      next = setImmediate(tick);
    };
    let next = setImmediate(tick);
    Object.assign(bench.services, { store });
    await bench.run(job);
    clearImmediate(next);
    expect(bench.github.requests).toHaveLength(requests);
    expect(turns).toBeGreaterThan(1_900);
    // One small select of the last observation for each, and few for all.
    expect(selects()).toBeLessThan(2_001 + 20);
    const paved = (keys: readonly string[]) => keys.filter((key) => key.startsWith("observe-paved")).length;
    expect(paved(await takeJobs(bench))).toBe(15);
    expect(paved(await takeJobs(bench, defaultAt + minute))).toBe(15);
    expect(paved(await takeJobs(bench, defaultAt + 200 * minute))).toBe(2_001 - 30);
  }, 60_000);
});
