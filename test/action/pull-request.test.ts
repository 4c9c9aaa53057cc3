// The bundle on a pull request, run as GitHub runs it, on what `actions/checkout` leaves.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type ChangeOptions, type ChangeScene, callsScan, makeChange } from "./change-scene.ts";
import { annotationsOf, makeFolder, removeFolders, runAction } from "./run-action.ts";

const scenes: ChangeScene[] = [];
removeFolders();
afterEach(() => {
  for (const scene of scenes.splice(0)) scene.remove();
});

function change(options: ChangeOptions): ChangeScene {
  const scene = makeChange(options);
  scenes.push(scene);
  return scene;
}

function run(scene: ChangeScene, more: Partial<Parameters<typeof runAction>[0]> = {}) {
  return runAction({
    event: "pull_request",
    payload: scene.payload,
    workspace: scene.repository.path,
    ...more,
    environment: { GITHUB_SHA: scene.merge, ...more.environment },
  });
}

const sarif = (results: readonly object[], name = "Semgrep") =>
  JSON.stringify({
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name,
            rules: [
              {
                id: "sqli",
                shortDescription: { text: "SQL injection" },
                properties: { "security-severity": "8.1" },
              },
              { id: "style", shortDescription: { text: "Style" } },
            ],
          },
        },
        results,
      },
    ],
  });

const result = (ruleId: string, uri: string, startLine: number) => ({
  ruleId,
  message: { text: "never shown" },
  locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }],
});

const imageRule = `version: 1
templates:
  rules:
    - { id: base, title: Base image, kind: base_image, images: ["acme/base:*"] }
`;

const breaking = { ".github/workflows/ci.yml": callsScan("v1.0.0") };

