// Hostile text wherever people may write it: through signed deliveries and files to every surface, which is read as GitHub and a
// terminal would read it.
import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/demo/organisation/place.ts";
import { checkRunPayload, githubActions } from "../../src/demo/payloads/checks.ts";
import { override, type Payload } from "../../src/demo/payloads/example.ts";
import { pullRequestPayload } from "../../src/demo/payloads/pull-requests.ts";
import { NOW, openSmallScene } from "../e2e/small-scene.ts";
import { readAsGitHub, wouldBeLinked } from "../support/github-markdown.ts";
import { hostileTexts } from "../support/hostile-text.ts";
import { runCommand } from "../support/server-process.ts";
import { closeStages, temporarySqlite } from "./hostile-stage.ts";

closeStages();

const ours = /^https:\/\/github\.(?:example|com)\/|^http:\/\/127\.0\.0\.1|^#|^$/;
const forbiddenTags = ["img", "script", "iframe", "input", "svg", "style", "h1"];
/** Control characters but line breaks, bidirectional and zero-width ones, lone surrogates. */
const invisible = /(?![\n])[\p{Cc}\p{Cs}\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

function expectHarmless(markdown: string): void {
  const reading = readAsGitHub(markdown);
  expect(wouldBeLinked(reading.linkableText), reading.linkableText).toBe(false);
  expect(reading.links.filter((url) => !ours.test(url))).toEqual([]);
  expect(reading.tagNames.filter((tag) => forbiddenTags.includes(tag))).toEqual([]);
  expect(reading.text.replaceAll("\n", "")).not.toMatch(invisible);
}

const quoted = (text: string) => JSON.stringify(text.toWellFormed());

const config = (text: string) => `version: 1
checks: { include: ["**"] }
owner: ${quoted(text.slice(0, 60))}
templates:
  rules:
    - id: scan
      kind: action
      uses: acme/scan
      title: ${quoted(text.slice(0, 80))}
`;

const exceptions = (text: string) => `version: 1
exceptions:
  - { finding: code-scanning#1, reason: ${quoted(text)}, approved_by: ${quoted(text.slice(0, 30))}, until: 2026-12-24 }
`;

/** Starting a command takes most of the time: a few scenes with all names. */
const SCENES = 3;
const scenes = Array.from({ length: SCENES }, (_, scene) =>
  hostileTexts.filter((_text, index) => index % SCENES === scene),
);

test.each(scenes.map((texts, index) => [index + 1, texts] as const))(
  "fault 37: hostile names do nothing in a check run, a weekly issue, or on a terminal (scene %i)",
  async (_, texts) => {
    const text = texts[0] ?? "";
    const databaseUrl = await temporarySqlite();
    const small = await openSmallScene(databaseUrl, {
      ".github/firstpass.yml": config(text),
      ".github/firstpass-exceptions.yml": exceptions(text),
    });
    const at = NOW - 3 * DAY;
    const view = await small.openPullRequest(1, at, {
      files: {
        ".github/firstpass.yml": `${config(text)}${quoted(text)}: 1\n`,
        ".github/workflows/a.yml": "on: push\n",
      },
    });
    const login = { login: text, html_url: "javascript:alert(1)" };
    const renamed: Payload = {
      pull_request: {
        title: text,
        body: text,
        head: { ref: text, label: text },
        user: login,
        labels: [{ name: text }],
      },
      sender: login,
    };
    const told = pullRequestPayload(
      small.scene,
      "closed",
      { ...view, closedAt: at + 2 * HOUR },
      at + 2 * HOUR,
    );
    for (const [index, name] of [...texts, ...texts.map((one) => `${one} / CodeQL`), "CodeQL"].entries()) {
      const run = {
        id: 90 + index,
        suiteId: 7,
        name,
        app: { ...githubActions, name: text },
        headSha: view.headSha,
        headBranch: text,
        status: "completed" as const,
        conclusion: "failure",
        startedAt: at,
        completedAt: at + MINUTE,
      };
      const payload = checkRunPayload(small.scene, run);
      const hostile = {
        check_run: { output: { title: text, summary: text }, details_url: "javascript:alert(1)" },
      };
      await small.send("check_run", override(payload, hostile));
    }
    await small.settle();
    await small.send("pull_request", override(told, renamed));
    const job = {
      kind: "publish-weekly",
      accountId: 77,
      repositoryId: small.repository.id,
      isoWeek: "2026-W46",
    } as const;
    await small.stage.firstpass.store.jobs.enqueue([
      { key: "publish-weekly/x", kind: job.kind, accountId: 77, payload: job },
    ]);
    await small.settle();

    const [run] = small.repository.checkRuns.values();
    expect(run?.title).toMatch(/Failed|failed/);
    expectHarmless(run?.summary ?? "");
    expectHarmless(run?.text ?? "");
    const plain = [
      run?.title ?? "",
      ...(run?.annotations ?? []).flatMap(({ title, message }) => [title ?? "", message]),
    ];
    for (const line of plain) expect(line.replaceAll("\n", "")).not.toMatch(invisible);
    const [issue] = small.repository.issues.values();
    expect(issue?.title ?? "").not.toMatch(invisible);
    expectHarmless(issue?.body ?? "");

    const variables = { ...small.stage.variables, NO_COLOR: "1" };
    for (const args of [
      ["scorecard", "acme/shop"],
      ["explain", "acme/shop", "first-pass-rate"],
      ["config", "show", "acme/shop"],
    ]) {
      const { stdout, stderr } = await runCommand(args, variables);
      expect(stdout.length + stderr.length).toBeGreaterThan(50);
      expect(`${stdout}${stderr}`.replaceAll("\n", "")).not.toMatch(invisible);
    }
  },
  120_000,
);
