// Which changed files are Firstpass's own, and what each of them is.
import { describe, expect, it } from "vitest";
import { replayPullRequest } from "../../../src/core/changes/pull-request-timeline.ts";
import { Refused } from "../../../src/github/errors.ts";
import type { ChangedFile } from "../../../src/github/gateway.ts";
import { sharedFileKind } from "../../../src/records/configuration-kind.ts";
import { findChangedOwnFiles } from "../../../src/workflows/head/changed-own-files.ts";
import { findConfigurationNotes } from "../../../src/workflows/head/find-configuration-notes.ts";
import {
  defaultAccountId,
  defaultRepositoryId,
  pullRequestFact,
  pushFact,
  sha,
} from "../../support/facts.ts";
import { installationId, openBench } from "../../support/workflow-bench.ts";

const headSha = sha("a1");
const own = ".github/firstpass.yml";
const opened = pullRequestFact({ headSha, headRef: "feature", commitCount: 1 });
const pushed = pushFact({ ref: "refs/heads/feature", after: headSha, touchedPaths: null });

function file(path: string, given: Partial<ChangedFile> = {}): ChangedFile {
  return { path, previousPath: null, status: "modified", blobSha: null, ...given };
}

/** What is found in a repository of this name where the pull request changes these files. */
async function find(name: string, changed: readonly ChangedFile[]) {
  const bench = await openBench({ name });
  const known = await bench.store.repositories.find(defaultAccountId, defaultRepositoryId);
  if (known === null) throw new Error("The bench has no repository.");
  for (const { path } of changed) bench.github.addFile(`acme/${name}`, `${path}@${headSha}`, "version: 1\n");
  const look = () =>
    findChangedOwnFiles(
      { ...bench.services, holdsLease: async () => true },
      { installationId, repositoryId: defaultRepositoryId, owner: "acme", name },
      { facts: [opened, pushed], repository: known.state },
      replayPullRequest([opened]),
      { headSha, listChangedFiles: async () => changed },
    );
  return { bench, known, look };
}

describe("findChangedOwnFiles", () => {
  it.each([
    ["shop", own, "repository"],
    ["shop", ".github/firstpass-exceptions.yml", "repository-exceptions"],
    [".github", "firstpass.yml", "organisation"],
    [".github-private", "firstpass-exceptions.yml", "organisation-exceptions"],
  ])("in %s takes %s for the %s file", async (name, path, role) => {
    const { look } = await find(name, [file(path), file("src/index.ts")]);
    expect((await look()).files).toEqual([{ role, path, text: "version: 1\n" }]);
  });

  it.each([
    ["shop", "firstpass.yml"],
    ["shop", "firstpass/base.yml"],
    [".github", "docs/firstpass.yml"],
  ])("in %s takes %s for none, as nobody extends it", async (name, path) => {
    const { bench, look } = await find(name, [file(path)]);
    expect((await look()).files).toEqual([]);
    expect(bench.github.requests).toEqual([]);
  });

  it("takes a file that others extend for a shared one", async () => {
    const { bench, look } = await find("policies", [file("firstpass/base.yml")]);
    await bench.store.configurations.save({
      accountId: defaultAccountId,
      repositoryId: defaultRepositoryId,
      kind: sharedFileKind("firstpass/base.yml"),
      path: "acme/policies:firstpass/base.yml",
      text: "version: 1\n",
      commitSha: null,
      readAt: 1,
      problem: null,
    });
    expect((await look()).files).toMatchObject([{ role: "shared" }]);
  });

  it("leaves the organisation's file of .github-private alone while .github has one", async () => {
    const { bench, look } = await find(".github-private", [file("firstpass.yml")]);
    await bench.store.configurations.save({
      accountId: defaultAccountId,
      repositoryId: null,
      kind: "configuration",
      path: "acme/.github/firstpass.yml",
      text: "version: 1\n",
      commitSha: null,
      readAt: 1,
      problem: null,
    });
    expect((await look()).files).toEqual([]);
  });

  it("tells a removed file, and one that is renamed away, as gone", async () => {
    const removed = await find("shop", [file(own, { status: "removed" })]);
    expect((await removed.look()).files).toEqual([{ role: "repository", path: own, text: null }]);
    const renamed = await find("shop", [file("old.yml", { status: "renamed", previousPath: own })]);
    expect((await renamed.look()).files).toEqual([{ role: "repository", path: own, text: null }]);
  });

  it("says what GitHub refuses to give", async () => {
    const { bench, look } = await find("shop", [file(own)]);
    bench.github.failNext("readFile", new Refused("The file is larger than 1 MiB.", 422));
    expect(await look()).toMatchObject({ files: [], problem: expect.stringContaining("larger than 1 MiB") });
  });
});

describe("findConfigurationNotes", () => {
  const text = "version: 1\nmode: advisory\ntargets:\n  first-pass-rate: '>= 90 %'\n";

  it.each([
    ["private", [2, 4], true],
    ["public", [2], false],
  ] as const)(
    "on a %s repository tells the lines %j, and what other layers say: %s",
    async (visibility, lines, told) => {
      const { bench, known } = await find("shop", []);
      await bench.store.configurations.save({
        accountId: defaultAccountId,
        repositoryId: null,
        kind: "configuration",
        path: "acme/.github-private/firstpass.yml",
        text: "version: 1\nmode: enforce\npolicy:\n  locked: [mode]\n",
        commitSha: null,
        readAt: 1,
        problem: null,
      });
      const seen = { ...known, state: { ...known.state, visibility } };
      const notes = await findConfigurationNotes(bench.store, seen, [
        { role: "repository", path: own, text },
      ]);
      expect(notes.map(({ line }) => line)).toEqual(lines);
      expect(JSON.stringify(notes).includes("github-private")).toBe(told);
    },
  );
});
