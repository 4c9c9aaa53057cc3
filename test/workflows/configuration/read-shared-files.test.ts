// Files that others extend: read where they may be, before what builds upon them, and told of without their content.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import { NotFound } from "../../../src/github/errors.ts";
import { sharedFileKind } from "../../../src/records/configuration-kind.ts";
import { openConfigurations } from "../../../src/workflows/configuration/account-configurations.ts";
import { defaultAccountId, defaultAt, defaultRepositoryId, repositoryState } from "../../support/facts.ts";
import { installationId, openBench, type WorkflowBench } from "../../support/workflow-bench.ts";

const own = ".github/firstpass.yml";
const base = "firstpass/base.yml";
const job = { kind: "read-configuration" } as const;
const policies = 2005;

async function openWithPolicies(): Promise<WorkflowBench> {
  const bench = await openBench();
  await know(bench, { repositoryId: policies, name: "policies" });
  return bench;
}

async function know({ store, github }: WorkflowBench, given: { repositoryId: number; name: string }) {
  await store.repositories.observe(repositoryState(given), { observedAt: defaultAt, installationId });
  github.repositories.set(given.repositoryId, { owner: "acme", name: given.name });
}

const extend = (...addresses: string[]) => `version: 1\nextends: ${JSON.stringify(addresses)}\n`;

async function load({ store }: WorkflowBench, repositoryId = defaultRepositoryId) {
  const known = await store.repositories.find(defaultAccountId, repositoryId);
  return (await openConfigurations(store, defaultAccountId)).of(known!);
}

const takeJobs = async ({ store }: WorkflowBench) => {
  const jobs = await store.jobs.lease({ limit: 100, leaseMillis: 1000 });
  for (const { key, fence } of jobs) await store.jobs.complete(key, fence);
  return jobs.map(({ key }) => key).sort();
};

describe("a file that is extended", () => {
  it("is read along, over a chain, and is in force together with what builds upon it", async () => {
    const bench = await openWithPolicies();
    await know(bench, { repositoryId: 2006, name: "core" });
    bench.github.addFile("acme/shop", own, extend("Acme/Policies:firstpass/base.yml"));
    bench.github.addFile("acme/policies", base, `${extend("acme/core:firstpass.yml")}window: 14d\n`);
    bench.github.addFile("acme/core", "firstpass.yml", "version: 1\nmode: enforce\n");
    expect(await bench.run(job)).toEqual({ did: "recorded", reason: null });
    const { config, told } = await load(bench);
    expect([config.windowDays, config.mode, told]).toEqual([14, "enforce", []]);
    // Own configuration, base, core, own exceptions.
    expect(bench.github.count("readFile")).toBe(4);
    expect(await takeJobs(bench)).toEqual([
      "request-observations/1001/2001",
      "request-observations/1001/organisation",
    ]);
    await bench.run(job);
    expect(bench.github.count("readFile")).toBe(6);
  });

  it("is kept before the file that builds upon it", async () => {
    const bench = await openWithPolicies();
    bench.github.addFile("acme/shop", own, extend(`acme/policies:${base}`));
    bench.github.addFile("acme/policies", base, "version: 1\nwindow: 14d\n");
    const saved: string[] = [];
    const { store } = bench.services;
    const watch = (inner: typeof store): typeof store => ({
      ...inner,
      configurations: {
        ...inner.configurations,
        save: (configuration) => {
          saved.push(configuration.path);
          return inner.configurations.save(configuration);
        },
      },
      transaction: (work) => inner.transaction((transaction) => work(watch(transaction))),
    });
    Object.assign(bench.services, { store: watch(store) });
    await bench.run(job);
    expect(saved.slice(0, 2)).toEqual([`acme/policies:${base}`, own]);
  });

  it("that goes round in a circle costs each file once", async () => {
    const bench = await openWithPolicies();
    bench.github.addFile("acme/shop", own, extend(`acme/policies:${base}`));
    bench.github.addFile("acme/policies", base, extend("acme/policies:firstpass.yml"));
    bench.github.addFile("acme/policies", "firstpass.yml", extend(`acme/policies:${base}`));
    await bench.run(job);
    expect(bench.github.count("readFile")).toBe(4);
    expect((await load(bench)).told).toEqual([expect.stringContaining("circle")]);
  });

  it.each([
    ["of another account", "umbrella/policies:firstpass.yml"],
    ["that Firstpass may not read", "acme/unknown:firstpass.yml"],
    ["that was removed from the installation", "acme/gone:firstpass.yml"],
  ])("in a repository %s is not asked for, and told with what to do", async (_, address) => {
    const bench = await openWithPolicies();
    await know(bench, { repositoryId: 2007, name: "gone" });
    await bench.store.repositories.setActive(defaultAccountId, 2007, false, defaultAt + 1);
    await bench.store.repositories.observe(
      repositoryState({ accountId: 1002, repositoryId: 2008, ownerLogin: "umbrella", name: "policies" }),
      { observedAt: defaultAt, installationId: 78 },
    );
    bench.github.addFile("acme/shop", own, `${extend(address)}window: 14d\n`);
    await bench.run(job);
    // Its own two files alone.
    expect(bench.github.count("readFile")).toBe(2);
    const { config, told } = await load(bench);
    expect(config.windowDays).toBe(14);
    expect(told).toEqual([
      expect.stringMatching(/is no repository of this account.*install the App there.*or change "extends"/),
    ]);
  });

  it("costs at most twenty files, whatever a chain names", async () => {
    const bench = await openWithPolicies();
    for (let n = 0; n < 30; n++) {
      const next = [`acme/policies:firstpass-${n + 1}.yml`, `acme/policies:firstpass-${n + 2}.yml`];
      bench.github.addFile("acme/policies", `firstpass-${n}.yml`, extend(...next));
    }
    bench.github.addFile("acme/shop", own, extend("acme/policies:firstpass-0.yml"));
    await bench.run(job);
    expect(bench.github.count("readFile")).toBe(22);
  });
});

