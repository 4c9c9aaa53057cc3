// Configuration files: a valid one comes into force, a broken one leaves the last good one there and is told of.
import { describe, expect, it } from "vitest";
import { NotFound, PermissionError, Refused } from "../../../src/github/errors.ts";
import { loadConfiguration } from "../../../src/workflows/configuration/load-configuration.ts";
import { loadScorecard } from "../../../src/workflows/load-scorecard.ts";
import { entry, exceptionsText } from "../../support/exceptions.ts";
import { defaultAccountId, defaultAt, defaultRepositoryId } from "../../support/facts.ts";
import { openBench, type WorkflowBench } from "../../support/workflow-bench.ts";

const path = ".github/firstpass.yml";
const job = { kind: "read-configuration" } as const;
const organisationJob = { kind: "read-configuration", repositoryId: null } as const;

const load = ({ store }: WorkflowBench) => loadConfiguration(store, defaultAccountId, defaultRepositoryId);

async function queuedRepositories({ store }: WorkflowBench) {
  const jobs = await store.jobs.lease({ limit: 100, leaseMillis: 1000 });
  return jobs.map(({ kind, payload }) => [kind, (payload as { repositoryId: number }).repositoryId]);
}

describe("readConfiguration", () => {
  it("puts a valid file into force, and has asked for what it looks at", async () => {
    const bench = await openBench();
    bench.github.addFile("acme/shop", path, "version: 1\nwindow: 14d\n");
    expect(await bench.run(job)).toEqual({ did: "recorded", reason: null });
    expect((await load(bench)).config.windowDays).toBe(14);
    expect(await queuedRepositories(bench)).toEqual([["request-observations", defaultRepositoryId]]);
  });

  it("does nothing more when the file has not changed", async () => {
    const bench = await openBench();
    bench.github.addFile("acme/shop", path, "version: 1\nwindow: 14d\n");
    await bench.run(job);
    await queuedRepositories(bench);
    expect(await bench.run(job)).toMatchObject({ did: "unchanged" });
  });

  it.each([
    ["is no YAML", "version: [1\n"],
    ["has a wrong key", "version: 1\nwindw: 14d\n"],
    [
      "is an alias bomb",
      `version: 1\na: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi"
        .split("")
        .map((name, i) => `${name}: &${name} [${`*${"abcdefgh"[i]},`.repeat(9)}]`)
        .join("\n")}\n`,
    ],
  ])("fault 38: keeps the last good file when the new one %s", async (_, text) => {
    const bench = await openBench();
    bench.github.addFile("acme/shop", path, "version: 1\nwindow: 14d\n");
    await bench.run(job);
    bench.github.addFile("acme/shop", path, text);
    expect(await bench.run(job)).toMatchObject({
      reason: expect.stringMatching(/^\.github\/firstpass\.yml:\d+:\d+/),
    });
    const { config, problems } = await load(bench);
    expect(config.windowDays).toBe(14);
    expect(problems).toEqual([expect.stringMatching(/^\.github\/firstpass\.yml:/)]);
  });

  it("fault 38: keeps the last good file when the new one is too large to be read", async () => {
    const bench = await openBench();
    bench.github.failNext("readFile", new Refused("It is larger than 1048576 bytes: it is not read.", 413));
    await bench.run(job);
    expect((await load(bench)).problems).toEqual(["It is larger than 1048576 bytes: it is not read."]);
  });

  it("goes back to the defaults when the file is removed", async () => {
    const bench = await openBench();
    await bench.configure("version: 1\nwindow: 14d\n");
    expect(await bench.run(job)).toMatchObject({ did: "recorded" });
    expect((await load(bench)).config.windowDays).toBe(28);
  });

  it("reads the organisation's file, and has asked for what it looks at in all repositories", async () => {
    const bench = await openBench();
    bench.github.addFile("acme/.github-private", "firstpass.yml", "version: 1\nwindow: 7d\n");
    await bench.run(organisationJob);
    expect((await load(bench)).config.windowDays).toBe(7);
    // The configuration in the second of the two repositories; exceptions in neither.
    expect(bench.github.requests).toEqual(["readFile", "readFile", "readFile", "readFile"]);
    expect(await queuedRepositories(bench)).toEqual([["request-observations", null]]);
  });

  it("finds the organisation by its repositories where no delivery told of the installation", async () => {
    const bench = await openBench({ accountId: 1002, ownerLogin: "umbrella", repositoryId: 2009 });
    bench.github.addFile("umbrella/.github", "firstpass.yml", "version: 1\nwindow: 7d\n");
    expect(await bench.run({ ...organisationJob, accountId: 1002 })).toMatchObject({ did: "recorded" });
  });

  it("keeps the reason where a permission is missing, and the last good text, until it is granted", async () => {
    const bench = await openBench();
    bench.github.addFile("acme/shop", path, "version: 1\nwindow: 14d\n");
    await bench.run(job);
    const refusal = "Resource not accessible. Grant contents: read.";
    bench.github.failNext("readFile", new PermissionError(refusal, "contents"));
    expect(await bench.run(job)).toEqual({ did: "unchanged", reason: `${path}: ${refusal}` });
    const { config, problems } = await load(bench);
    expect([config.windowDays, problems]).toEqual([14, [`${path}: ${refusal}`]]);
    await bench.run(job);
    expect((await load(bench)).problems).toEqual([]);
  });

  it("tells a repository that is gone from a file that was removed", async () => {
    const bench = await openBench();
    bench.github.addFile("acme/.github", "firstpass.yml", "version: 1\nwindow: 7d\n");
    await bench.run(organisationJob);
    bench.github.files.delete("acme/.github");
    bench.github.failNext("readSecurityFeatures", new NotFound("Not Found"));
    expect(await bench.run(organisationJob)).toMatchObject({
      reason: expect.stringContaining("acme/.github is gone, or Firstpass may not read it any more"),
    });
    expect(await load(bench)).toMatchObject({
      config: { windowDays: 7 },
      problems: [expect.stringContaining("The last good text stays in force.")],
    });
    expect(await bench.run(organisationJob)).toMatchObject({ did: "recorded", reason: null });
    expect(await load(bench)).toMatchObject({ config: { windowDays: 28 }, problems: [] });
  });

  it("leaves its last text to a repository that is gone", async () => {
    const bench = await openBench();
    await bench.configure("version: 1\nwindow: 14d\n");
    bench.github.failNext("readSecurityFeatures", new NotFound("Not Found"));
    bench.github.repositories.delete(defaultRepositoryId);
    expect(await bench.run(job)).toMatchObject({ did: "skipped" });
    expect((await load(bench)).config.windowDays).toBe(14);
  });

  it("asks nothing for an account without an installation", async () => {
    const bench = await openBench();
    await bench.install({ deleted: true, updatedAt: 1e13 });
    expect(await bench.run(organisationJob)).toMatchObject({ did: "skipped" });
    expect(bench.github.requests).toEqual([]);
  });
});

