// What strangers may write: titles, branches, file names, SARIF. None of it may become a command of the runner, Markdown of the summary, or a
// program that is run.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { byteLength } from "../../src/render/fit.ts";
import { showInvisible } from "../../src/render/visible-text.ts";
import { readAsGitHub, wouldBeLinked } from "../support/github-markdown.ts";
import { hostileTexts } from "../support/hostile-text.ts";
import { type ChangeScene, callsScan } from "./change-scene.ts";
import { annotationsOf, makeFolder } from "./run-action.ts";
import { change, removeChanges, run as runChange } from "./run-change.ts";

removeChanges();

const run = (scene: ChangeScene, inputs: Record<string, string> = {}) => runChange(scene, { inputs });

/** Commands that the runner would obey, by its own rules: `::…` after spaces, or `##[…]` anywhere. */
const commandsIn = (lines: readonly string[]) =>
  lines.flatMap((line) => {
    const found = /^\s*::([\w-]+)/.exec(line)?.[1] ?? /##\[(\w+)/.exec(line.replace(/^::.*$/, ""))?.[1];
    return found === undefined ? [] : [found];
  });
const ours = new Set(["add-mask", "error", "warning", "notice"]);

const evilTexts = [
  ...hostileTexts,
  "$(touch PWNED)",
  "`touch PWNED`",
  "; touch PWNED #",
  "::set-output name=conclusion::success",
  "\n::set-output name=conclusion::success",
  "\r::add-path::/tmp",
  "a%0A::error::b",
  "##[set-env name=PATH]/tmp",
  "</summary></details><script>alert(1)</script>",
];

