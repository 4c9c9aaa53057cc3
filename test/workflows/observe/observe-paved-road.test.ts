// Observations of the default branch: complete, and no more requests than they need.
import { describe, expect, it } from "vitest";
import { factsOfKind } from "../../../src/core/facts/fact.ts";
import { PermissionError, Refused } from "../../../src/github/errors.ts";
import { defaultAccountId, defaultAt, defaultRepositoryId, pushFact, sha } from "../../support/facts.ts";
import { blobShaOf } from "../../support/fake-gateway.ts";
import { openBench, type WorkflowBench } from "../../support/workflow-bench.ts";

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

async function observedAt({ store }: WorkflowBench) {
  const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };
  return factsOfKind(await store.facts.list(place), "paved-road").map(({ occurredAt }) => occurredAt);
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

  it("observes workflows, Dockerfiles and named files, and no other file", async () => {
    const bench = await benchWithFiles();
    expect(await bench.run(job)).toMatchObject({ did: "recorded" });
    expect(await observations(bench)).toEqual([
      {
        commitSha: bench.github.treeSha,
        ref: "refs/heads/main",
        workflows: [
          expect.objectContaining({ path: ".github/workflows/ci.yml", triggers: ["pull_request"] }),
        ],
        dockerfiles: [expect.objectContaining({ path: "Dockerfile" })],
        files: { "SECURITY.md": blobShaOf("Write to us.\n") },
        filesLookedFor: ["SECURITY.md"],
        unreadable: [],
      },
    ]);
    expect(bench.github.requests).toEqual(["readTree", "readBlob", "readBlob"]);
  });

  it("does not read content again that it knows, and keeps no second copy of the same", async () => {
    const bench = await benchWithFiles();
    await bench.run(job);
    bench.github.requests.length = 0;
    expect(await bench.run({ ...job, causedAt: defaultAt + 1 })).toMatchObject({ did: "unchanged" });
    expect(bench.github.requests).toEqual(["readTree"]);
    bench.github.addFile("acme/shop", "Dockerfile", "FROM node:24\n");
    expect(await bench.run({ ...job, causedAt: defaultAt + 2 })).toMatchObject({ did: "recorded" });
    expect(bench.github.count("readBlob")).toBe(1);
    expect((await observations(bench)).at(-1)?.dockerfiles).toMatchObject([
      { bases: [{ image: "node:24" }] },
    ]);
  });

  it("knows a file again that has only moved", async () => {
    const bench = await benchWithFiles();
    await bench.run(job);
    bench.github.requests.length = 0;
    bench.github.files.set("acme/shop", {
      ".github/workflows/security.yml": workflow,
      "build/Dockerfile": "FROM registry.acme.io/node:24\n",
    });
    await bench.run({ ...job, causedAt: defaultAt + 1 });
    expect(bench.github.requests).toEqual(["readTree"]);
    expect((await observations(bench)).at(-1)).toMatchObject({
      workflows: [{ path: ".github/workflows/security.yml", uses: [{ target: "acme/scan" }] }],
      dockerfiles: [{ path: "build/Dockerfile", bases: [{ image: "registry.acme.io/node:24" }] }],
      files: {},
    });
  });

  describe("where the head is known from a push", () => {
    const head = sha("f1");
    async function benchAtHead() {
      const bench = await benchWithFiles();
      bench.github.commits.add(head);
      await bench.know(pushFact({ after: head, at: defaultAt }));
      await bench.run(job);
      expect((await observations(bench)).at(-1)?.commitSha).toBe(head);
      bench.github.requests.length = 0;
      return bench;
    }

    it("asks nothing for rules that look at nothing new", async () => {
      const bench = await benchAtHead();
      await bench.configure(rules.replace("minimum: v3", "minimum: v4"));
      expect(await bench.run({ ...job, causedAt: defaultAt + 1 })).toMatchObject({ did: "unchanged" });
      expect(bench.github.requests).toEqual([]);
    });

    it("reads one tree for a new file rule", async () => {
      const bench = await benchAtHead();
      await bench.configure(
        `${rules}    - { id: owners, kind: file, path: CODEOWNERS, template: acme/templates, template_path: C }\n`,
      );
      await bench.run({ ...job, causedAt: defaultAt + 1 });
      expect(bench.github.requests).toEqual(["readTree"]);
      expect((await observations(bench)).at(-1)?.filesLookedFor).toEqual(["CODEOWNERS", "SECURITY.md"]);
    });

    it("tells what a job that waited finds as of the push that brought it", async () => {
      const bench = await benchAtHead();
      bench.github.commits.add(sha("f2"));
      await bench.know(pushFact({ after: sha("f2"), at: defaultAt + 60_000 }));
      bench.github.addFile("acme/shop", "Dockerfile", "FROM node:24\n");
      await bench.run({ ...job, causedAt: defaultAt + 1 });
      expect(await observedAt(bench)).toEqual([defaultAt, defaultAt + 60_000]);
    });

    it("reads the branch where the commit is not there any more", async () => {
      const bench = await benchAtHead();
      await bench.know(pushFact({ after: sha("f2"), at: defaultAt + 1 }));
      await bench.run({ ...job, causedAt: defaultAt + 1 });
      expect(bench.github.requests).toEqual(["readTree", "readTree"]);
      expect((await observations(bench)).at(-1)?.commitSha).toBe(bench.github.treeSha);
    });

    it.each([
      ["deliveries were interrupted since", { resumedAt: defaultAt + 5 }, []],
      ["pushes of one moment disagree", {}, [pushFact({ after: sha("f3"), at: defaultAt })]],
      ["the branch was deleted", {}, [pushFact({ after: "0".repeat(40), deleted: true, at: defaultAt + 1 })]],
    ])("reads the branch where %s", async (_, { resumedAt }: { resumedAt?: number }, pushes) => {
      const bench = await benchAtHead();
      if (resumedAt !== undefined) await bench.store.installations.resume(defaultAccountId, resumedAt);
      await bench.know(...pushes);
      await bench.run({ ...job, causedAt: defaultAt + 1 });
      expect((await observations(bench)).at(-1)?.commitSha).toBe(bench.github.treeSha);
    });
  });

  describe("of libraries", () => {
    const library = (name: string) =>
      `version: 1\ntemplates:\n  rules:\n    - { id: ${name}, kind: library, ecosystem: npm, required: ${name} }\n`;
    const manifest = '{ "dependencies": { "helmet": "^7.0.0", "express": "^5.0.0" } }';

    it("reads manifests of the ecosystem, and keeps the packages that are asked about", async () => {
      const bench = await openBench();
      await bench.configure(library("helmet"));
      bench.github.addFile("acme/shop", "package.json", manifest);
      bench.github.addFile("acme/shop", "go.mod", "module x\n");
      await bench.run(job);
      expect(bench.github.requests).toEqual(["readTree", "readBlob"]);
      expect(await observations(bench)).toMatchObject([
        {
          manifests: [{ path: "package.json", packages: [{ name: "helmet", requirement: "^7.0.0" }] }],
          librariesLookedFor: ["npm:helmet"],
        },
      ]);
      await bench.configure(library("express"));
      await bench.run({ ...job, causedAt: defaultAt + 1 });
      expect(bench.github.count("readBlob")).toBe(2);
      expect((await observations(bench)).at(-1)?.manifests).toMatchObject([
        { packages: [{ name: "express" }] },
      ]);
      await bench.run({ ...job, causedAt: defaultAt + 2 });
      expect(bench.github.count("readBlob")).toBe(2);
    });

    it("reads no manifest where no rule asks for one", async () => {
      const bench = await benchWithFiles();
      bench.github.addFile("acme/shop", "package.json", manifest);
      await bench.run(job);
      expect(bench.github.count("readBlob")).toBe(2);
      expect((await observations(bench))[0]).not.toHaveProperty("manifests");
    });
  });

  it("says that nothing could be seen where a permission is missing, and sees it once it is there", async () => {
    const bench = await benchWithFiles();
    bench.github.failNext("readTree", new PermissionError("Grant the App contents: read.", "contents=read"));
    expect(await bench.run(job)).toMatchObject({ did: "recorded" });
    expect(await observations(bench)).toMatchObject([
      {
        workflows: [],
        filesLookedFor: ["SECURITY.md"],
        unreadable: [{ what: "the list of files", reason: "Grant the App contents: read." }],
      },
    ]);
    await bench.run({ ...job, causedAt: defaultAt + 1 });
    expect((await observations(bench)).at(-1)).toMatchObject({ unreadable: [], workflows: [{}] });
  });

  it("takes what is read later for the newer, whatever led to the reading", async () => {
    const bench = await benchWithFiles();
    await bench.run({ ...job, causedAt: defaultAt + 60_000 });
    bench.github.addFile("acme/shop", "Dockerfile", "FROM node:24\n");
    await bench.run(job);
    expect(await observedAt(bench)).toEqual([defaultAt + 60_000, defaultAt + 60_001]);
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
