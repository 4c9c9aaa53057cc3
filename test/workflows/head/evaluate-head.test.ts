// The check run of a head: what is asked of GitHub, how often, and when nothing is.
import { describe, expect, it } from "vitest";
import { PermissionError, Transient } from "../../../src/github/errors.ts";
import { runJob } from "../../../src/workflows/run-job.ts";
import {
  checkRunFact,
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  mergeGroupFact,
  pavedRoadFact,
  pullRequestFact,
  sha,
} from "../../support/facts.ts";
import { openBench } from "../../support/workflow-bench.ts";

const headSha = sha("a1");
const nextSha = sha("b2");
const minute = 60_000;

const opened = pullRequestFact({ headSha, at: defaultAt });
const running = checkRunFact({
  headSha,
  name: "CodeQL",
  status: "in_progress",
  conclusion: null,
  at: defaultAt,
});
const passed = checkRunFact({ headSha, name: "CodeQL", conclusion: "success", at: defaultAt + minute });
const pushedAgain = pullRequestFact({
  action: "synchronize",
  headSha: nextSha,
  previousHeadSha: headSha,
  at: defaultAt + 2 * minute,
});
const closed = pullRequestFact({ action: "closed", headSha, state: "closed", at: defaultAt + 2 * minute });

const observation = pavedRoadFact({ at: defaultAt - minute });
const ruleText =
  "version: 1\ntemplates:\n  rules:\n    - id: scan\n      kind: action\n      uses: acme/scan\n";

const job = { kind: "evaluate-head", headSha } as const;

async function benchWith(...facts: Parameters<Awaited<ReturnType<typeof openBench>>["know"]>) {
  const bench = await openBench();
  bench.setNow(defaultAt + 3 * minute);
  await bench.know(...facts);
  return bench;
}

