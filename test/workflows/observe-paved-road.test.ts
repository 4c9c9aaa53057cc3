// Observations of the default branch: complete, and no more requests than they need.
import { describe, expect, it } from "vitest";
import { factsOfKind } from "../../src/core/facts/fact.ts";
import { Refused } from "../../src/github/errors.ts";
import { defaultAccountId, defaultAt, defaultRepositoryId, sha } from "../support/facts.ts";
import { blobShaOf } from "../support/fake-gateway.ts";
import { openBench, type WorkflowBench } from "../support/workflow-bench.ts";

const job = { kind: "observe-paved-road", causedAt: defaultAt } as const;

const workflow =
  "on: [pull_request]\njobs:\n  scan:\n    runs-on: x\n    steps:\n      - uses: acme/scan@v3\n";
const rules = `version: 1
templates:
  rules:
    - { id: scan, kind: action, uses: acme/scan, ref: { minimum: v3 } }
    - { id: base, kind: base_image, images: ["registry.acme.io/*"] }
    - { id: policy, kind: file, path: SECURITY.md, template: acme/templates, template_path: SECURITY.md }
`;

async function observations({ store }: WorkflowBench) {
  const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };
  return factsOfKind(await store.facts.list(place), "paved-road").map(({ data }) => data);
}

async function benchWithFiles() {
  const bench = await openBench();
  await bench.configure(rules);
  bench.github.addFile("acme/shop", ".github/workflows/ci.yml", workflow);
  bench.github.addFile("acme/shop", "Dockerfile", "FROM registry.acme.io/node:24\n");
  bench.github.addFile("acme/shop", "SECURITY.md", "Write to us.\n");
  bench.github.addFile("acme/shop", "src/index.ts", "export {};\n");
  bench.github.tags.set("acme/scan", [{ name: "v3.1.0", commitSha: sha("d1") }]);
  bench.github.tags.set("acme/templates", [{ name: "v1.0.0", commitSha: sha("e1") }]);
  bench.github.addFile("acme/templates", "SECURITY.md@v1.0.0", "Write to us.\n");
  return bench;
}

describe("observePavedRoad", () => {
  it("reads nothing and keeps nothing without rules", async () => {
    const bench = await openBench();
    expect(await bench.run(job)).toMatchObject({ did: "skipped" });
    expect(bench.github.requests).toEqual([]);
    expect(await observations(bench)).toEqual([]);
  });

  it("observes workflows, Dockerfiles, named files and templates, and no other file", async () => {
    const bench = await benchWithFiles();
    expect(await bench.run(job)).toMatchObject({ did: "recorded" });
    expect(await observations(bench)).toMatchObject([
      {
        commitSha: bench.github.treeSha,
        workflows: [{ path: ".github/workflows/ci.yml", uses: [{ target: "acme/scan", ref: "v3" }] }],
        dockerfiles: [{ path: "Dockerfile", bases: [{ image: "registry.acme.io/node:24" }] }],
        files: { "SECURITY.md": blobShaOf("Write to us.\n") },
        filesLookedFor: ["SECURITY.md"],
        templates: {
          "acme/scan": { tags: { "v3.1.0": sha("d1") }, files: {} },
          "acme/templates": { files: { "SECURITY.md": { "v1.0.0": blobShaOf("Write to us.\n") } } },
        },
        unreadable: [],
      },
    ]);
    expect(bench.github.count("readTree")).toBe(1);
    expect(bench.github.count("readBlob")).toBe(2);
  });

  it("does not read content again that it knows, and keeps no second copy of the same", async () => {
    const bench = await benchWithFiles();
    await bench.run(job);
    bench.github.requests.length = 0;
    expect(await bench.run({ ...job, causedAt: defaultAt + 1 })).toMatchObject({ did: "unchanged" });
    expect(bench.github.requests).toEqual(["readTree", "listTags", "listTags"]);
    bench.github.addFile("acme/shop", "Dockerfile", "FROM node:24\n");
    expect(await bench.run({ ...job, causedAt: defaultAt + 2 })).toMatchObject({ did: "recorded" });
    expect(bench.github.count("readBlob")).toBe(1);
    expect((await observations(bench)).at(-1)?.dockerfiles).toMatchObject([
      { bases: [{ image: "node:24" }] },
    ]);
  });

  it("says which template cannot be read", async () => {
    const bench = await benchWithFiles();
    bench.github.tags.delete("acme/scan");
    await bench.run(job);
    expect(await observations(bench)).toMatchObject([
      { unreadable: [{ what: "acme/scan", reason: "Not Found" }] },
    ]);
  });

  it("says which file cannot be read", async () => {
    const bench = await benchWithFiles();
    bench.github.failNext("readBlob", new Refused("It is not UTF-8 text: it is not read.", 422));
    await bench.run(job);
    expect(await observations(bench)).toMatchObject([
      { workflows: [{ uses: [], problem: "It is not UTF-8 text: it is not read." }] },
    ]);
  });

  it("learns the default branch where no delivery has named it, once", async () => {
    const bench = await openBench({ defaultBranch: "HEAD" });
    await bench.configure(rules);
    await bench.run(job);
    expect(await observations(bench)).toMatchObject([{ ref: "refs/heads/main" }]);
    await bench.run(job);
    expect(bench.github.count("findRepository")).toBe(1);
  });

  it("takes a repository without a commit for what it is", async () => {
    const bench = await benchWithFiles();
    bench.github.failNext("readTree", new Refused("Git Repository is empty.", 409));
    expect(await bench.run(job)).toMatchObject({ did: "skipped", reason: "The repository is empty." });
  });
});
