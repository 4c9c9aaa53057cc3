// What an account's repositories share: read once, told once, and asked for again only where it may have changed.
import { describe, expect, it } from "vitest";
import { type Fact, factsOfKind } from "../../../src/core/facts/fact.ts";
import type { PavedRoadData } from "../../../src/core/facts/paved-road.ts";
import { PermissionError, Transient } from "../../../src/github/errors.ts";
import {
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  repositoryState,
  sha,
} from "../../support/facts.ts";
import { blobShaOf } from "../../support/fake-gateway.ts";
import { installationId, openBench, type WorkflowBench } from "../../support/workflow-bench.ts";

const everything = { kind: "observe-templates", repositoryId: null, template: null } as const;
const observe = { kind: "observe-paved-road", causedAt: defaultAt } as const;
const rules = `version: 1
templates:
  rules:
    - { id: scan, kind: action, uses: Acme/Scan, ref: { minimum: v3 } }
    - { id: policy, kind: file, path: SECURITY.md, template: acme/templates, template_path: policy.md }
`;

const kinds = ["template-tag", "template-file", "template-listed", "called-workflow"] as const;

function accountFacts({ store }: WorkflowBench): Promise<Fact[]> {
  return store.facts.listOfAccount({ accountId: defaultAccountId, kinds });
}

async function waitingJobs({ store }: WorkflowBench) {
  const leased = await store.jobs.lease({ limit: 100, leaseMillis: 1000 });
  return leased.map(({ payload }) => payload);
}

function release(bench: WorkflowBench, fullName: string, name: string, files: Record<string, string> = {}) {
  const commitSha = blobShaOf(`${fullName}@${name}`);
  bench.github.tags.set(fullName, [{ name, commitSha }, ...(bench.github.tags.get(fullName) ?? [])]);
  for (const [path, text] of Object.entries(files)) bench.github.addFile(fullName, `${path}@${name}`, text);
}

async function benchWithTemplates() {
  const bench = await openBench();
  await bench.configure(rules);
  release(bench, "acme/scan", "v3.1.0");
  release(bench, "acme/templates", "v1.0.0", { "policy.md": "Write to us.\n" });
  return bench;
}