describe("a hostile change", () => {
  it("names its rules, tools and findings as it likes, and none of it is a command, a tag or a mention", async () => {
    const scene = change({
      change: { "src/a.js": "1\n" },
      title: evilTexts.join(" "),
      headRef: "$(touch PWNED)",
    });
    const results = evilTexts.map((text, index) => ({
      ruleId: text,
      message: { text },
      level: "error",
      locations: [
        { physicalLocation: { artifactLocation: { uri: "src/a.js" }, region: { startLine: index + 1 } } },
      ],
    }));
    const rules = evilTexts.map((text) => ({ id: text, shortDescription: { text } }));
    const log = {
      version: "2.1.0",
      runs: [{ tool: { driver: { name: "@octo/x ::error::", rules } }, results }],
    };
    writeFileSync(join(scene.repository.path, "out.sarif"), JSON.stringify(log));
    const end = await run(scene, { sarif: "out.sarif" });
    expect(end.err).toBe("");
    expect(commandsIn(end.lines).filter((name) => !ours.has(name))).toEqual([]);
    expect(end.outputs).toMatchObject({ conclusion: "neutral", "first-pass": "unknown" });
    expect(Object.keys(end.outputs).sort()).toEqual([
      "adoption",
      "conclusion",
      "first-pass",
      "scorecard-path",
    ]);
    const read = readAsGitHub(end.summary);
    expect(read.text).toContain("<script>alert(1)</script>");
    expect(read.links.filter((url) => !url.startsWith("https://github.example/acme/shop/"))).toEqual([]);
    expect(wouldBeLinked(read.linkableText)).toBe(false);
    expect(read.tagNames).not.toContain("img");
    expect(showInvisible(end.summary.replaceAll("\n", ""))).toBe(end.summary.replaceAll("\n", ""));
    expect(existsSync(join(scene.repository.path, "PWNED"))).toBe(false);
    // Ten of a kind on the lines, all in the summary.
    expect(annotationsOf(end)).toHaveLength(10);
    expect(end.summary.match(/^- ⚠️ /gm)?.length).toBeGreaterThanOrEqual(evilTexts.length - 5);
  });

  it("has file names that are commands and paths, and is annotated where they can be shown", async () => {
    const names = [
      ".github/workflows/$(touch PWNED).yml",
      ".github/workflows/`touch PWNED`.yml",
      ".github/workflows/a\n::set-output name=x::y.yml",
      ".github/workflows/%0A,line=1::x.yml",
      ".github/workflows/--upload-pack=touch PWNED.yml",
      ".github/workflows/:(glob)**.yml",
    ];
    const before = Object.fromEntries(names.map((name) => [name, callsScan("v2.1.0")]));
    const after = Object.fromEntries(names.map((name) => [name, callsScan("v1.0.0")]));
    const scene = change({ before, change: { ".github/workflows/ci.yml": callsScan("v1.0.0"), ...after } });
    const end = await run(scene, { "fail-on": "broken-template" });
    expect(end.code).toBe(1);
    expect(commandsIn(end.lines).filter((name) => !ours.has(name))).toEqual([]);
    const files = annotationsOf(end).map(({ file }) => file);
    for (const name of names.filter((one) => !one.includes("\n"))) expect(files).toContain(name);
    expect(files.some((file) => file?.includes("\n"))).toBe(false);
    expect(existsSync(join(scene.repository.path, "PWNED"))).toBe(false);
  });

  it("brings a clone whose own configuration runs programs, and none is run", async () => {
    const scene = change({ change: { "src/a.js": "1\n", ".gitattributes": "* filter=evil diff=evil\n" } });
    const folder = makeFolder();
    const mark = `touch ${join(folder, "PWNED")}`;
    const { repository } = scene;
    for (const [key, value] of Object.entries({
      "core.fsmonitor": mark,
      "core.pager": mark,
      "core.sshCommand": mark,
      "diff.external": mark,
      "filter.evil.clean": mark,
      "filter.evil.smudge": mark,
      "diff.evil.textconv": mark,
      "alias.log": `!${mark}`,
    }))
      repository.git("config", key, value);
    writeFileSync(join(repository.path, ".git/hooks/post-index-change"), `#!/bin/sh\n${mark}\n`, {
      mode: 0o755,
    });
    const end = await run(scene);
    expect(end.code).toBe(0);
    expect(existsSync(join(folder, "PWNED"))).toBe(false);
  });

  it("shows no token, whoever wrote it where", async () => {
    const token = `ghp_${"a1B2".repeat(9)}`;
    const scene = change({ change: { "src/a.js": "1\n" } });
    const log = {
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "gitleaks", rules: [{ id: "pat", shortDescription: { text: token } }] } },
          results: [
            {
              ruleId: "pat",
              message: { text: token },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: "src/a.js" },
                    region: { startLine: 1, snippet: { text: token } },
                  },
                },
              ],
            },
          ],
        },
      ],
    };
    writeFileSync(join(scene.repository.path, "out.sarif"), JSON.stringify(log));
    const end = await run(scene, { "secrets-sarif": "out.sarif", "fail-on": "new-secret", token });
    expect(end.code).toBe(1);
    const [mask, ...others] = end.lines;
    expect(mask).toBe(`::add-mask::${token}`);
    expect(others.join("\n") + end.summary + JSON.stringify(end.outputs)).not.toContain(token);
  });
});

describe("very much", () => {
  it("gives a summary of a megabyte at most, cut by whole rows, with how many are left out", async () => {
    const scene = change({ change: { "src/a.js": "1\n" } });
    const results = Array.from({ length: 20_000 }, (_, index) => ({
      ruleId: `rule-${index}-${"é".repeat(60)}`,
      locations: [
        { physicalLocation: { artifactLocation: { uri: "src/a.js" }, region: { startLine: index + 1 } } },
      ],
    }));
    const log = { version: "2.1.0", runs: [{ tool: { driver: { name: "Loud" } }, results }] };
    writeFileSync(join(scene.repository.path, "out.sarif"), JSON.stringify(log));
    const end = await run(scene, { sarif: "out.sarif" });
    expect(byteLength(end.summary)).toBeLessThanOrEqual(1_048_576);
    expect(byteLength(end.summary)).toBeGreaterThan(1_000_000);
    expect(end.summary.isWellFormed()).toBe(true);
    const shown = end.summary.match(/^- ⚠️ /gm)?.length ?? 0;
    expect(end.summary).toContain(
      `- and ${(20_000 - shown).toLocaleString("en")} more remarks, left out here`,
    );
    expect(end.summary).toContain("</details>");
    expect(annotationsOf(end)).toHaveLength(10);
  });
});