describe("reportHead", () => {
  it("makes one check run and changes it once, and reads nothing", async () => {
    const bench = await benchWith(opened, running);
    expect(await bench.run(job)).toMatchObject({ did: "created" });
    expect(bench.github.checkRuns[0]?.content).toMatchObject({
      title: "Waiting for CodeQL",
      status: "in_progress",
    });
    await bench.know(passed);
    expect(await bench.run(job)).toMatchObject({ did: "updated" });
    expect(bench.github.requests).toEqual(["createCheckRun", "updateCheckRun"]);
    expect(bench.github.checkRuns).toMatchObject([
      {
        headSha,
        externalId: `firstpass:${defaultRepositoryId}:${headSha}`,
        content: { title: "Passed on the first try" },
      },
    ]);
  });

  it("fault 24: writes nothing when nothing has changed, however often it is asked", async () => {
    const bench = await benchWith(opened, passed);
    await bench.run(job);
    expect(await bench.run(job)).toMatchObject({ did: "unchanged" });
    expect(bench.github.requests).toEqual(["createCheckRun"]);
  });

  it("writes again when a person asks for it", async () => {
    const bench = await benchWith(opened, passed);
    await bench.run(job);
    expect(await bench.run({ ...job, force: true })).toMatchObject({ did: "updated" });
    expect(bench.github.checkRuns).toHaveLength(1);
  });

  it("fault 24: drops its result when another worker has the job", async () => {
    const bench = await benchWith(opened, passed);
    const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId, force: false };
    const attempt = runJob(bench.services, { ...job, ...place }, async () => false);
    await expect(attempt).rejects.toMatchObject({ name: "JobLeaseLost" });
    expect(bench.github.requests).toEqual([]);
  });

  it("fault 23: looks for the check run after a lost answer, and makes no second one", async () => {
    const bench = await benchWith(opened, passed);
    bench.github.failNext("createCheckRun", new Transient("502"), { afterEffect: true });
    await expect(bench.run(job)).rejects.toBeInstanceOf(Transient);
    expect(await bench.run(job)).toMatchObject({ did: "updated" });
    expect(bench.github.requests).toEqual(["createCheckRun", "findCheckRun", "updateCheckRun"]);
    expect(bench.github.checkRuns).toHaveLength(1);
  });

  it("fault 23: makes the check run after all when the first attempt had no effect", async () => {
    const bench = await benchWith(opened, passed);
    bench.github.failNext("createCheckRun", new Transient("timeout"));
    await expect(bench.run(job)).rejects.toBeInstanceOf(Transient);
    expect(await bench.run(job)).toMatchObject({ did: "created" });
    expect(bench.github.checkRuns).toHaveLength(1);
  });

  it("fault 25: leaves a superseded head's check run as it is", async () => {
    const bench = await benchWith(opened, running);
    await bench.run(job);
    await bench.know(pushedAgain, passed);
    expect(await bench.run(job)).toMatchObject({
      did: "skipped",
      reason: expect.stringMatching(/newer head/),
    });
    expect(bench.github.requests).toEqual(["createCheckRun"]);
  });

  it("fault 25: drops the result of a head that is superseded while it is worked out", async () => {
    const bench = await benchWith(opened, running);
    await bench.run(job);
    await bench.configure(ruleText);
    await bench.know(passed, observation);
    bench.github.before("listPullRequestFiles", () => bench.know(pushedAgain));
    expect(await bench.run(job)).toMatchObject({ did: "skipped" });
    expect(bench.github.requests).toEqual(["createCheckRun", "listPullRequestFiles"]);
  });

  it("gives a superseded head that never had a check run its one word, once it is decided", async () => {
    const bench = await benchWith(opened, running, pushedAgain);
    expect(await bench.run(job)).toMatchObject({ did: "skipped" });
    await bench.know(passed);
    expect(await bench.run(job)).toMatchObject({ did: "created" });
    expect(bench.github.checkRuns[0]?.content.status).toBe("completed");
    expect(await bench.run(job)).toMatchObject({ did: "skipped" });
  });

  it.each([
    ["a pull request", opened],
    ["a merge group", mergeGroupFact({ headSha, pullRequestNumber: 1, at: defaultAt })],
  ])("looks once more at the head of %s without any check, an hour after it came", async (_, fact) => {
    const bench = await benchWith(fact);
    await bench.run(job);
    expect(bench.github.checkRuns[0]?.content.status).toBe("in_progress");
    bench.setNow(defaultAt + 59 * minute);
    expect(await bench.store.jobs.lease({ limit: 1, leaseMillis: minute })).toEqual([]);
    bench.setNow(defaultAt + 60 * minute);
    const [again] = await bench.store.jobs.lease({ limit: 1, leaseMillis: minute });
    expect(again?.payload).toMatchObject({ ...job, force: false });
    expect(await bench.run(job)).toMatchObject({ did: "updated" });
    expect(bench.github.checkRuns[0]?.content).toMatchObject({
      status: "completed",
      title: expect.stringMatching(/no security check ran/i),
    });
    expect(await bench.store.jobs.complete(again!.key, again!.fence)).toBe(true);
    expect((await bench.store.jobs.statistics()).waiting).toBe(0);
  });

  it("tells how it ended when it was merged while it waited, and then leaves it", async () => {
    const bench = await benchWith(opened, running);
    await bench.run(job);
    await bench.know(closed);
    expect(await bench.run(job)).toMatchObject({ did: "unchanged" });
    await bench.know(passed);
    expect(await bench.run(job)).toMatchObject({ did: "updated" });
    expect(bench.github.checkRuns[0]?.content).toMatchObject({ status: "completed", conclusion: "success" });
    expect(await bench.run(job)).toMatchObject({ did: "skipped", reason: expect.stringMatching(/closed/) });
    expect(bench.github.requests).toEqual(["createCheckRun", "updateCheckRun"]);
  });

  it.each([
    ["a closed pull request", [opened, passed, closed], /closed/],
    ["a commit that is nobody's head", [passed], /head of no pull request/],
  ])("asks nothing for %s", async (_, facts, reason) => {
    const bench = await benchWith(...facts);
    expect(await bench.run(job)).toMatchObject({ did: "skipped", reason: expect.stringMatching(reason) });
    expect(bench.github.requests).toEqual([]);
  });

  it("fault 26: reports on the merge queue's own commit", async () => {
    const bench = await benchWith(
      mergeGroupFact({ headSha, pullRequestNumber: 1, at: defaultAt }),
      checkRunFact({
        headSha,
        name: "CodeQL",
        conclusion: "failure",
        headBranch: `gh-readonly-queue/main/pr-1-${sha("cc")}`,
        at: defaultAt + minute,
      }),
    );
    expect(await bench.run(job)).toMatchObject({ did: "created" });
    expect(bench.github.checkRuns[0]).toMatchObject({
      headSha,
      content: { title: expect.stringMatching(/CodeQL/) },
    });
  });

  it("fault 27: joins a fork's checks by commit, and reads nothing of the fork", async () => {
    const bench = await benchWith(
      pullRequestFact({ headSha, headRepositoryId: 999, at: defaultAt }),
      checkRunFact({ headSha, name: "CodeQL", headBranch: null, at: defaultAt + minute }),
    );
    await bench.run(job);
    expect(bench.github.checkRuns[0]?.content.title).toBe("Passed on the first try");
    expect(bench.github.requests).toEqual(["createCheckRun"]);
  });

  it("fault 31: asks nothing of an archived repository", async () => {
    const bench = await openBench({ archived: true });
    await bench.know(opened, passed);
    expect(await bench.run(job)).toMatchObject({ did: "skipped", reason: expect.stringMatching(/archived/) });
    expect(bench.github.requests).toEqual([]);
  });

  it("fault 35: says that template rules were not checked when the files may not be read", async () => {
    const bench = await benchWith(opened, passed, observation);
    await bench.configure(ruleText);
    bench.github.failNext(
      "listPullRequestFiles",
      new PermissionError("Grant the App pull_requests: read.", "pull_requests=read"),
    );
    await bench.run(job);
    expect(bench.github.checkRuns[0]?.content).toMatchObject({
      conclusion: "neutral",
      summary: expect.stringMatching(/Template rules were not checked/),
    });
  });
});
