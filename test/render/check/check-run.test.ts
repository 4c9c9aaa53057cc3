import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderCheckRun } from "../../../src/render/check/check-run.ts";
import { byteLength } from "../../../src/render/fit.ts";
import { buildChange, buildCheck, buildEvaluation, buildHead } from "../../support/changes.ts";
import { readAsGitHub, wouldBeLinked } from "../../support/github-markdown.ts";
import { hostileText, hostileTexts } from "../../support/hostile-text.ts";
import { previewedCheckRuns } from "../../support/previews.ts";
import { buildCheckRunView } from "../../support/views.ts";

function render(name: keyof typeof previewedCheckRuns) {
  const view = previewedCheckRuns[name];
  if (view === undefined) throw new Error(`No preview ${name}`);
  return renderCheckRun(view);
}

describe("the check run", () => {
  it("tells an engineer whose first try failed what failed and what to do", () => {
    const content = render("check-failed");
    expect(content.summary).toMatchInlineSnapshot(`
      "[CodeQL](https://github.com/octo/shop/runs/31) failed on this commit, its first try: the change **counts as not passed on the first try**. Neither a re-run nor a new commit alters that.

      **What to do next:** Open [CodeQL](https://github.com/octo/shop/runs/31), mend what is reported, and push. Put back what the template rules below ask for.

      #### Template rules in this change

      - ❌ breaks **Calls the organisation's security workflow** in [\`.github/workflows/ci.yml:14\`](https://github.com/octo/shop/blob/8d5f3c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d/.github/workflows/ci.yml#L14): The job that called it is gone. Use octo/templates/.github/workflows/security.yml at v3 or later.
      - ✅ repairs **Hardened base image** in [\`Dockerfile:3\`](https://github.com/octo/shop/blob/8d5f3c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d/Dockerfile#L3): All stages are built on approved images now.

      #### This repository, 2026-10-26 to 2026-11-22 (UTC)

      - **Release gate health:** ✅ good: first-pass rate 87.5 % (on target, improving).
      - **First-pass security check rate:** ✅ on target: **87.5 % (35/40)**, target ≥ 85 %, ▲ improving (+20.8 pp).
      - **Targets:** ❌ 2 of 3 judged KPIs off target, furthest Secrets exposed per 1,000 commits, 3.15 (2/635) against ≤ 2 (+1.15)."
    `);
    expect(content.text).toMatchInlineSnapshot(`
      "#### Security checks on this commit

      | Check | First result | Now |
      | :--- | :--- | :--- |
      | [CodeQL](https://github.com/octo/shop/runs/31) | ❌ failed | the same |
      | [Dependency Review](https://github.com/octo/shop/runs/31) | ✅ passed | the same |

      **How first tries are read.** The first try is the earliest commit, once the pull request is ready for review, on which the security checks conclude. Any failing check decides it at once; it passes when all of them have. A re-run of the same commit never changes it; a commit whose checks were all cancelled is passed over."
    `);
  });

  it("tells in one look that all passed", () => {
    expect(render("check-passed").summary).toMatchInlineSnapshot(`
      "[CodeQL](https://github.com/octo/shop/runs/31) passed on this commit, its first try: the change **counts as passed on the first try**, whatever follows.

      **What to do next:** Nothing: it is ready as far as security checks go.

      #### This repository, 2026-10-26 to 2026-11-22 (UTC)

      - **Release gate health:** ✅ good: first-pass rate 87.5 % (on target, improving).
      - **First-pass security check rate:** ✅ on target: **87.5 % (35/40)**, target ≥ 85 %, ▲ improving (+20.8 pp).
      - **Targets:** ❌ 2 of 3 judged KPIs off target, furthest Secrets exposed per 1,000 commits, 3.15 (2/635) against ≤ 2 (+1.15)."
    `);
  });

  it("tells what is waited for", () => {
    expect(render("check-waiting").summary.split("####")[0]).toMatchInlineSnapshot(`
      "Semgrep has not concluded on this commit yet. The first try is not decided yet.

      **What to do next:** Nothing yet: this check run is updated when they conclude.

      "
    `);
  });

  it("shows what could not be measured in words with the reason, never as a number", () => {
    expect(render("check-none").summary).toMatchInlineSnapshot(`
      "No security check ran on this commit. That is a gap, not a pass. As long as none runs, this change counts in no first-pass rate and is listed as not checked.

      **What to do next:** Let a security check run on pull requests, or, if one does, select it under \`checks\` in \`.github/firstpass.yml\`.

      #### This repository, 2026-10-26 to 2026-11-22 (UTC)

      - **Release gate health:** ❔ not measured: first-pass rate 66.7 % (too few to judge).
      - **First-pass security check rate:** ⚪ too few to judge: **66.7 % (2/3)**, target ≥ 85 %, no comparison yet.
      - **Targets:** ❔ no KPI could be judged against a target. 1 KPI is not measured."
    `);
  });

  it("tells after a later pass that the first try still counts", () => {
    expect(render("check-later-pass").summary.split("####")[0]).toMatchInlineSnapshot(`
      "[CodeQL](https://github.com/octo/shop/runs/31) passed on this commit. [CodeQL](https://github.com/octo/shop/runs/31) failed on an earlier commit, its first try: the change **counts as not passed on the first try**. Neither a re-run nor a new commit alters that.

      **What to do next:** Nothing: it is ready as far as security checks go.

      "
    `);
  });

  it("tells a draft how the first try begins", () => {
    expect(render("check-draft").summary.split("####")[0]).toMatchInlineSnapshot(`
      "This pull request is a draft. What security checks say now does not count: the first try is the first commit they conclude on once it is ready for review.

      **What to do next:** Let the security checks pass while it is a draft, then mark it as ready for review.

      "
    `);
  });

  it("annotates the very lines that break and repair template rules", () => {
    expect(render("check-failed").annotations).toMatchInlineSnapshot(`
      [
        {
          "endLine": 14,
          "level": "warning",
          "message": "The job that called it is gone. Use octo/templates/.github/workflows/security.yml at v3 or later.",
          "path": ".github/workflows/ci.yml",
          "startLine": 14,
          "title": "Breaks template rule: Calls the organisation's security workflow",
        },
        {
          "endLine": 3,
          "level": "notice",
          "message": "All stages are built on approved images now.",
          "path": "Dockerfile",
          "startLine": 3,
          "title": "Repairs template rule: Hardened base image",
        },
      ]
    `);
  });

  it("annotates as failures what is enforced", () => {
    expect(render("check-enforced").annotations.map(({ level }) => level)).toEqual(["failure", "notice"]);
  });

  it("counts a broken rule in the title and is not a success for it", () => {
    const { findings } = previewedCheckRuns["check-failed"]!;
    const content = renderCheckRun(buildCheckRunView({ findings }));
    expect(content.title).toBe("Passed on the first try; breaks 1 template rule");
    expect(content.conclusion).toBe("neutral");
  });

  it("advises by how a check ended", () => {
    const timedOut = buildCheck({ name: "Snyk", outcome: "fail", conclusion: "timed_out", url: null });
    const stuck = buildCheck({ name: "Zizmor", outcome: "fail", conclusion: "startup_failure", url: null });
    const head = buildHead({ checks: [timedOut, stuck], evaluation: "fail" });
    const { summary } = renderCheckRun(buildCheckRunView({ head }));
    expect(summary).toContain("Run Snyk again: the time ran out.");
    expect(summary).toContain("Mend the workflow of Zizmor: it could not start.");
    expect(summary).not.toContain("mend what is reported");
  });

  it("says how a bot's change is counted", () => {
    const change = buildChange({ bot: true });
    expect(renderCheckRun(buildCheckRunView({ change })).summary).toContain(
      "opened by a bot and is counted apart",
    );
  });

  it("offers a button within GitHub's limits", () => {
    const [action] = render("check-passed").actions;
    expect(action).toEqual({
      label: "Re-evaluate",
      description: "Read the checks again and update this",
      identifier: "re-evaluate",
    });
    expect(action?.description.length).toBeLessThanOrEqual(40);
  });
});