describe("observeTemplates", () => {
  it("asks nothing without rules", async () => {
    const bench = await openBench();
    expect(await bench.run(everything)).toMatchObject({ did: "unchanged" });
    expect(bench.github.requests).toEqual([]);
  });

  it("tells the tags of each template, and the versions of the files that are compared", async () => {
    const bench = await benchWithTemplates();
    expect(await bench.run(everything)).toMatchObject({ did: "recorded" });
    expect(bench.github.requests).toEqual(["listTags", "listTags", "readFile"]);
    const facts = await accountFacts(bench);
    expect(factsOfKind(facts, "template-tag").map(({ data }) => `${data.template}@${data.tag}`)).toEqual([
      "acme/scan@v3.1.0",
      "acme/templates@v1.0.0",
    ]);
    expect(factsOfKind(facts, "template-file")).toMatchObject([
      { repositoryId: 0, data: { path: "policy.md", tag: "v1.0.0", blobSha: blobShaOf("Write to us.\n") } },
    ]);
    expect(factsOfKind(facts, "template-listed").map(({ data }) => data.listing)).toEqual([
      { seen: { tags: 1, complete: true } },
      { seen: { tags: 1, complete: true } },
    ]);
  });

  it("tells nothing again, and reads no version again", async () => {
    const bench = await benchWithTemplates();
    await bench.run(everything);
    const before = await accountFacts(bench);
    bench.github.requests.length = 0;
    bench.setNow(defaultAt + 60_000);
    expect(await bench.run(everything)).toMatchObject({ did: "unchanged" });
    expect(bench.github.requests).toEqual(["listTags", "listTags"]);
    expect(await accountFacts(bench)).toHaveLength(before.length);
  });

  it("reads of a release its tags and its new files, without reading any configuration", async () => {
    const bench = await benchWithTemplates();
    await bench.run(everything);
    bench.github.requests.length = 0;
    release(bench, "acme/templates", "v1.1.0", { "policy.md": "Write to us soon.\n" });
    bench.setNow(defaultAt + 60_000);
    await bench.run({ ...everything, template: "acme/templates" });
    expect(bench.github.requests).toEqual(["listTags", "readFile"]);
    expect(factsOfKind(await accountFacts(bench), "template-file")).toHaveLength(2);
  });

  it("asks nothing of a repository that is nobody's template", async () => {
    const bench = await benchWithTemplates();
    await bench.run(everything);
    bench.github.requests.length = 0;
    expect(await bench.run({ ...everything, template: "acme/shop" })).toMatchObject({ did: "skipped" });
    expect(bench.github.requests).toEqual([]);
  });

  it("tells of moved and removed tags, and reads one content of several tags once", async () => {
    const bench = await benchWithTemplates();
    const moving = { name: "v1", commitSha: bench.github.tags.get("acme/templates")![0]!.commitSha };
    bench.github.tags.get("acme/templates")!.push(moving);
    await bench.run(everything);
    expect(bench.github.count("readFile")).toBe(1);
    release(bench, "acme/templates", "v1.2.0", { "policy.md": "Third.\n" });
    const [newest] = bench.github.tags.get("acme/templates")!;
    bench.github.tags.set("acme/templates", [newest!, { name: "v1", commitSha: newest!.commitSha }]);
    bench.setNow(defaultAt + 60_000);
    await bench.run(everything);
    expect(bench.github.count("readFile")).toBe(2);
    const late = factsOfKind(await accountFacts(bench), "template-tag").filter(
      ({ occurredAt, data }) => occurredAt > defaultAt && data.template === "acme/templates",
    );
    expect(Object.fromEntries(late.map(({ data }) => [data.tag, data.commitSha]))).toEqual({
      "v1.2.0": newest!.commitSha,
      v1: newest!.commitSha,
      "v1.0.0": null,
    });
  });

  it("takes no tag for removed where GitHub's list was cut", async () => {
    const bench = await benchWithTemplates();
    await bench.run(everything);
    bench.github.cutTags.add("acme/scan");
    bench.github.tags.set("acme/scan", []);
    bench.setNow(defaultAt + 60_000);
    await bench.run(everything);
    const facts = await accountFacts(bench);
    expect(factsOfKind(facts, "template-tag").some(({ data }) => data.commitSha === null)).toBe(false);
    expect(factsOfKind(facts, "template-listed").at(-1)?.data.listing).toMatchObject({
      seen: { complete: false },
    });
  });

  it("says why a template cannot be seen", async () => {
    const bench = await benchWithTemplates();
    bench.github.tags.delete("acme/scan");
    bench.github.failNext("readFile", new PermissionError("Grant it.", "contents=read"));
    await bench.run(everything);
    const listed = factsOfKind(await accountFacts(bench), "template-listed").map(({ data }) => data);
    expect(listed).toMatchObject([
      { template: "acme/scan", listing: { unseen: { why: "not-available" } } },
      { template: "acme/templates", listing: { unseen: { permission: "contents: read" } } },
    ]);
  });

  it("reads many versions bit by bit, and is not complete before the last", async () => {
    const bench = await benchWithTemplates();
    for (let index = 1; index <= 24; index++)
      release(bench, "acme/templates", `v2.0.${index}`, { "policy.md": `Version ${index}.\n` });
    await bench.run(everything);
    expect(bench.github.count("readFile")).toBe(20);
    const isComplete = async () =>
      factsOfKind(await accountFacts(bench), "template-listed")
        .filter(({ data }) => data.template === "acme/templates")
        .map(({ data }) => "seen" in data.listing && data.listing.seen.complete);
    expect(await isComplete()).toEqual([false]);
    bench.setNow(defaultAt + 60_000);
    expect(await waitingJobs(bench)).toContainEqual(expect.objectContaining(everything));
    await bench.run(everything);
    expect(bench.github.count("readFile")).toBe(25);
    expect(await isComplete()).toEqual([false, true]);
  });
});

