import { beforeEach, describe, expect, test } from "vitest";
import { grantedPermissions } from "../../src/demo/organisation/build.ts";
import { DAY, HOUR, MINUTE, people } from "../../src/demo/organisation/place.ts";
import {
  checkSuitePayload,
  codeScanning,
  githubActions,
  mergeGroupPayload,
  requestedActionPayload,
} from "../../src/demo/payloads/checks.ts";
import { addCommit } from "../../src/local-github/repository.ts";
import { describeOnEachDatabase } from "../support/stores.ts";
import { closeStages, NOW, openSmallScene, type SmallScene } from "./small-scene.ts";

const at = NOW - 2 * HOUR;

describeOnEachDatabase("the check run, from delivery to GitHub", (createTestDatabase) => {
  closeStages();
  let small: SmallScene;
  beforeEach(async () => {
    small = await openSmallScene((await createTestDatabase()).url);
  });
  const only = () => {
    const runs = [...small.repository.checkRuns.values()];
    expect(runs).toHaveLength(1);
    return runs[0]!;
  };

  test("a burst of checks on a head makes one POST and one PATCH, and no read", async () => {
    const before = small.posted();
    const view = await small.openPullRequest(1, at);
    await small.settle();
    for (let index = 0; index < 30; index += 1)
      await small.conclude(view, `Semgrep ${index}`, "success", at + index * 1000);
    await small.conclude(view, "CodeQL", "failure", at + MINUTE);
    await small.settle();
    const after = small.posted();
    expect([after.posts - before.posts, after.patches - before.patches]).toEqual([1, 1]);
    expect(after.reads - before.reads).toBe(0);
    expect(only()).toMatchObject({
      name: "Firstpass",
      title: "Failed on the first try: CodeQL",
      conclusion: "neutral",
    });
  });

  test("the same deliveries again write nothing", async () => {
    const view = await small.openPullRequest(1, at);
    await small.conclude(view, "CodeQL", "success", at + MINUTE);
    await small.settle();
    const before = small.posted();
    for (const { guid, event, body } of [...small.stage.github.log])
      await small.send(event, JSON.parse(body), guid);
    await small.settle();
    expect(small.posted()).toEqual(before);
  });

  test("fault 23: an answer that is lost after its effect makes no second check run", async () => {
    const { github } = small.stage;
    github.failNext({ method: "POST", path: /\/check-runs$/, answer: { status: 502 }, afterEffect: true });
    await small.openPullRequest(1, at);
    await small.settle();
    for (let retry = 0; retry < 3; retry += 1) {
      small.clock.now += 10 * MINUTE;
      await small.settle();
    }
    expect(github.unmetFaults).toEqual([]);
    expect(only().writes.length).toBeGreaterThan(0);
    // The repository's daily reading, which has its own time.
    expect((await small.stage.firstpass.store.jobs.statistics()).waiting).toBe(1);
  });

  test("fault 26: the head of a merge queue gets a run, and is no first try", async () => {
    const view = await small.openPullRequest(4, at);
    await small.conclude(view, "CodeQL", "success", at + MINUTE);
    const group = addCommit(small.repository, {
      parent: view.baseSha,
      message: "queue",
      committedAt: at + HOUR,
    });
    const headRef = `gh-readonly-queue/main/pr-4-${view.baseSha}`;
    const payload = {
      headSha: group.sha,
      headRef: `refs/heads/${headRef}`,
      baseSha: view.baseSha,
      sender: people.mira,
    };
    await small.send("merge_group", mergeGroupPayload(small.scene, payload, at + HOUR));
    await small.conclude({ headSha: group.sha, headRef }, "CodeQL", "failure", at + HOUR + MINUTE);
    await small.settle();
    const runs = [...small.repository.checkRuns.values()].filter(({ headSha }) => headSha === group.sha);
    expect(runs).toHaveLength(1);
    expect(runs[0]!.title).toMatch(/^Merge queue/);
  });

  test("fault 27: a fork's pull request is joined by SHA", async () => {
    const view = await small.openPullRequest(1, at, { fork: true });
    await small.conclude({ headSha: view.headSha, headRef: null }, "CodeQL", "failure", at + MINUTE);
    await small.settle();
    expect(only()).toMatchObject({ headSha: view.headSha, title: "Failed on the first try: CodeQL" });
  });

  test("Re-evaluate writes again although nothing has changed", async () => {
    const view = await small.openPullRequest(1, at);
    await small.conclude(view, "CodeQL", "success", at + MINUTE);
    await small.send(
      "check_suite",
      checkSuitePayload(
        small.scene,
        {
          id: 700_000 + codeScanning.id,
          app: codeScanning,
          headSha: view.headSha,
          headBranch: view.headRef,
          conclusion: "success",
          runs: 1,
        },
        at + MINUTE,
      ),
    );
    await small.settle();
    const writes = only().writes.length;
    const own = {
      ...only(),
      app: { id: small.stage.github.state.app.id, slug: "firstpass", name: "Firstpass" },
      headBranch: view.headRef,
      status: "completed" as const,
    };
    await small.send(
      "check_run",
      requestedActionPayload(small.scene, own, "re-evaluate", at + HOUR, people.mira),
    );
    await small.settle();
    expect(only().writes).toHaveLength(writes + 1);
  });

  test("every request is one that GitHub describes, with no name that it does not know", async () => {
    const view = await small.openPullRequest(1, at);
    await small.conclude(view, "Semgrep", "success", at + MINUTE);
    await small.conclude(view, "build", "failure", at + MINUTE);
    const suite = {
      id: 700_000 + githubActions.id,
      app: githubActions,
      headSha: view.headSha,
      headBranch: view.headRef,
      conclusion: "failure",
      runs: 2,
    };
    await small.send("check_suite", checkSuitePayload(small.scene, suite, at + 2 * MINUTE));
    await small.settle();
    const { github } = small.stage;
    expect(github.unexpectedRequests).toEqual([]);
    expect(github.requests.flatMap(({ unknownNames }) => unknownNames)).toEqual([]);
    expect(github.requests.flatMap(({ answerProblems }) => answerProblems)).toEqual([]);
    expect(only().title).toBe("Passed on the first try");
  });
});