describe("the exceptions file", () => {
  const exceptionsPath = ".github/firstpass-exceptions.yml";
  const versions = ({ store }: WorkflowBench, repositoryId: number | null = defaultRepositoryId) =>
    store.configurations.list(defaultAccountId, repositoryId, "exceptions");
  const texts = async (bench: WorkflowBench) => (await versions(bench)).map(({ text }) => text);
  const broken = exceptionsText(entry(), entry({ id: "b", owner: undefined }));

  it("is kept as a version with the time of its first reading, also where there is none", async () => {
    const bench = await openBench();
    expect(await bench.run(job)).toEqual({ did: "unchanged", reason: null });
    expect(await versions(bench)).toMatchObject([{ text: null, path: exceptionsPath, readAt: defaultAt }]);
    bench.github.addFile("acme/shop", exceptionsPath, exceptionsText(entry()));
    bench.setNow(defaultAt + 1000);
    expect(await bench.run(job)).toEqual({ did: "recorded", reason: null });
    bench.setNow(defaultAt + 2000);
    expect(await bench.run(job)).toEqual({ did: "unchanged", reason: null });
    expect((await versions(bench)).map(({ readAt }) => readAt)).toEqual([defaultAt, defaultAt + 1000]);
    expect(await queuedRepositories(bench)).toEqual([]);
  });

  it("comes into force with a broken entry in it, which is told of", async () => {
    const bench = await openBench();
    bench.github.addFile("acme/shop", exceptionsPath, broken);
    const { reason } = await bench.run(job);
    expect(reason).toMatch(/^\.github\/firstpass-exceptions\.yml:1:\d+: exceptions\[1\]\.owner is missing/);
    const query = { accountId: defaultAccountId, repositoryId: defaultRepositoryId, now: defaultAt + 1000 };
    const { exceptionFiles, configProblems } = await loadScorecard(bench.store, query);
    expect(exceptionFiles).toEqual([
      { origin: "repository-file", path: exceptionsPath, text: broken, readAt: defaultAt, problem: reason },
    ]);
    expect(configProblems).toEqual([reason]);
  });

  it.each([
    ["no YAML", "version: ["],
    ["no list of entries", "version: 1\n"],
  ])("leaves the last good text in force when the new one is %s", async (_, text) => {
    const bench = await openBench();
    bench.github.addFile("acme/shop", exceptionsPath, exceptionsText(entry()));
    await bench.run(job);
    bench.github.addFile("acme/shop", exceptionsPath, text);
    bench.setNow(defaultAt + 1000);
    expect(await bench.run(job)).toMatchObject({
      did: "unchanged",
      reason: expect.stringContaining(exceptionsPath),
    });
    expect(await texts(bench)).toEqual([exceptionsText(entry()), exceptionsText(entry())]);
  });

  it("of the organisation is looked for in both of its repositories", async () => {
    const bench = await openBench();
    const text = exceptionsText(entry({ repositories: ["acme/*"] }));
    bench.github.addFile("acme/.github-private", "firstpass-exceptions.yml", text);
    expect(await bench.run(organisationJob)).toEqual({ did: "recorded", reason: null });
    expect(await versions(bench, null)).toMatchObject([
      { text, path: "acme/.github-private/firstpass-exceptions.yml", problem: null },
    ]);
  });
});