describe("a file that drifted", () => {
  const drifts = async ({ store }: WorkflowBench) => {
    const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };
    const facts = factsOfKind(await store.facts.list(place), "paved-road");
    return facts.map(({ data }: { data: PavedRoadData }) => data.drifts?.["SECURITY.md"]);
  };

  it("is read again when its template is known, and when there is a newer version; others are not", async () => {
    const bench = await benchWithTemplates();
    bench.github.addFile("acme/shop", "SECURITY.md", "Write to me.\n");
    await bench.run(observe);
    expect(await drifts(bench)).toEqual([undefined]);
    await bench.run(everything);
    bench.setNow(defaultAt + 10_000);
    expect(await waitingJobs(bench)).toMatchObject([{ kind: "observe-paved-road" }]);
    bench.github.requests.length = 0;
    await bench.run({ ...observe, causedAt: defaultAt + 1 });
    // The template's own text was kept when its version was read.
    expect(bench.github.requests).toEqual(["readTree", "readBlob"]);
    expect((await drifts(bench)).at(-1)).toMatchObject({
      "acme/templates:policy.md": { version: "v1.0.0", newestVersion: "v1.0.0", linesAdded: 1 },
    });
    bench.github.requests.length = 0;
    await bench.run({ ...observe, causedAt: defaultAt + 2 });
    expect(bench.github.requests).toEqual(["readTree"]);

    release(bench, "acme/templates", "v1.1.0", { "policy.md": "Write to me!\n" });
    bench.setNow(defaultAt + 60_000);
    await bench.run({ ...everything, template: "acme/templates" });
    bench.setNow(defaultAt + 120_000);
    expect(await waitingJobs(bench)).toContainEqual(expect.objectContaining({ kind: "observe-paved-road" }));
    await bench.run({ ...observe, causedAt: defaultAt + 3 });
    expect((await drifts(bench)).at(-1)).toMatchObject({
      "acme/templates:policy.md": { newestVersion: "v1.1.0" },
    });
  });

  it("that is one of the released versions costs nothing when there is another", async () => {
    const bench = await benchWithTemplates();
    bench.github.addFile("acme/shop", "SECURITY.md", "Write to us.\n");
    await bench.run(observe);
    await bench.run(everything);
    release(bench, "acme/templates", "v1.1.0", { "policy.md": "Write to us soon.\n" });
    bench.setNow(defaultAt + 60_000);
    await bench.run({ ...everything, template: "acme/templates" });
    bench.setNow(defaultAt + 120_000);
    expect(await waitingJobs(bench)).toEqual([]);
  });

  it("is read again, too, where the reading of templates broke off behind its own", async () => {
    const bench = await benchWithTemplates();
    bench.github.addFile("acme/shop", "SECURITY.md", "Write to me.\n");
    const [first, ...fileFirst] = rules.split("\n").reverse();
    const [file, action, ...head] = fileFirst;
    await bench.configure([...head.reverse(), file, action, first].join("\n"));
    await bench.run(observe);
    bench.github.before("readFile", async () => bench.github.failNext("listTags", new Transient("502")));
    await expect(bench.run(everything)).rejects.toThrow(Transient);
    await bench.run(everything);
    bench.setNow(defaultAt + 60_000);
    expect(await waitingJobs(bench)).toContainEqual(expect.objectContaining({ kind: "observe-paved-road" }));
  });
});

