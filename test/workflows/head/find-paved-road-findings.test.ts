// What a pull request does to the paved road, and when GitHub need not be asked for it.
import { describe, expect, it } from "vitest";
import type { ChangedFile } from "../../../src/github/gateway.ts";
import {
  checkRunFact,
  defaultAt,
  pavedRoadFact,
  pullRequestFact,
  pushFact,
  repositoryState,
  sha,
} from "../../support/facts.ts";
import { blobShaOf } from "../../support/fake-gateway.ts";
import { installationId, openBench } from "../../support/workflow-bench.ts";

const headSha = sha("a1");
const minute = 60_000;
const job = { kind: "evaluate-head", headSha } as const;
const ruleText = `version: 1
templates:
  rules:
    - { id: base, title: Approved base image, kind: base_image, images: ["registry.acme.io/*"] }
`;
const observation = pavedRoadFact({
  at: defaultAt - minute,
  dockerfiles: [
    {
      path: "Dockerfile",
      bases: [{ image: "registry.acme.io/node:24", stage: null, line: 1 }],
      problem: null,
    },
  ],
});
const opened = pullRequestFact({ headSha, headRef: "feature", commitCount: 2, at: defaultAt });
const passed = checkRunFact({ headSha, name: "CodeQL", at: defaultAt + minute });

/** Two pushes to the branch, from its creation to the head, a commit each. */
function pushes(touchedPaths: readonly string[] | null = []) {
  const branch = { ref: "refs/heads/feature", at: defaultAt - minute, touchedPaths };
  return [
    pushFact({ ...branch, before: "0".repeat(40), after: sha("a0"), created: true }),
    pushFact({ ...branch, before: sha("a0"), after: headSha }),
  ];
}

function changed(path: string, text: string, given: Partial<ChangedFile> = {}): ChangedFile {
  return { path, previousPath: null, status: "modified", blobSha: blobShaOf(text), ...given };
}

async function benchWithPullRequest(files: ChangedFile[] = []) {
  const bench = await openBench();
  bench.setNow(defaultAt + 3 * minute);
  await bench.configure(ruleText);
  await bench.know(observation, opened, passed);
  bench.github.pullRequestFiles.set(1, files);
  return bench;
}