describe("a broken file that is extended", () => {
  async function openBroken(first: string | null) {
    const bench = await openWithPolicies();
    bench.github.addFile("acme/shop", own, extend(`acme/policies:${base}`));
    if (first !== null) {
      bench.github.addFile("acme/policies", base, first);
      await bench.run(job);
    }
    bench.github.addFile("acme/policies", base, "version: 1\nwindow: secret-plan\nmode: secret-mode\n");
    await bench.run({ ...job, repositoryId: first === null ? defaultRepositoryId : policies });
    return bench;
  }

  it("leaves its last good text in force, told in other repositories without its content", async () => {
    const bench = await openBroken("version: 1\nwindow: 14d\n");
    const { config, told } = await load(bench);
    expect(config.windowDays).toBe(14);
    expect(told).toEqual([
      `acme/policies:${base} is not in force as it is now: it has 2 errors. Its last good text stays in force.`,
    ]);
  });

  it("that never was good is absent, told in other repositories without its content", async () => {
    const bench = await openBroken(null);
    const { told } = await load(bench);
    expect(told).toEqual([expect.stringContaining("it has 2 errors.")]);
    expect(told.join()).not.toContain("secret");
  });

  it("is told of in its own repository with its lines, and no more once it is mended", async () => {
    const bench = await openBroken("version: 1\nwindow: 14d\n");
    expect((await load(bench, policies)).told).toEqual([
      expect.stringMatching(/^acme\/policies:firstpass\/base\.yml:2:9: window: found "secret-plan"/),
      expect.stringMatching(/^acme\/policies:firstpass\/base\.yml:3:7: mode: found "secret-mode"/),
    ]);
    await takeJobs(bench);
    bench.github.addFile("acme/policies", base, "version: 1\nwindow: 21d\n");
    await bench.run({ ...job, repositoryId: policies });
    expect(await takeJobs(bench)).toEqual(["request-observations/1001/organisation"]);
    for (const id of [defaultRepositoryId, policies]) expect((await load(bench, id)).told).toEqual([]);
    expect((await load(bench)).config.windowDays).toBe(21);
  });
});

