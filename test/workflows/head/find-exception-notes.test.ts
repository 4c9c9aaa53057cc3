// What a pull request is told of the exceptions file that it changes, and when GitHub need not be asked for it.
import { describe, expect, it } from "vitest";
import { PermissionError } from "../../../src/github/errors.ts";
import type { ChangedFile } from "../../../src/github/gateway.ts";
import { entry, exceptionsText } from "../../support/exceptions.ts";
import {
  checkRunFact,
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  pullRequestFact,
  pushFact,
  sha,
} from "../../support/facts.ts";
import { blobShaOf } from "../../support/fake-gateway.ts";
import { allListed, codeScanningAlertFact } from "../../support/findings.ts";
import { openBench } from "../../support/workflow-bench.ts";

const path = ".github/firstpass-exceptions.yml";
const headSha = sha("a1");
const minute = 60_000;
const job = { kind: "evaluate-head", headSha } as const;
const opened = pullRequestFact({ headSha, headRef: "feature", commitCount: 1, at: defaultAt });
const passed = checkRunFact({ headSha, name: "CodeQL", at: defaultAt + minute });

/** The push that made the branch, with one commit. */
function branch(touchedPaths: readonly string[] | null) {
  const made = { ref: "refs/heads/feature", before: "0".repeat(40), after: headSha, created: true };
  return pushFact({ ...made, touchedPaths, at: defaultAt - minute });
}

const text = `version: 1
exceptions:
  - id: good
    rule: js/xss
    reason: It goes away.
    owner: "@acme/web"
    expires: 2027-01-31
  - id: expired
    rule: js/xss
    reason: It went away.
    owner: "@acme/web"
    expires: 2026-11-01
  - id: orphan
    rule: py/none
    reason: Nobody knows.
    owner: "@acme/web"
    expires: 2027-01-31
  - id: ownerless
    rule: js/xss
    reason: Somebody knows.
    expires: 2027-01-31
`;

interface Given {
  readonly files?: readonly Partial<ChangedFile>[];
  readonly state?: Parameters<typeof openBench>[0];
  readonly at?: string;
}

async function benchWithPullRequest({ files = [{ path }], state = {}, at = path }: Given = {}) {
  const bench = await openBench(state);
  bench.setNow(defaultAt + 3 * minute);
  await bench.know(opened, passed, ...allListed(), codeScanningAlertFact());
  const fullName = `acme/${state.name ?? "shop"}`;
  bench.github.repositories.set(defaultRepositoryId, { owner: "acme", name: state.name ?? "shop" });
  bench.github.addFile(fullName, `${at}@${headSha}`, text);
  bench.github.pullRequestFiles.set(
    1,
    files.map((file) => ({
      path,
      previousPath: null,
      status: "modified",
      blobSha: blobShaOf(text),
      ...file,
    })),
  );
  return bench;
}

function annotationsOf(bench: Awaited<ReturnType<typeof benchWithPullRequest>>) {
  return bench.github.checkRuns[0]?.content.annotations.map(({ startLine, title }) => [startLine, title]);
}

describe("findExceptionNotes", () => {
  it("annotates mistakes, expired entries and orphans on their lines, and the check is not clean", async () => {
    const bench = await benchWithPullRequest();
    await bench.know(branch([path]));
    await bench.run(job);
    expect(annotationsOf(bench)).toEqual([
      [12, "This exception should be looked at"],
      [13, "This exception matches nothing"],
      [18, "This exception is not valid"],
    ]);
    const content = bench.github.checkRuns[0]?.content;
    expect(content).toMatchObject({
      conclusion: "neutral",
      annotations: [{ path, level: "warning" }, {}, {}],
    });
    expect(content?.summary).toContain("#### Exceptions in this change");
    expect(content?.summary).toContain("❌ not in force");
    expect(bench.github.requests).toEqual(["listPullRequestFiles", "readFile", "createCheckRun"]);
  });

  it("calls nothing an orphan on a public repository, whatever alerts it has", async () => {
    const bench = await benchWithPullRequest({ state: { visibility: "public" } });
    await bench.know(branch([path]));
    await bench.run(job);
    expect(annotationsOf(bench)?.map(([line]) => line)).toEqual([12, 18]);
    expect(JSON.stringify(bench.github.checkRuns)).not.toContain("matches nothing");
  });

  it("calls nothing an orphan before all alerts are listed", async () => {
    const bench = await openBench();
    bench.setNow(defaultAt + 3 * minute);
    await bench.know(opened, passed, branch([path]));
    bench.github.addFile("acme/shop", `${path}@${headSha}`, text);
    bench.github.pullRequestFiles.set(1, [{ path, previousPath: null, status: "added", blobSha: null }]);
    await bench.run(job);
    expect(annotationsOf(bench)?.map(([line]) => line)).toEqual([12, 18]);
  });

  it.each([
    ["pushes prove that it is not touched", [branch([])]],
    ["no push was seen, and there is no file to change", []],
    [
      "it comes from a fork, and there is no file to change",
      [pullRequestFact({ ...opened.data, headRepositoryId: 4711, at: defaultAt + 1 }), branch([path])],
    ],
    [
      "it goes into another branch",
      [
        pullRequestFact({ ...opened.data, action: "edited", baseRef: "release", at: defaultAt + 1 }),
        branch([path]),
      ],
    ],
  ])("asks nothing when %s", async (_, facts) => {
    const bench = await benchWithPullRequest();
    await bench.know(...facts);
    await bench.run(job);
    expect(bench.github.requests).toEqual(["createCheckRun"]);
  });

  it("asks for the pull request of a fork where there is a file to change", async () => {
    const bench = await benchWithPullRequest();
    await bench.know(pullRequestFact({ ...opened.data, headRepositoryId: 4711, at: defaultAt + 1 }));
    const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };
    const version = {
      ...place,
      kind: "exceptions",
      path,
      commitSha: null,
      readAt: 1,
      problem: null,
    } as const;
    await bench.store.configurations.save({ ...version, text: exceptionsText(entry()) });
    await bench.run(job);
    expect(annotationsOf(bench)).toHaveLength(3);
  });

  it.each([
    ["the file is removed", [{ status: "removed" as const }]],
    ["other files are touched", [{ path: "src/index.ts" }]],
    ["a file of the organisation's name lies in any repository", [{ path: "firstpass-exceptions.yml" }]],
  ])("reads nothing when %s", async (_, files) => {
    const bench = await benchWithPullRequest({ files });
    await bench.know(branch(null));
    await bench.run(job);
    expect(bench.github.requests).toEqual(["listPullRequestFiles", "createCheckRun"]);
  });

  it("reads the organisation's file in its repository, where no orphan can be told", async () => {
    const at = "firstpass-exceptions.yml";
    const bench = await benchWithPullRequest({
      state: { name: ".github-private" },
      files: [{ path: at }],
      at,
    });
    await bench.know(branch([at]));
    await bench.run(job);
    expect(annotationsOf(bench)?.map(([line]) => line)).toEqual([12, 18]);
  });

  it("says that it could not look, and goes on", async () => {
    const bench = await benchWithPullRequest();
    await bench.know(branch([path]));
    bench.github.failNext(
      "listPullRequestFiles",
      new PermissionError("Grant pull_requests: read.", "pull_requests"),
    );
    await bench.run(job);
    const content = bench.github.checkRuns[0]?.content;
    expect(content?.annotations).toEqual([]);
    expect(content?.summary).toContain("Exceptions files were not checked on this pull request");
  });
});
