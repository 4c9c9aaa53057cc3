import { describe, expect, test } from "vitest";
import type { PushData } from "../../../src/core/facts/push.ts";
import { normalizeDelivery } from "../../../src/ingest/normalize.ts";
import { sha } from "../../support/facts.ts";
import { commitPayload, pushPayload } from "../../support/payloads.ts";

function push(given: Record<string, unknown> = {}, repository: Record<string, unknown> = {}) {
  const normalized = normalizeDelivery("push", pushPayload(given, repository));
  if (normalized.outcome !== "facts") throw new Error(normalized.reason);
  const data = normalized.facts[0]?.data as PushData;
  return { ...normalized, data, work: normalized.jobs.map(({ job }) => job) };
}
const touching = (...modified: string[]) => ({ commits: [commitPayload(sha("c1"), { modified })] });
const manyCommits = (count: number) =>
  Array.from({ length: count }, (_, index) => commitPayload(index.toString(16).padStart(40, "0")));

describe("push", () => {
  test("is dated by repository.pushed_at, in Unix seconds", () => {
    expect(push().facts).toMatchObject([
      {
        occurredAt: Date.parse("2026-11-09T09:30:00Z"),
        subject: `push:refs/heads/main:${sha("b0")}:${sha("c1")}`,
      },
    ]);
  });

  test("is dated alike when pushed_at is written as text", () => {
    expect(push({}, { pushed_at: "2026-11-09T09:30:00Z" }).facts).toEqual(push().facts);
  });

  test("without pushed_at is unusable", () => {
    expect(normalizeDelivery("push", pushPayload({}, { pushed_at: null })).outcome).toBe("unusable");
  });

  test("keeps each commit's own time and whether it is distinct", () => {
    const { data } = push({
      commits: [
        commitPayload(sha("c1")),
        commitPayload(sha("c2"), { distinct: false, timestamp: "yesterday" }),
      ],
    });
    expect(data.commits).toEqual([
      { sha: sha("c1"), committedAt: Date.parse("2026-11-09T09:25:00Z"), distinct: true },
      { sha: sha("c2"), committedAt: null, distinct: false },
    ]);
  });

  test("knows the default branch by the payload itself", () => {
    expect(push().data.toDefaultBranch).toBe(true);
    expect(push({ ref: "refs/heads/feature" }).data.toDefaultBranch).toBe(false);
    expect(push({ ref: "refs/tags/main" }).data.toDefaultBranch).toBe(false);
    expect(push({}, { default_branch: "trunk" }).data.toDefaultBranch).toBe(false);
  });

  test("fault 15: asks the compare API for the count once GitHub's cap cuts the list", () => {
    const below = push({ commits: manyCommits(2047) });
    expect([below.data.truncated, below.work]).toEqual([false, []]);

    const { data, work } = push({ commits: manyCommits(2048) });
    expect(data).toMatchObject({ truncated: true, touchedPaths: null });
    expect(work).toContainEqual({
      kind: "complete-push",
      accountId: 1001,
      repositoryId: 2001,
      ref: "refs/heads/main",
      before: sha("b0"),
      after: sha("c1"),
      pushSubject: `push:refs/heads/main:${sha("b0")}:${sha("c1")}`,
      pushedAt: Date.parse("2026-11-09T09:30:00Z"),
    });
  });

  test("fault 15: a truncated tag is not counted; it may be the release of a template", () => {
    const { work } = push({ ref: "refs/tags/v1", commits: manyCommits(2048) });
    expect(work).toMatchObject([
      { kind: "observe-templates", template: expect.stringMatching(/^[^A-Z]+\/[^A-Z]+$/) },
    ]);
  });

  test("a deleted tag is gone from its template, too", () => {
    const { work } = push({ ref: "refs/tags/v1", deleted: true, commits: [] });
    expect(work.map((job) => job.kind)).toEqual(["observe-templates"]);
  });

  test("a workflow that changed on any branch may be one that others call there", () => {
    const touching = (path: string) =>
      push({ ref: "refs/heads/v2", commits: [commitPayload(sha("c1"), { modified: [path] })] }).work;
    expect(touching(".github/workflows/build.yml").map((job) => job.kind)).toEqual(["observe-templates"]);
    expect(touching("Dockerfile")).toEqual([]);
  });

  test("fault 15: after a force-push everything is read again, for the commits taken away are not listed", () => {
    const { data, work } = push({ forced: true, commits: [] });
    expect(data.touchedPaths).toBeNull();
    expect(work.map((job) => job.kind)).toEqual([
      "observe-paved-road",
      "read-configuration",
      "observe-templates",
    ]);
  });

  test("names the paths that Firstpass reads, sorted and once, added and removed ones too", () => {
    const { data } = push({
      commits: [
        commitPayload(sha("c1"), { added: ["svc/Dockerfile"], modified: ["README.md"] }),
        commitPayload(sha("c2"), {
          removed: [".github/workflows/ci.yml"],
          modified: ["svc/Dockerfile"],
        }),
      ],
    });
    expect(data.touchedPaths).toEqual([".github/workflows/ci.yml", "svc/Dockerfile"]);
  });

  test.each([
    ["src/index.ts", []],
    [".github/workflows/ci.yaml", ["observe-paved-road", "observe-templates"]],
    ["a/b/Dockerfile", ["observe-paved-road"]],
    // What a new rule looks at is asked for once the file has been read, where nobody has looked at it yet.
    [".github/firstpass.yml", ["read-configuration"]],
    [".github/firstpass-exceptions.yml", ["read-configuration"]],
  ])("a change of %s on the default branch asks for %j", (path, kinds) => {
    expect(push(touching(path)).work.map((job) => job.kind)).toEqual(kinds);
  });

  test("a change on another branch asks for nothing but is told", () => {
    const { data, work, pathsForRules } = push({
      ref: "refs/heads/feature",
      ...touching(".github/firstpass.yml", "x"),
    });
    expect(data.touchedPaths).toEqual([".github/firstpass.yml"]);
    expect(work).toEqual([]);
    expect(pathsForRules).toEqual([]);
  });

  test("paths that only a rule could name are handed on apart from the fact", () => {
    const { data, pathsForRules } = push(touching("SECURITY.md", "Dockerfile"));
    expect(data.touchedPaths).toEqual(["Dockerfile"]);
    expect(pathsForRules).toEqual(["SECURITY.md"]);
  });

  test.each([
    ["firstpass.yml", ".github"],
    ["firstpass.yml", ".github-private"],
    ["firstpass-exceptions.yml", ".github"],
    ["firstpass-exceptions.yml", ".github-private"],
  ])("%s of %s is the organisation's", (path, name) => {
    const asked = push(touching(path), { name }).work;
    expect(asked).toContainEqual({ kind: "read-configuration", accountId: 1001, repositoryId: null });
    expect(push(touching(path)).work).not.toContainEqual(
      expect.objectContaining({ kind: "read-configuration" }),
    );
  });

  test("a deleted branch asks for nothing", () => {
    expect(push({ deleted: true, forced: true, after: "0".repeat(40), commits: [] }).work).toEqual([]);
  });
});