describe("a file that is extended and is there no more", () => {
  async function openExtending() {
    const bench = await openWithPolicies();
    bench.github.addFile("acme/shop", own, extend(`acme/policies:${base}`));
    bench.github.addFile("acme/policies", base, "version: 1\nwindow: 14d\n");
    await bench.run(job);
    return bench;
  }

  it("is absent when it was deleted", async () => {
    const bench = await openExtending();
    bench.github.files.delete("acme/policies");
    await bench.run({ ...job, repositoryId: policies });
    const { config, told } = await load(bench);
    expect(config.windowDays).toBe(28);
    expect(told).toEqual([expect.stringContaining("there is no such file on the default branch")]);
  });

  it("keeps its last good text when its repository left the installation", async () => {
    const bench = await openExtending();
    await bench.store.repositories.setActive(defaultAccountId, policies, false, defaultAt + 1);
    const { config, told } = await load(bench);
    expect(config.windowDays).toBe(14);
    expect(told).toEqual([expect.stringContaining("cannot be read any more")]);
  });

  it("keeps its last good text when its repository cannot be seen any more", async () => {
    const bench = await openExtending();
    bench.github.files.delete("acme/policies");
    bench.github.failNext("readSecurityFeatures", new NotFound("Not Found"));
    await bench.run({ ...job, repositoryId: policies });
    const { config, told } = await load(bench);
    expect(config.windowDays).toBe(14);
    expect(told).toEqual([expect.stringContaining("acme/policies is gone")]);
  });

  it("is found by its former name when its repository was renamed, and that is told", async () => {
    const bench = await openExtending();
    await bench.store.repositories.observe(repositoryState({ repositoryId: policies, name: "standards" }), {
      observedAt: defaultAt + 1,
      installationId,
    });
    const { config, told } = await load(bench);
    expect(config.windowDays).toBe(14);
    expect(told).toEqual([expect.stringContaining("is called acme/standards today")]);
    bench.github.addFile("acme/shop", own, extend(`acme/standards:${base}`));
    await bench.run(job);
    expect(await load(bench)).toMatchObject({ config: { windowDays: 14 }, told: [] });
  });

  it("was in force at an earlier time, and is known to have been", async () => {
    const bench = await openExtending();
    bench.setNow(defaultAt + 60_000);
    bench.github.addFile("acme/policies", base, "version: 1\nwindow: 21d\n");
    await bench.run({ ...job, repositoryId: policies });
    const known = await bench.store.repositories.find(defaultAccountId, defaultRepositoryId);
    const then = await openConfigurations(bench.store, defaultAccountId, { recordedBefore: defaultAt + 1 });
    expect((await then.of(known!)).config.windowDays).toBe(14);
    expect((await load(bench)).config.windowDays).toBe(21);
  });
});

it("puts proposed texts in the place of the stored ones, and tells nothing of what they replace", async () => {
  const bench = await openWithPolicies();
  const broken = { accountId: defaultAccountId, commitSha: null, readAt: defaultAt, problem: "broken" };
  const text = "version: 1\n";
  const { configurations } = bench.store;
  await configurations.save({ ...broken, repositoryId: null, kind: "configuration", path: "o", text });
  await configurations.save({ ...broken, repositoryId: 2001, kind: "configuration", path: own, text });
  const path = `acme/policies:${base}`;
  await configurations.save({ ...broken, repositoryId: policies, kind: sharedFileKind(base), path, text });
  const known = await bench.store.repositories.find(defaultAccountId, defaultRepositoryId);
  const { config, told } = await (await openConfigurations(bench.store, defaultAccountId)).of(known!, {
    organisation: { path: "o", text: "version: 1\nmode: enforce\n" },
    repository: { path: own, text: extend(path) },
    shared: new Map([[path, { path, text: "version: 1\nwindow: 14d\n" }]]),
  });
  expect([config.mode, config.windowDays, told]).toEqual(["enforce", 14, []]);
});

it("knows which teams may write to a repository by the last word on each", async () => {
  const bench = await openBench();
  const text = [
    "version: 1",
    "groups:",
    "  - { id: payments, match: { teams: [payments] }, settings: { window: 14d } }",
    "  - { id: web, match: { teams: [web] }, settings: { mode: enforce } }",
    "",
  ].join("\n");
  bench.github.addFile("acme/.github", "firstpass.yml", text);
  await bench.run({ ...job, repositoryId: null });
  const told = (at: number, repositories: readonly number[]): Fact => ({
    kind: "team-repositories",
    accountId: defaultAccountId,
    repositoryId: 0,
    subject: "team-repositories:payments",
    occurredAt: at,
    data: { team: "payments", repositories: { seen: repositories } },
  });
  await bench.know(told(2, [defaultRepositoryId]), told(1, []));
  const { config, problems } = await load(bench);
  expect(config.groups.map(({ id }) => id)).toEqual(["payments"]);
  expect(problems.map(({ message }) => message).join()).toContain("members: read");
});
