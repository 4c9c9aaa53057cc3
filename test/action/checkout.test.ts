// The bundle on what may be checked out, and on what events may hold.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { callsScan } from "./change-scene.ts";
import { annotationsOf, makeFolder } from "./run-action.ts";
import { change, removeChanges, run } from "./run-change.ts";

removeChanges();

const breaking = { ".github/workflows/ci.yml": callsScan("v1.0.0") };

describe("what was checked out", () => {
  it("by a depth of one has no base: said, and no failure unless a condition needs it", async () => {
    const scene = change({ change: breaking });
    const shallow = scene.repository;
    shallow.git("branch", "trial", scene.merge);
    const clone = shallow.clone("--depth", "1", "--branch", "trial");
    try {
      const end = await run(scene, { workspace: clone.path });
      expect(end).toMatchObject({ code: 0, outputs: { conclusion: "neutral", adoption: "0" } });
      expect(annotationsOf(end)[0]?.message).toContain("fetch-depth");
      const strict = await run(scene, { workspace: clone.path, inputs: { "fail-on": "broken-template" } });
      expect(strict.code).toBe(1);
    } finally {
      clone.remove();
    }
  });

  it("by a depth of two is enough for the trial merge", async () => {
    const scene = change({ change: breaking });
    scene.repository.git("branch", "trial", scene.merge);
    const clone = scene.repository.clone("--depth", "2", "--branch", "trial");
    try {
      const end = await run(scene, { workspace: clone.path, inputs: { "fail-on": "broken-template" } });
      expect(end.code).toBe(1);
      expect(annotationsOf(end)[0]).toMatchObject({ file: ".github/workflows/ci.yml" });
    } finally {
      clone.remove();
    }
  });

  it("may be a newer trial merge than the event knew: its first parent is the base", async () => {
    const scene = change({ change: breaking });
    const { repository } = scene;
    const older = repository.git("rev-parse", `${scene.base}^`);
    const payload = JSON.parse(JSON.stringify(scene.payload).replaceAll(scene.base, older));
    repository.git("branch", "trial", scene.merge);
    const clone = repository.clone("--depth", "2", "--branch", "trial");
    try {
      const end = await run(scene, {
        payload,
        workspace: clone.path,
        inputs: { "fail-on": "broken-template" },
      });
      expect(end.out).not.toContain("fetch-depth");
      expect(annotationsOf(end)[0]).toMatchObject({ file: ".github/workflows/ci.yml" });
    } finally {
      clone.remove();
    }
  });

  it("may be the head itself: it is compared with where it parted from the base", async () => {
    const scene = change({ change: breaking });
    scene.repository.git("checkout", "--quiet", "--detach", scene.head);
    const end = await run(scene);
    expect(annotationsOf(end)).toMatchObject([{ file: ".github/workflows/ci.yml", level: "warning" }]);
  });

  it("may be the last of several commits that were rebased onto the base: all of them are the change", async () => {
    const scene = change({ change: { "src/a.js": "1\n" } });
    const { repository, base } = scene;
    repository.git("checkout", "--quiet", "--detach", base);
    repository.commit(breaking);
    const last = repository.commit({ "src/b.js": "2\n" });
    const end = await run(scene, { environment: { GITHUB_SHA: last } });
    expect(annotationsOf(end)).toMatchObject([{ file: ".github/workflows/ci.yml", level: "warning" }]);
  });

  it("is not compared with itself, where the input base says so", async () => {
    const scene = change({ change: breaking });
    const end = await run(scene, { inputs: { base: "HEAD", "fail-on": "broken-template" } });
    expect(end.code).toBe(1);
    expect(end.out).toContain("Input base: it is the checked-out commit itself");
  });

  it("may be the base, by mistake: said", async () => {
    const scene = change({ change: breaking });
    scene.repository.git("checkout", "--quiet", "--detach", scene.base);
    const end = await run(scene);
    expect(end.summary).toContain("is the base itself");
  });

  it("may lie in a folder of the workspace, and must lie in it", async () => {
    const scene = change({ change: breaking });
    const workspace = makeFolder();
    scene.repository.git("worktree", "add", "--quiet", "--detach", join(workspace, "shop"), scene.merge);
    const end = await run(scene, { workspace, inputs: { path: "shop" } });
    expect(annotationsOf(end)).toMatchObject([{ file: ".github/workflows/ci.yml" }]);
    const outside = await run(scene, { workspace, inputs: { path: "../.." } });
    expect(outside.code).toBe(1);
    expect(outside.out).toContain("Input path: it leads out of the workspace.");
  });

  it.each([
    [
      "no clone at all",
      (): string => makeFolder(),
      {},
      /not .*repository|no .*repository|actions\/checkout/i,
    ],
    ["no git", null, { PATH: "/nonexistent" }, /git/i],
  ] as const)("with %s is told in words", async (_, workspace, environment, words) => {
    const scene = change({ change: breaking });
    const end = await run(scene, {
      ...(workspace === null ? {} : { workspace: workspace() }),
      environment: { GITHUB_SHA: scene.merge, ...environment },
    });
    expect(end.code).toBe(1);
    expect(annotationsOf(end)[0]?.message).toMatch(words);
    expect(end.out).not.toContain("Unexpected");
  });
});

describe("an event", () => {
  it.each([
    ["pull_request_target", "auto", "Event pull_request_target: use pull_request."],
    ["push", "auto", "Event push: nothing is done by itself for it."],
    ["workflow_run", "auto", "Event workflow_run: nothing is done by itself for it."],
    ["push", "pull-request", "Input mode: pull-request needs the event pull_request or merge_group"],
    ["evil\n::set-env::", "auto", "Event an unknown event: nothing is done"],
  ])("%j with mode %s is refused in words", async (event, mode, words) => {
    const scene = change({ change: breaking });
    const end = await run(scene, { event, inputs: { mode } });
    expect(end.code).toBe(1);
    expect(annotationsOf(end)[0]?.message).toContain(words);
    expect(end.summary).toBe("");
  });

  it("of the merge queue is audited, too", async () => {
    const scene = change({ change: breaking });
    const { repository, organization, sender } = scene.payload as Record<string, unknown>;
    const payload = {
      action: "checks_requested",
      merge_group: {
        head_sha: scene.merge,
        base_sha: scene.base,
        head_ref: "refs/heads/gh-readonly-queue/main/pr-7",
      },
      repository,
      organization,
      sender,
    };
    const end = await run(scene, { event: "merge_group", payload });
    expect(annotationsOf(end)).toMatchObject([{ file: ".github/workflows/ci.yml" }]);
    expect(end.summary).toContain("merge queue's commit is no first try");
  });

  it.each([
    ["an array", []],
    ["nothing of a pull request", { repository: null }],
    ["a SHA that is an option", { pull_request: { head: { sha: "--upload-pack=x" } } }],
  ])("whose file holds %s is refused", async (_, payload) => {
    const scene = change({ change: breaking });
    const end = await run(scene, { payload });
    expect(end.code).toBe(1);
    expect(annotationsOf(end)[0]?.message).toContain(
      "The event file of pull_request is not as GitHub writes it",
    );
  });
});