describe("a pull request", () => {
  it("that breaks a template rule is annotated on the line, and does not fail unless that is asked", async () => {
    const scene = change({ change: breaking });
    const end = await run(scene);
    expect(end.err).toBe("");
    expect(end.code).toBe(0);
    expect(annotationsOf(end)).toEqual([
      {
        level: "warning",
        title: "Breaks template rule: Calls the scan",
        file: ".github/workflows/ci.yml",
        line: "4",
        endLine: "4",
        message: "Here it is v1.0.0. Use acme/ci/.github/workflows/scan.yml at v2.0.0 or later.",
      },
    ]);
    expect(end.outputs).toMatchObject({ conclusion: "neutral", "first-pass": "unknown", adoption: "0" });
    expect(end.summary).toContain("## 🔶 Firstpass: 1 broken template rule");
    const scorecard = JSON.parse(readFileSync(end.outputs["scorecard-path"] ?? "", "utf8"));
    expect(scorecard).toMatchObject({ source: "clone", repository: { id: 500, fullName: "acme/shop" } });
  });

  it("fails by what was asked, with an error on the line", async () => {
    const scene = change({ change: breaking });
    const end = await run(scene, { inputs: { "fail-on": "broken-template" } });
    expect(end.code).toBe(1);
    expect(end.outputs.conclusion).toBe("failure");
    expect(annotationsOf(end).map(({ level, message }) => [level, message])).toEqual([
      ["error", "Here it is v1.0.0. Use acme/ci/.github/workflows/scan.yml at v2.0.0 or later."],
      ["error", "broken-template: 1 template rule broken by this change."],
    ]);
  });

  it("that makes nothing worse is a success", async () => {
    const scene = change({ change: { "src/a.js": "1\n" } });
    const end = await run(scene, { inputs: { "fail-on": "broken-template, invalid-file" } });
    expect(end).toMatchObject({ code: 0, outputs: { conclusion: "success", adoption: "100" } });
    expect(annotationsOf(end)).toEqual([]);
  });

  it("that repairs a rule is told so", async () => {
    const scene = change({
      before: { ".github/workflows/ci.yml": callsScan("v1.0.0") },
      change: { ".github/workflows/ci.yml": callsScan("v2.2.0") },
    });
    const end = await run(scene);
    expect(annotationsOf(end)).toMatchObject([
      { level: "notice", title: "Repairs template rule: Calls the scan" },
    ]);
    expect(end.outputs.conclusion).toBe("success");
  });

  it("cannot loosen the rules that it is held against", async () => {
    const scene = change({ change: { ...breaking, ".github/firstpass.yml": "version: 1\n" } });
    const end = await run(scene, { inputs: { "fail-on": "broken-template" } });
    expect(end.code).toBe(1);
  });

  it.each([
    [
      "its configuration never was valid",
      { ".github/firstpass.yml": "version: 1\ntemplates: [[[\n" },
      breaking,
    ],
    [
      "it brings more files than are read",
      { ".github/firstpass.yml": imageRule, Dockerfile: "FROM acme/base:1\n" },
      Object.fromEntries(
        Array.from({ length: 1100 }, (_, index) => [`d/${index}/Dockerfile`, "FROM acme/base:1\n"]),
      ),
    ],
  ])(
    "fails by broken-template where that cannot be told: %s",
    async (_, before, files) => {
      const scene = change({ before, change: files });
      const calm = await run(scene);
      expect(calm).toMatchObject({ code: 0, outputs: { conclusion: "neutral" } });
      expect(calm.summary).toContain("template rules could not be held against this change");
      const strict = await run(scene, { inputs: { "fail-on": "broken-template" } });
      expect(strict.code).toBe(1);
      expect(strict.out).toContain("::broken-template: it cannot be told");
    },
    60_000,
  );

  it("names inputs of the Action, and no options of the command line", async () => {
    const scene = change({ change: { ".github/workflows/ci.yml": callsScan("9".repeat(40)) } });
    const end = await run(scene);
    expect(annotationsOf(end)[0]?.message).toContain("input templates: acme/ci=PATH");
    expect(end.out).not.toContain("--template");
  });

  it("with a broken configuration or exceptions file is annotated on the line, and fails by invalid-file", async () => {
    const scene = change({
      change: {
        ".github/firstpass.yml": "version: 1\nwindow: long\n",
        ".github/firstpass-exceptions.yml": "version: 1\nexceptions:\n  - id: x\n",
      },
    });
    const end = await run(scene, { inputs: { "fail-on": "invalid-file" } });
    expect(end.code).toBe(1);
    const errors = annotationsOf(end).filter(({ level, file }) => level === "error" && file !== undefined);
    expect(new Set(errors.map(({ file }) => file))).toEqual(
      new Set([".github/firstpass.yml", ".github/firstpass-exceptions.yml"]),
    );
  });

  it.each([
    ["new-finding:high", 1],
    ["new-finding:critical", 0],
    ["new-finding", 1],
    ["new-secret", 0],
  ])("with findings in changed files, fail-on %s ends with %i", async (failOn, code) => {
    const scene = change({ change: { "src/a.js": "1\n2\n" } });
    writeFileSync(
      join(scene.repository.path, "out.sarif"),
      sarif([result("sqli", "src/a.js", 2), result("sqli", "README.md", 1), result("style", "src/a.js", 1)]),
    );
    const end = await run(scene, { inputs: { sarif: "out.sarif", "fail-on": failOn } });
    expect(end.code).toBe(code);
    const onLines = annotationsOf(end).filter(({ file }) => file !== undefined);
    expect(onLines.map(({ file, line }) => `${file}:${line}`)).toEqual(["src/a.js:2", "src/a.js:1"]);
    expect(end.out + end.summary).not.toContain("never shown");
  });

  it("has ten annotations of a kind at most, why it fails among them", async () => {
    const files = Array.from({ length: 15 }, (_, index) => `src/${index}.js`);
    const scene = change({ change: Object.fromEntries(files.map((file) => [file, "1\n"])) });
    const found = files.flatMap((file) => [
      result("sqli", file, 1),
      { ...result("style", file, 1), level: "warning" },
    ]);
    writeFileSync(join(scene.repository.path, "out.sarif"), sarif(found));
    const inputs = { sarif: "out.sarif\nmissing.sarif", "fail-on": "new-finding:high" };
    const shown = annotationsOf(await run(scene, { inputs }));
    const of = (wanted: string) => shown.filter(({ level }) => level === wanted);
    expect([of("error").length, of("warning").length]).toEqual([10, 10]);
    expect(of("error").at(-1)?.message).toContain("new-finding:high: 15 findings");
    expect(of("warning").at(-1)?.message).toContain("missing.sarif");
  });

  it("tells new findings from old ones by the SARIF of the base", async () => {
    const scene = change({ change: { "src/a.js": "1\n2\n" } });
    const place = (name: string, text: string) => writeFileSync(join(scene.repository.path, name), text);
    place("head.sarif", sarif([result("sqli", "src/a.js", 2), result("sqli", "README.md", 1)]));
    place("base.sarif", sarif([result("sqli", "README.md", 1)]));
    const end = await run(scene, { inputs: { sarif: "head.sarif", "base-sarif": "base.sarif" } });
    expect(annotationsOf(end)).toMatchObject([{ file: "src/a.js", title: "High severity: SQL injection" }]);
  });

  it("shows no findings on a public repository, unless that is asked, and fails by them all the same", async () => {
    const scene = change({ change: { "src/a.js": "1\n2\n" }, visibility: "public" });
    writeFileSync(join(scene.repository.path, "out.sarif"), sarif([result("sqli", "src/a.js", 2)]));
    const inputs = { sarif: "out.sarif", "fail-on": "new-finding:high" };
    const end = await run(scene, { inputs });
    expect(end.code).toBe(1);
    expect(end.out + end.summary).not.toMatch(/SQL injection|src\/a\.js|sqli/);
    const shown = await run(scene, { inputs: { ...inputs, "show-findings": "always" } });
    expect(shown.summary).toContain("SQL injection");
  });

  it("asks nothing of who configures rules on a public repository", async () => {
    const scene = change({ change: breaking, visibility: "public" });
    const end = await run(scene);
    expect(end.out + end.summary).not.toContain("at v2.0.0 or later");
  });

  it("says what SARIF cannot be used, and fails where a condition needs it", async () => {
    const scene = change({ change: { "src/a.js": "1\n" } });
    writeFileSync(join(scene.repository.path, "broken.sarif"), '{"version": "2.1.0", "runs": [');
    const inputs = { sarif: "broken.sarif\nmissing.sarif" };
    const calm = await run(scene, { inputs });
    expect(calm).toMatchObject({ code: 0, outputs: { conclusion: "neutral" } });
    expect(calm.summary).toContain("broken.sarif");
    expect(calm.summary).toContain("missing.sarif");
    const strict = await run(scene, { inputs: { ...inputs, "fail-on": "new-finding" } });
    expect(strict.code).toBe(1);
    expect(strict.out).toContain("it cannot be told");
  });
});

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
