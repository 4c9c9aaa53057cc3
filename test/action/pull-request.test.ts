// The bundle on a pull request, run as GitHub runs it, on what `actions/checkout` leaves.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { callsScan } from "./change-scene.ts";
import { annotationsOf } from "./run-action.ts";
import { change, removeChanges, run } from "./run-change.ts";

removeChanges();

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