describe("called workflows", () => {
  const callers = "on: push\njobs:\n  all:\n    uses: Acme/pipelines/.github/workflows/all.yml@v1\n";
  const nested = "on: workflow_call\njobs:\n  scan:\n    uses: ./.github/workflows/scan.yml\n";
  const cyclic = "on: workflow_call\njobs:\n  all:\n    uses: acme/pipelines/.github/workflows/all.yml@v1\n";

  async function benchWithCalls() {
    const bench = await openBench();
    await bench.configure(rules);
    bench.github.addFile("acme/shop", ".github/workflows/ci.yml", callers);
    bench.github.addFile("acme/pipelines", ".github/workflows/all.yml@v1", nested);
    bench.github.addFile("acme/pipelines", ".github/workflows/scan.yml@v1", cyclic);
    return bench;
  }
  async function install(bench: WorkflowBench) {
    const pipelines = repositoryState({ repositoryId: 3001, name: "pipelines" });
    await bench.store.repositories.observe(pipelines, { observedAt: defaultAt, installationId });
    await bench.store.repositories.setActive(defaultAccountId, 3001, true, defaultAt);
  }
  const called = async (bench: WorkflowBench) =>
    factsOfKind(await accountFacts(bench), "called-workflow").map(({ data }) => data);

  it("are followed to where they lead, cycles too, and read once", async () => {
    const bench = await benchWithCalls();
    await install(bench);
    await bench.run(observe);
    expect(bench.github.count("readFile")).toBe(2);
    expect(await called(bench)).toMatchObject([
      { target: "acme/pipelines/.github/workflows/all.yml", ref: "v1", triggers: ["workflow_call"] },
      { target: "acme/pipelines/.github/workflows/scan.yml", ref: "v1", problem: null },
    ]);
    await bench.run({ ...observe, causedAt: defaultAt + 1 });
    expect(bench.github.count("readFile")).toBe(2);
  });

  it("of a repository that Firstpass is not installed on are not asked for, until it is", async () => {
    const bench = await benchWithCalls();
    await bench.run(observe);
    expect(bench.github.count("readFile")).toBe(0);
    expect(await called(bench)).toMatchObject([{ problem: "Firstpass is not installed on acme/pipelines." }]);
    await install(bench);
    bench.setNow(defaultAt + 60_000);
    await bench.run(everything);
    bench.setNow(defaultAt + 120_000);
    await bench.run(everything);
    expect((await called(bench)).filter(({ problem }) => problem === null)).toHaveLength(2);
  });

  it("are read of any repository of the account that a token may see, which no installation lists", async () => {
    const bench = await benchWithCalls();
    Object.assign(bench.github.gateway, { access: "token" });
    await bench.run(observe);
    expect((await called(bench)).map(({ target, problem }) => [target, problem])).toEqual([
      ["acme/pipelines/.github/workflows/all.yml", null],
      ["acme/pipelines/.github/workflows/scan.yml", null],
    ]);
  });

  it("that a token does not see are told as not to be seen, not as absent", async () => {
    const bench = await openBench();
    await bench.configure(rules);
    bench.github.addFile("acme/shop", ".github/workflows/ci.yml", callers);
    Object.assign(bench.github.gateway, { access: "workflow-token" });
    await bench.run(observe);
    expect(await called(bench)).toMatchObject([
      {
        problem:
          "There is no .github/workflows/all.yml at v1 in acme/pipelines, or the token may not see it.",
      },
    ]);
  });

  it("are read again when the ref that they are called at has moved", async () => {
    const bench = await benchWithCalls();
    await install(bench);
    await bench.run(observe);
    bench.github.addFile("acme/pipelines", ".github/workflows/scan.yml@v1", "on: workflow_call\njobs: {}\n");
    bench.github.requests.length = 0;
    bench.setNow(defaultAt + 60_000);
    expect(await bench.run({ ...everything, template: "acme/pipelines" })).toMatchObject({ did: "recorded" });
    expect(bench.github.requests).toEqual(["readFile", "readFile"]);
    expect((await called(bench)).at(-1)).toMatchObject({ uses: [] });
  });

  it("at a commit are read once for ever", async () => {
    const bench = await benchWithCalls();
    await install(bench);
    const pinned = sha("ab");
    bench.github.tags.set("acme/pipelines", [{ name: "v1", commitSha: pinned }]);
    bench.github.addFile("acme/shop", ".github/workflows/ci.yml", callers.replace("v1", pinned));
    bench.github.addFile("acme/pipelines", ".github/workflows/scan.yml@v1", "on: workflow_call\njobs: {}\n");
    await bench.run(observe);
    expect(bench.github.count("readFile")).toBe(2);
    bench.setNow(defaultAt + 60_000);
    await bench.run(everything);
    expect(bench.github.count("readFile")).toBe(2);
  });

  it("of another account are never asked for", async () => {
    const bench = await benchWithCalls();
    const theirs = repositoryState({ accountId: 999, repositoryId: 3001, name: "pipelines" });
    await bench.store.repositories.observe(theirs, { observedAt: defaultAt, installationId: 5 });
    await bench.run(observe);
    expect(bench.github.count("readFile")).toBe(0);
  });

  it("are never another file of the account, and tell nothing of a content that cannot be read", async () => {
    const bench = await openBench();
    await bench.configure(rules);
    await install(bench);
    const secret = 'a: "hunter2" "hunter2"\n';
    bench.github.addFile("acme/pipelines", "deploy/values.yml@v1", secret);
    bench.github.addFile("acme/pipelines", ".github/workflows/broken.yml@v1", secret);
    const uses = (path: string) => `uses: acme/pipelines/${path}@v1`;
    bench.github.addFile(
      "acme/shop",
      ".github/workflows/ci.yml",
      `on: push\njobs:\n  a: { ${uses("deploy/values.yml")} }\n  b: { ${uses(".github/workflows/broken.yml")} }\n`,
    );
    await bench.run(observe);
    expect(bench.github.count("readFile")).toBe(1);
    expect(
      (await called(bench))
        .map(({ problem }) => problem)
        .sort()
        .reverse(),
    ).toEqual([
      "deploy/values.yml is no workflow: GitHub runs those of .github/workflows.",
      "Not valid YAML at line 1.",
    ]);
  });
});
