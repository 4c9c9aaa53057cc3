// What all jobs have in common: waits are kept, moved repositories are followed, and a failure says what it means.
import { describe, expect, it } from "vitest";
import { NotFound, PermissionError, RateLimited, Refused, Transient } from "../../src/github/errors.ts";
import { judgeJobFailure } from "../../src/workflows/job-outcome.ts";
import { runJob } from "../../src/workflows/run-job.ts";
import {
  checkRunFact,
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  pullRequestFact,
  sha,
} from "../support/facts.ts";
import { installationId, openBench } from "../support/workflow-bench.ts";

const headSha = sha("a1");
const job = { kind: "evaluate-head", headSha } as const;
const minute = 60_000;

async function benchWithHead() {
  const bench = await openBench();
  bench.setNow(defaultAt + minute);
  await bench.know(pullRequestFact({ headSha, at: defaultAt }), checkRunFact({ headSha, at: defaultAt }));
  return bench;
}

describe("runJob", () => {
  it("fault 22: asks nothing while GitHub wants to be left alone, and goes on afterwards", async () => {
    const bench = await benchWithHead();
    const until = defaultAt + 10 * minute;
    await bench.store.rateLimits.hold(installationId, until);
    await expect(bench.run(job)).rejects.toMatchObject({ name: "RateLimited", until });
    expect(bench.github.requests).toEqual([]);
    bench.setNow(until);
    expect(await bench.run(job)).toMatchObject({ did: "created" });
    expect(bench.github.checkRuns).toHaveLength(1);
  });

  it("puts all jobs of an installation that must wait back at once, in their order, and no one else's", async () => {
    const bench = await benchWithHead();
    const until = defaultAt + 10 * minute;
    await bench.store.rateLimits.hold(installationId, until);
    const at = (accountId: number, name: string, notBefore: number) => ({
      key: name,
      kind: "publish-weekly",
      accountId,
      payload: null,
      notBefore,
    });
    await bench.store.jobs.enqueue([
      at(defaultAccountId, "b", defaultAt - 2),
      at(defaultAccountId, "a", defaultAt - 1),
      at(defaultAccountId + 1, "other", defaultAt),
    ]);
    await expect(bench.run(job)).rejects.toMatchObject({ until });
    const lease = async () =>
      (await bench.store.jobs.lease({ limit: 10, leaseMillis: 1 })).map(({ key }) => key);
    expect(await lease()).toEqual(["other"]);
    bench.setNow(until + 10);
    expect(await lease()).toEqual(["other", "b", "a"]);
  });

  it("holds back only what is less urgent where the hour's last requests are kept for checks", async () => {
    const bench = await benchWithHead();
    const until = defaultAt + 10 * minute;
    await bench.store.rateLimits.hold(installationId, until, { resource: "core", from: "weekly" });
    await expect(bench.run({ kind: "publish-weekly", isoWeek: "2026-W46" })).rejects.toMatchObject({ until });
    expect(await bench.run(job)).toMatchObject({ did: "created" });
  });

  it("gives a job the gateway of its kind's priority", async () => {
    const bench = await benchWithHead();
    const asked: string[] = [];
    const at = (priority: string) => {
      asked.push(priority);
      return bench.github.gateway;
    };
    await runJob(
      { ...bench.services, github: { ...bench.github.gateway, at } },
      {
        ...job,
        accountId: defaultAccountId,
        repositoryId: defaultRepositoryId,
        force: false,
      },
    );
    expect(asked).toEqual(["check"]);
  });

  it("fault 20: follows a renamed repository, and goes on under its new name", async () => {
    const bench = await benchWithHead();
    bench.github.repositories.set(defaultRepositoryId, { owner: "acme", name: "store" });
    expect(await bench.run(job)).toMatchObject({ did: "created" });
    expect(bench.github.requests).toEqual([
      "createCheckRun",
      "findRepository",
      "findCheckRun",
      "createCheckRun",
    ]);
    const known = await bench.store.repositories.find(defaultAccountId, defaultRepositoryId);
    expect(known?.state).toMatchObject({ name: "store", url: "https://github.com/acme/store" });
  });

  it("fault 20: leaves a repository that is gone alone from then on", async () => {
    const bench = await benchWithHead();
    bench.github.repositories.delete(defaultRepositoryId);
    expect(await bench.run(job)).toMatchObject({ did: "skipped", reason: expect.stringMatching(/gone/) });
    expect((await bench.store.repositories.find(defaultAccountId, defaultRepositoryId))?.active).toBe(false);
    expect(await bench.run(job)).toMatchObject({ did: "skipped" });
    expect(bench.github.requests).toEqual(["createCheckRun", "findRepository"]);
  });

  it("fault 20: ends with the reason when something is missing in a repository that is where it was", async () => {
    const bench = await benchWithHead();
    bench.github.failNext("createCheckRun", new NotFound("No commit found for SHA"));
    await expect(bench.run(job)).rejects.toThrow("No commit found for SHA");
  });

  it.each([
    ["suspended", { suspended: true }],
    ["uninstalled", { deleted: true }],
  ])("fault 32: asks nothing of an account whose installation is %s", async (_, given) => {
    const bench = await benchWithHead();
    await bench.install({ ...given, updatedAt: defaultAt + minute });
    expect(await bench.run(job)).toMatchObject({ did: "skipped" });
    expect(bench.github.requests).toEqual([]);
  });

  it("fault 35: reports a missing permission and does not try again", async () => {
    const bench = await benchWithHead();
    bench.github.failNext(
      "createCheckRun",
      new PermissionError("Grant the App checks: write.", "checks=write"),
    );
    const error = await bench.run(job).catch((thrown: unknown) => thrown);
    expect(judgeJobFailure(error)).toEqual({ kind: "give-up", reason: "Grant the App checks: write." });
  });
});

describe("judgeJobFailure", () => {
  it.each([
    [new RateLimited("limit", 5), { kind: "wait", until: 5, reason: "limit" }],
    [new Refused("Validation Failed", 422), { kind: "give-up", reason: "Validation Failed" }],
    [new NotFound("Not Found"), { kind: "give-up", reason: "Not Found" }],
    [new Transient("502"), { kind: "retry", reason: "502" }],
    [
      new Error("The store is not available now"),
      { kind: "retry", reason: "The store is not available now" },
    ],
  ])("says what %s means for the job", (error, verdict) => {
    expect(judgeJobFailure(error)).toEqual(verdict);
  });
});

describe("completePush", () => {
  const push = {
    kind: "complete-push",
    ref: "refs/heads/main",
    before: sha("b0"),
    after: sha("c1"),
    pushedAt: defaultAt,
  } as const;
  const pushSubject = `push:${push.ref}:${push.before}:${push.after}`;

  it("fault 15: keeps the compare API's count under the push's own key", async () => {
    const bench = await openBench();
    bench.github.commitCount = 2400;
    expect(await bench.run({ ...push, pushSubject })).toMatchObject({ did: "recorded" });
    const facts = await bench.store.facts.list({
      accountId: defaultAccountId,
      repositoryId: defaultRepositoryId,
    });
    expect(facts).toMatchObject([
      { kind: "push-completed", subject: pushSubject, occurredAt: defaultAt, data: { totalCommits: 2400 } },
    ]);
  });

  it("fault 15: does not invent a count for the first push of the default branch", async () => {
    const bench = await openBench();
    const first = { ...push, before: "0".repeat(40), pushSubject };
    expect(await bench.run(first)).toMatchObject({ did: "skipped" });
    expect(bench.github.requests).toEqual([]);
  });
});
