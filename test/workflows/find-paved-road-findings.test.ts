// What a pull request does to the paved road, and when GitHub need not be asked for it.
import { describe, expect, it } from "vitest";
import type { ChangedFile } from "../../src/github/gateway.ts";
import { checkRunFact, defaultAt, pavedRoadFact, pullRequestFact, pushFact, sha } from "../support/facts.ts";
import { blobShaOf } from "../support/fake-gateway.ts";
import { openBench } from "../support/workflow-bench.ts";

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

  it("asks nothing while the default branch was never observed", async () => {
    const bench = await openBench();
    bench.setNow(defaultAt + 3 * minute);
    await bench.configure(ruleText);
    await bench.know(opened, passed);
    await bench.run(job);
    expect(bench.github.requests).toEqual(["createCheckRun"]);
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