describe("hostile names in a check run", () => {
  it("fault 37: are shown literally, link nothing and ping nobody", () => {
    const content = render("check-hostile");
    for (const markdown of [content.summary, content.text]) {
      const reading = readAsGitHub(markdown);
      expect(wouldBeLinked(reading.linkableText)).toBe(false);
      expect(reading.links.filter((url) => !url.startsWith("https://github.com/octo/shop/"))).toEqual([]);
      expect(
        reading.tagNames.filter((tag) => ["img", "script", "h1", "input", "del", "em"].includes(tag)),
      ).toEqual([]);
    }
    expect(readAsGitHub(content.text).text).toContain(hostileTexts[0]);
  });

  it("fault 37: appear in plain-text titles and annotations without control characters", () => {
    const content = render("check-hostile");
    const plain = [
      content.title,
      ...content.annotations.flatMap(({ title, message }) => [title, message]),
    ].join("");
    expect(plain).not.toMatch(/[\p{Cc}\p{Cs}\u202E\u200B]/u);
  });

  it("fault 29: never make it longer than GitHub allows", () => {
    const names = fc.array(fc.tuple(hostileText, fc.integer({ min: 1, max: 400 })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(names, (named) => {
        const texts = named.map(([text, times]) => text.repeat(times));
        const checks = texts.map((name) => buildCheck({ name, outcome: "fail" }));
        const finding = { ruleId: "r", effect: "breaks" as const, line: 1 };
        const content = renderCheckRun(
          buildCheckRunView({
            head: buildHead({ checks, evaluation: "fail" }),
            change: buildChange({
              firstEvaluation: buildEvaluation({ outcome: "fail", failedChecks: checks }),
            }),
            findings: texts.map((text) => ({
              ...finding,
              ruleTitle: text,
              path: text,
              message: text,
              remedy: text,
              suggestion: text,
            })),
            configProblems: texts,
          }),
        );
        expect(Array.from(content.title).length).toBeLessThanOrEqual(255);
        expect(byteLength(content.summary)).toBeLessThanOrEqual(65_535);
        expect(byteLength(content.text)).toBeLessThanOrEqual(65_535);
        for (const annotation of content.annotations) {
          expect(Array.from(annotation.title).length).toBeLessThanOrEqual(255);
          expect(byteLength(annotation.message)).toBeLessThanOrEqual(65_535);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("shows corrected lines as suggestions, each once and at most ten, and none that hides something", () => {
    const finding = {
      ruleId: "r",
      ruleTitle: "Build",
      effect: "breaks" as const,
      path: ".github/workflows/ci.yml",
      message: "Here it is v2.",
      remedy: null,
    };
    const suggestion = "\t  uses: acme/scan@v3 # ```";
    const text = (findings: readonly { line: number; suggestion: string | null }[]) =>
      renderCheckRun(buildCheckRunView({ findings: findings.map((given) => ({ ...finding, ...given })) }))
        .text;
    expect(text([{ line: 4, suggestion }])).toContain(`#L4):\n\n\`\`\`\`suggestion\n${suggestion}\n\`\`\`\``);
    const count = (many: string) => many.match(/^`+suggestion$/gm)?.length ?? 0;
    expect(count(text(Array.from({ length: 12 }, (_, line) => ({ line: line + 1, suggestion }))))).toBe(10);
    expect(text(Array.from({ length: 12 }, (_, line) => ({ line: line + 1, suggestion })))).toContain(
      "and 2 more lines.",
    );
    expect(count(text([4, 4].map((line) => ({ line, suggestion }))))).toBe(1);
    expect(count(text([{ line: 4, suggestion: "uses: a/b@v3 \u202e" }]))).toBe(0);
    expect(count(text([{ line: 4, suggestion: null }]))).toBe(0);
  });
});