describe("findPavedRoadFindings", () => {
  it("annotates the line that breaks a rule", async () => {
    const text = "# build\nFROM node:24\n";
    const bench = await benchWithPullRequest([changed("Dockerfile", text), changed("src/index.ts", "")]);
    bench.github.blobs.set(blobShaOf(text), text);
    await bench.run(job);
    expect(bench.github.checkRuns[0]?.content.annotations).toMatchObject([
      { path: "Dockerfile", startLine: 2, endLine: 2, level: "warning" },
    ]);
    expect(bench.github.requests).toEqual(["listPullRequestFiles", "readBlob", "createCheckRun"]);
  });

  it("reads no file when none of the changed ones counts", async () => {
    const bench = await benchWithPullRequest([changed("src/index.ts", "")]);
    await bench.run(job);
    expect(bench.github.requests).toEqual(["listPullRequestFiles", "createCheckRun"]);
  });

  it("asks nothing when the pushes prove that nothing of it was touched", async () => {
    const bench = await benchWithPullRequest();
    await bench.know(...pushes());
    await bench.run(job);
    expect(bench.github.requests).toEqual(["createCheckRun"]);
  });

  const [first, second] = pushes();
  it.each([
    ["a push touched it", pushes(["Dockerfile"])],
    ["a push does not tell its paths", pushes(null)],
    ["the branch's first push was not seen", [second!]],
    ["the last push was not seen", [first!]],
    ["the branch was rewritten", [first!, pushFact({ ...second!.data, commits: 1, forced: true })]],
    ["a push was cut", [first!, pushFact({ ...second!.data, commits: 1, truncated: true })]],
    [
      "there are other commits than the pull request has",
      [first!, pushFact({ ...second!.data, commits: 5 })],
    ],
  ])("asks when %s", async (_, facts) => {
    const bench = await benchWithPullRequest();
    await bench.know(...facts);
    await bench.run(job);
    expect(bench.github.requests).toEqual(["listPullRequestFiles", "createCheckRun"]);
  });

  it("asks in spite of the pushes when a rule names a file, whose path pushes do not keep", async () => {
    const bench = await benchWithPullRequest();
    await bench.configure(
      `${ruleText}    - { id: f, kind: file, path: SECURITY.md, template: a/t, template_path: SECURITY.md }\n`,
    );
    await bench.know(...pushes());
    await bench.run(job);
    expect(bench.github.count("listPullRequestFiles")).toBe(1);
  });

  it("reads no file while the default branch was never observed", async () => {
    const bench = await openBench();
    bench.github.pullRequestFiles.set(1, [changed("Dockerfile", "FROM node:24\n")]);
    bench.setNow(defaultAt + 3 * minute);
    await bench.configure(ruleText);
    await bench.know(opened, passed);
    await bench.run(job);
    expect(bench.github.count("readBlob")).toBe(0);
  });

  it("reads the workflows of the account that the change calls and nobody has read, once", async () => {
    const text = "on: pull_request\njobs:\n  all:\n    uses: acme/pipelines/.github/workflows/all.yml@v1\n";
    const bench = await benchWithPullRequest([changed(".github/workflows/ci.yml", text)]);
    const scan = "{ id: scan, title: Scan, kind: action, uses: acme/scan, ref: any }";
    await bench.configure(`version: 1\ntemplates:\n  rules:\n    - ${scan}\n`);
    const pipelines = repositoryState({ repositoryId: 3001, name: "pipelines" });
    await bench.store.repositories.observe(pipelines, { observedAt: defaultAt, installationId });
    await bench.store.repositories.setActive(pipelines.accountId, 3001, true, defaultAt);
    bench.github.blobs.set(blobShaOf(text), text);
    const called = "on: workflow_call\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: acme/scan@v3\n";
    bench.github.addFile("acme/pipelines", ".github/workflows/all.yml@v1", called);
    await bench.run(job);
    expect(bench.github.count("readFile")).toBe(1);
    expect(bench.github.checkRuns[0]?.content.annotations).toMatchObject([
      { path: ".github/workflows/ci.yml", startLine: 4, level: "notice" },
    ]);
    bench.setNow(defaultAt + 4 * minute);
    await bench.run({ ...job, force: true });
    expect(bench.github.count("readFile")).toBe(1);
  });

  it("suggests the line as it is to be", async () => {
    const text =
      "on: pull_request\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: acme/scan@v2 # old\n";
    const bench = await benchWithPullRequest([changed(".github/workflows/ci.yml", text)]);
    const scan = "{ id: scan, title: Scan, kind: action, uses: acme/scan, ref: { minimum: v3 } }";
    await bench.configure(`version: 1\ntemplates:\n  rules:\n    - ${scan}\n`);
    bench.github.blobs.set(blobShaOf(text), text);
    bench.github.tags.set("acme/scan", [{ name: "v3.1.0", commitSha: sha("d1") }]);
    await bench.run({ kind: "observe-templates", repositoryId: null, template: null });
    // The default branch calls it well, so that the change breaks it.
    const uses = [
      { kind: "action", target: "acme/scan", ref: "v3.1.0", versionComment: null, line: 6 },
    ] as const;
    const workflows = [{ path: ".github/workflows/ci.yml", triggers: ["push"], uses, problem: null }];
    await bench.know(pavedRoadFact({ at: defaultAt, workflows }));
    await bench.run(job);
    expect(bench.github.checkRuns[0]?.content.text).toContain("      - uses: acme/scan@v3.1.0");
  });

  it("takes a renamed file from where it was", async () => {
    const text = "FROM registry.acme.io/node:24\n";
    const renamed = changed("docker/Dockerfile", text, { status: "renamed", previousPath: "Dockerfile" });
    const bench = await benchWithPullRequest([renamed]);
    bench.github.blobs.set(blobShaOf(text), text);
    await bench.run(job);
    expect(bench.github.checkRuns[0]?.content.annotations).toEqual([]);
  });
});