const config = `version: 1
templates:
  rules:
    - id: security-workflow
      kind: reusable_workflow
      uses: acme/templates/.github/workflows/security.yml
      ref:
        minimum: v2
`;
const workflow = (ref: string) =>
  `name: Security\non: [push, pull_request]\njobs:\n  scan:\n    uses: acme/templates/.github/workflows/security.yml@${ref}\n`;

describe("template rules", () => {
  describeOnEachDatabase("in a pull request", (createTestDatabase) => {
    closeStages();
    test("a change that breaks a template is annotated on its line", async () => {
      const files = { ".github/firstpass.yml": config, ".github/workflows/security.yml": workflow("v2") };
      const small = await openSmallScene((await createTestDatabase()).url, files);
      await small.openPullRequest(1, at, { files: { ".github/workflows/security.yml": workflow("main") } });
      await small.settle();
      await small.settle();
      const [run] = small.repository.checkRuns.values();
      expect(run?.annotations).toMatchObject([{ path: ".github/workflows/security.yml", start_line: 5 }]);
    });

    test("fault 35: without the permission to read files, adoption is never a number", async () => {
      const files = { ".github/firstpass.yml": config, ".github/workflows/security.yml": workflow("v2") };
      const { contents: _contents, ...less } = grantedPermissions;
      const small = await openSmallScene((await createTestDatabase()).url, files, less);
      const view = await small.openPullRequest(1, NOW - DAY);
      await small.conclude(view, "CodeQL", "success", NOW - DAY + MINUTE);
      await small.settle();
      const { scorecard } = await small.scorecard();
      const adoption = scorecard.kpis.find(({ id }) => id === "template-adoption")!;
      expect([adoption.outcome, adoption.value, adoption.numerator]).toEqual(["not-measured", null, null]);
      expect(adoption.reason).toMatch(/may not read/);
    });
  });
});
