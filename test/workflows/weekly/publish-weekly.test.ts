// The weekly issue: once per repository and week, written only when it says something else, last week's closed with a link.
import { describe, expect, it } from "vitest";
import { Refused, Transient } from "../../../src/github/errors.ts";
import { prepareWeekly, publishWeekly } from "../../../src/workflows/weekly/publish-weekly.ts";
import {
  checkRunFact,
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  pullRequestFact,
  sha,
} from "../../support/facts.ts";
import { allListed, dependabotAlertFact } from "../../support/findings.ts";
import { openBench } from "../../support/workflow-bench.ts";

const headSha = sha("a1");
const day = 86_400_000;
/** Monday of 2026-W47, 07:00 UTC: W46 has ended. */
const monday = Date.UTC(2026, 10, 16, 7);
const w46 = { kind: "publish-weekly", isoWeek: "2026-W46" } as const;
const w47 = { kind: "publish-weekly", isoWeek: "2026-W47" } as const;
/** The first issue of a repository: looked for with and without the label, made, and looked for again. */
const firstIssue = ["listMarkedIssues", "listMarkedIssues", "createIssue", "listMarkedIssues"];

/** A pull request of W46 and its check. */
async function activeBench() {
  const bench = await openBench();
  bench.setNow(monday);
  await bench.know(
    pullRequestFact({ headSha, at: defaultAt }),
    checkRunFact({ headSha, name: "CodeQL", at: defaultAt + 60_000 }),
  );
  return bench;
}

describe("publishWeekly", () => {
  it("fault 30: posts one issue, however often the job runs", async () => {
    const bench = await activeBench();
    expect(await bench.run(w46)).toMatchObject({ did: "created" });
    bench.setNow(monday + 2 * day);
    expect(await bench.run(w46)).toMatchObject({ did: "unchanged" });
    expect(bench.github.requests).toEqual(firstIssue);
    expect(bench.github.issues).toMatchObject([
      { state: "open", labels: ["firstpass"], title: expect.stringMatching(/2026-W46/) },
    ]);
  });

  it("measures the window that ends with the week, whenever it is published", async () => {
    const bench = await activeBench();
    bench.setNow(monday + 3 * day);
    await bench.run(w46);
    const stored = await bench.store.weeklyIssues.find(defaultAccountId, defaultRepositoryId, "2026-W46");
    expect(stored?.scorecard.window).toEqual({
      from: Date.UTC(2026, 10, 16) - 28 * day,
      to: Date.UTC(2026, 10, 16),
    });
  });

  it("changes the issue when a late delivery changes a number", async () => {
    const bench = await activeBench();
    await bench.run(w46);
    const late = sha("b2");
    await bench.know(
      pullRequestFact({ number: 2, headSha: late, at: defaultAt + day }),
      checkRunFact({
        headSha: late,
        name: "Semgrep",
        conclusion: "failure",
        checkRunId: 302,
        at: defaultAt + day + 60_000,
      }),
    );
    expect(await bench.run(w46)).toMatchObject({ did: "updated" });
    expect(bench.github.requests).toEqual([...firstIssue, "updateIssue"]);
    expect(bench.github.issues[0]?.body).toMatch(/Semgrep/);
  });

  it("fault 23: finds the issue by its marker after a lost answer, and makes no second one", async () => {
    const bench = await activeBench();
    bench.github.failNext("createIssue", new Transient("502"), { afterEffect: true });
    await expect(bench.run(w46)).rejects.toBeInstanceOf(Transient);
    // It says already what it should say.
    expect(await bench.run(w46)).toMatchObject({ did: "unchanged" });
    expect(bench.github.issues).toHaveLength(1);
    expect(bench.github.requests).toEqual([...firstIssue.slice(0, 3), "listMarkedIssues"]);
    expect(await bench.run(w46)).toMatchObject({ did: "unchanged" });
    expect(bench.github.requests).toHaveLength(4);
  });

  it("closes the issue of the week before in one request, with a link onwards above what people wrote", async () => {
    const bench = await activeBench();
    await bench.run(w46);
    bench.github.issues[0]!.body += "\nwritten by a person";
    bench.setNow(monday + 7 * day);
    await bench.run(w47);
    const [past, next] = bench.github.issues;
    expect(past?.state).toBe("closed");
    expect(past?.body).toMatch(new RegExp(`#${next?.number} \\(2026-W47\\)[^]*written by a person$`));
    expect(next).toMatchObject({
      state: "open",
      body: expect.stringMatching(`#${past?.number} \\(2026-W46\\)`),
    });
    const nextIssue = ["listMarkedIssues", "createIssue", "listMarkedIssues", "updateIssue"];
    expect(bench.github.requests).toEqual([...firstIssue, ...nextIssue]);
  });

  it("closes the past week after all when that failed the first time", async () => {
    const bench = await activeBench();
    await bench.run(w46);
    bench.setNow(monday + 7 * day);
    bench.github.failNext("updateIssue", new Transient("502"), { afterEffect: true });
    await expect(bench.run(w47)).rejects.toBeInstanceOf(Transient);
    expect(await bench.run(w47)).toMatchObject({ did: "unchanged" });
    const [past, next] = bench.github.issues;
    expect(past?.state).toBe("closed");
    expect(past?.body.match(new RegExp(`#${next?.number} \\(`, "g"))).toHaveLength(1);
    expect(bench.github.issues).toHaveLength(2);
  });

  it("closes a week that is published after a newer one, with a link to that", async () => {
    const bench = await activeBench();
    bench.setNow(monday + 7 * day);
    await bench.run(w47);
    await bench.run(w46);
    const [newer, older] = bench.github.issues;
    expect(newer?.state).toBe("open");
    expect(older).toMatchObject({
      state: "closed",
      body: expect.stringMatching(`#${newer?.number} \\(2026-W47\\)`),
    });
    expect(await bench.run(w46)).toMatchObject({ did: "unchanged" });
    expect(bench.github.count("createIssue")).toBe(2);
  });

  it("asks nothing for an idle week: the last issue stands", async () => {
    const bench = await activeBench();
    await bench.run(w46);
    bench.setNow(monday + 70 * day);
    expect(await bench.run({ ...w46, isoWeek: "2027-W02" })).toMatchObject({ did: "skipped" });
    expect(bench.github.requests).toEqual(firstIssue);
  });

  it("publishes an idle week in which time alone brought a KPI off target, once", async () => {
    const bench = await activeBench();
    // A risk that was accepted, and is looked at again 90 days later at the latest.
    const accepted = { number: 1, createdAt: defaultAt };
    await bench.know(
      ...allListed(defaultAt),
      dependabotAlertFact({ ...accepted, at: defaultAt }),
      dependabotAlertFact({ ...accepted, at: defaultAt + day, action: "dismissed" }),
    );
    await bench.run(w46);
    bench.setNow(monday + 77 * day);
    expect(await bench.run({ ...w46, isoWeek: "2027-W04" })).toMatchObject({ did: "skipped" });
    bench.setNow(monday + 98 * day);
    expect(await bench.run({ ...w46, isoWeek: "2027-W07" })).toMatchObject({ did: "created" });
    bench.setNow(monday + 105 * day);
    expect(await bench.run({ ...w46, isoWeek: "2027-W08" })).toMatchObject({ did: "skipped" });
  });

  it("does not publish a week that has not ended in UTC", async () => {
    const bench = await activeBench();
    bench.setNow(Date.UTC(2026, 10, 16) - 1);
    expect(await bench.run(w46)).toMatchObject({
      did: "skipped",
      reason: expect.stringMatching(/not ended/),
    });
    expect(bench.github.requests).toEqual([]);
  });

  it("fault 31: skips a repository whose issues are disabled, with the reason", async () => {
    const bench = await activeBench();
    bench.github.failNext("createIssue", new Refused("Issues are disabled for this repo", 410));
    expect(await bench.run(w46)).toEqual({ did: "skipped", reason: "Issues are disabled for this repo" });
  });

  it("fault 31: asks nothing of an archived repository", async () => {
    const bench = await openBench({ archived: true });
    bench.setNow(monday);
    expect(await bench.run(w46)).toMatchObject({ did: "skipped", reason: expect.stringMatching(/archived/) });
    expect(bench.github.requests).toEqual([]);
  });
});

describe("a week that a person asks for", () => {
  const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };

  it("is published though the repository is idle", async () => {
    const bench = await activeBench();
    await bench.run(w46);
    bench.setNow(monday + 70 * day);
    const services = { ...bench.services, holdsLease: async () => true };
    const asked = { ...place, isoWeek: "2027-W03" };
    expect(await publishWeekly(services, asked, { asked: true })).toMatchObject({ did: "created" });
    expect(bench.github.issues.at(-1)?.title).toMatch(/2027-W03/);
  });

  it("can be looked at without asking GitHub", async () => {
    const bench = await activeBench();
    const { content } = await prepareWeekly(bench.services, { ...place, isoWeek: "2026-W46" });
    await bench.run(w46);
    expect(bench.github.issues).toMatchObject([content]);
    expect(bench.github.requests).toEqual(firstIssue);
  });
});
