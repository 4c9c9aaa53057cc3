// The command as a process of its own, against a local GitHub over HTTP. What the numbers are is tested where all ways are compared.
import { generateKeyPairSync } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scorecardSchema } from "../../src/core/scorecard/schema.ts";
import { grantedPermissions } from "../../src/demo/organisation/build.ts";
import { faultAnswers } from "../../src/local-github/fault-answers.ts";
import { addRepository, commitTo } from "../../src/local-github/repository.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local-github/start.ts";
import { runCommand, spawnCommand, temporaryFolder } from "../support/server-process.ts";

const DAY = 24 * 60 * 60 * 1000;
const acme = { id: 77, login: "acme", type: "Organization" } as const;
const beta = { id: 78, login: "beta", type: "Organization" } as const;
const everything = { ...grantedPermissions, checks: "read", issues: "read" } as const;
const policy = `version: 1
templates:
  rules:
    - id: secure-build
      title: Secure build
      kind: reusable_workflow
      uses: acme/templates/.github/workflows/build.yml
      ref:
        minimum: v3
`;

let github: LocalGitHub;
let environment: Record<string, string>;

beforeAll(async () => {
  const { publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  github = await startLocalGitHub({ appId: 1, publicKey, webhookSecret: "s" });
  for (const [index, name] of ["shop", "api", "old"].entries()) {
    const createdAt = Date.now() - 200 * DAY;
    const made = { id: 500 + index, owner: acme, name, visibility: "private", createdAt } as const;
    const repository = addRepository(github.state, made);
    const files = { "README.md": name, ".github/CODEOWNERS": "* @acme/shop\n" };
    commitTo(repository, "main", { files, message: "Begin", committedAt: createdAt });
    if (name === "old") repository.archived = true;
  }
  for (const [index, name] of [".github", "app"].entries()) {
    const made = { id: 600 + index, owner: beta, name, visibility: "private", createdAt: Date.now() - DAY };
    const files = { "firstpass.yml": "version: 1\nwindow: 7d\n" };
    const repository = addRepository(github.state, { ...made, visibility: "private" });
    commitTo(repository, "main", { files, message: "Begin", committedAt: made.createdAt });
  }
  github.addToken({ token: "ghp_everything-0123456789", kind: "classic", permissions: everything });
  github.addToken({ token: "ghp_little-0123456789", kind: "classic", permissions: { contents: "read" } });
  environment = {
    GITHUB_TOKEN: "ghp_everything-0123456789",
    GITHUB_API_URL: `${github.origin}/api/v3`,
    // No folder can be made below it.
    HOME: "/dev/null",
  };
});

afterAll(() => github.stop());

const report = (args: readonly string[], more: Record<string, string> = {}) =>
  runCommand(["report", ...args], { ...environment, ...more });

const kpiOf = (scorecard: { kpis: { id: string }[] }, id: string) =>
  scorecard.kpis.find((kpi) => kpi.id === id) as unknown as {
    outcome: string;
    reasons: { code: string; text: string }[];
    evidence: { at: number | null }[];
  };

describe("report of one repository", () => {
  it("prints the scorecard alone on standard output, and what it cost on standard error", async () => {
    const { code, stdout, stderr } = await report(["acme/shop", "--format", "json", "--no-cache"]);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/acme\/shop: \d+ requests, 90 days of history, \d+ s\n$/),
    ]);
    const scorecard = scorecardSchema.parse(JSON.parse(stdout));
    expect(scorecard.source).toBe("api");
    expect(kpiOf(scorecard, "ownership").outcome).toBe("measured");
    expect(stdout + stderr).not.toContain("0123456789");
  });

  it("asks again only for what has changed where a folder keeps the answers", async () => {
    const cache = temporaryFolder();
    await report(["acme/shop", "--cache", cache]);
    const { code, stderr } = await report(["acme/shop", "--cache", cache]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/\([1-9]\d* not modified\)/);
  });

  it("keeps answers in the usual folder of the person's system, and under no name that tells the token", async () => {
    const XDG_CACHE_HOME = temporaryFolder();
    await report(["acme/shop"], { XDG_CACHE_HOME });
    expect(readdirSync(join(XDG_CACHE_HOME, "firstpass")).length).toBeGreaterThan(3);
    const none = temporaryFolder();
    await report(["acme/shop", "--no-cache"], { XDG_CACHE_HOME: none });
    expect(readdirSync(none)).toEqual([]);
  });

  it("prints a table, Markdown or a page, and writes it to a file instead where that is asked for", async () => {
    const output = join(temporaryFolder(), "deep", "page.html");
    const written = await report(["acme/shop", "--format", "html", "--output", output]);
    expect([written.code, written.stdout]).toEqual([0, ""]);
    expect(readFileSync(output, "utf8")).toMatch(/^<!doctype html>[\s\S]*acme\/shop/);
    expect((await report(["acme/shop"])).stdout).toContain("│ First-pass");
    expect((await report(["acme/shop", "--format", "markdown"])).stdout).toContain("| **First-pass");
  });

  it("names the permissions that the token lacks", async () => {
    const little = { GITHUB_TOKEN: "ghp_little-0123456789" };
    const { code, stdout } = await report(["acme/shop", "--format", "json"], little);
    expect(code).toBe(0);
    const { outcome, reasons } = kpiOf(JSON.parse(stdout), "remediation-within-sla");
    expect(outcome).toBe("not-measured");
    const text = reasons.map((reason) => reason.text).join(" ");
    expect(text).toContain('grant the token the permission "security_events: read"');
    expect(text).not.toContain("installation");
  });

  it("measures of a past time only what was known of it", async () => {
    const asOf = Date.now() - 20 * DAY;
    const at = new Date(asOf).toISOString();
    const file = join(temporaryFolder(), "firstpass.yml");
    writeFileSync(file, policy);
    const asked = ["acme/shop", "--format", "json", "--as-of", at, "--window", "14d", "--config", file];
    const { stdout, stderr } = await report(asked);
    expect(stderr).toContain("--as-of: the configuration that is in force today is used");
    const scorecard = JSON.parse(stdout);
    expect(scorecard.window).toEqual({ from: asOf - 14 * DAY, to: asOf });
    for (const id of ["control-coverage", "ownership", "template-adoption"]) {
      const kpi = kpiOf(scorecard, id);
      expect(kpi.outcome).toBe("not-measured");
      expect(kpi.reasons.map(({ text }) => text).join(" ")).toContain("leave out --as-of");
    }
    for (const { evidence } of scorecard.kpis)
      for (const row of evidence) expect(row.at === null || row.at < asOf).toBe(true);
    expect(kpiOf(scorecard, "secret-exposure").reasons.map(({ text }) => text)).not.toContainEqual(
      expect.stringContaining("History incomplete"),
    );
  });

  it("takes a policy from a file where the account has none, and refuses one with errors before it asks", async () => {
    const file = join(temporaryFolder(), "firstpass.yml");
    writeFileSync(file, policy);
    const { stdout, stderr } = await report(["acme/shop", "--format", "json", "--config", file]);
    expect(stderr).not.toContain("is not used");
    expect(kpiOf(JSON.parse(stdout), "template-adoption").reasons).not.toContainEqual(
      expect.objectContaining({ code: "no-template-rules" }),
    );
    const own = await report(["beta/app", "--format", "json", "--config", file]);
    expect(own.stderr).toContain(`${file} is not used: beta/.github has a firstpass.yml of its own.`);
    const { window } = JSON.parse(own.stdout);
    expect(window.to - window.from).toBe(7 * DAY);
    writeFileSync(file, "version: 1\nwindwo: 3\n");
    const asked = github.requests.length;
    const broken = await report(["acme/shop", "--config", file]);
    expect([broken.code, broken.stdout, github.requests.length]).toEqual([1, "", asked]);
    expect(broken.stderr).toContain("windwo");
  });
});

describe("report of several repositories", () => {
  it("goes on after one that cannot be read, lists it with its reason, and fails at the end", async () => {
    const { code, stdout, stderr } = await report(["acme/shop", "acme/gone", "acme/api"]);
    expect(code).toBe(1);
    for (const text of ["acme/shop", "acme/api", "acme/gone", "Not read".toUpperCase()])
      expect(stdout).toContain(text);
    expect(stderr).toContain("1 repository of 3 could not be read");
    const json = await report(["acme/shop", "acme/gone", "--format", "json"]);
    expect(JSON.parse(json.stdout)).toHaveLength(1);
  });

  it("reads all of an organisation but what is archived, and writes a file of each beside the table", async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await report(["--org", "acme", "--format", "json", "--output", folder]);
    expect(code).toBe(0);
    expect(stderr).toContain("1 archived repository left out");
    const listed = JSON.parse(stdout).map(
      (one: { repository: { fullName: string } }) => one.repository.fullName,
    );
    expect(listed).toEqual(["acme/api", "acme/shop"]);
    expect(readdirSync(folder).sort()).toEqual(["acme.api.json", "acme.shop.json"]);
    expect(JSON.parse(readFileSync(join(folder, "acme.api.json"), "utf8")).repository.fullName).toBe(
      "acme/api",
    );
  });

  it("takes a list on standard input, each once, and names the line of what is no repository", async () => {
    const feed = async (text: string) => {
      const { child, output, closed } = spawnCommand(
        ["report", "-", "--format", "json", "--no-cache"],
        environment,
        temporaryFolder(),
      );
      child.stdin.end(text);
      const [code] = await closed;
      return { code, ...output };
    };
    const { code, stdout } = await feed("# ours\nacme/shop\n\n  ACME/SHOP # again\n");
    expect([code, JSON.parse(stdout).length]).toEqual([0, 1]);
    const wrong = await feed("acme/shop\nnot a \u001b[31mname\n");
    expect([wrong.code, wrong.stdout]).toEqual([2, ""]);
    expect(wrong.stderr).toContain('line 2 of standard input: "not a ⟨U+001B⟩[31mname"');
  });
});

describe("what keeps a report from being made", () => {
  it("is told before anything is asked where the call is wrong", async () => {
    const asked = github.requests.length;
    const file = join(temporaryFolder(), "taken");
    writeFileSync(file, "");
    const cases: [string[], Record<string, string>, RegExp][] = [
      [
        ["acme/shop"],
        { GITHUB_TOKEN: "" },
        /There is no token: set GITHUB_TOKEN, or GH_TOKEN\.[\s\S]*Checks/,
      ],
      [["acme"], {}, /repository: "acme" is no repository/],
      [["acme/shop", "--as-of", "2999-01-01"], {}, /--as-of lies in the future/],
      [["acme/shop", "acme/api", "--output", file], {}, /is a file: of several repositories name a folder/],
      [
        ["acme/shop"],
        { GITHUB_API_URL: "https://user:pw@host/api" },
        /GITHUB_API_URL holds more than an address/,
      ],
      [["acme/shop", "--history", "0"], {}, /from 1 to 365/],
    ];
    for (const [args, more, said] of cases) {
      const { code, stdout, stderr } = await report(args, more);
      expect([args, code, stdout]).toEqual([args, 2, ""]);
      expect(stderr).toMatch(said);
      expect(stderr).not.toContain("pw@");
    }
    expect(github.requests.length).toBe(asked);
  });

  it("is a token that is not valid, told once, whatever the number of repositories", async () => {
    const { code, stderr } = await report(["acme/shop", "acme/api"], {
      GITHUB_TOKEN: "ghp_unknown-0123456789",
    });
    expect(code).toBe(1);
    expect(stderr.match(/not valid, or has expired/g)).toHaveLength(1);
    expect(stderr).not.toContain("0123456789");
  });

  it("is a name that GitHub does not show", async () => {
    const { code, stderr } = await report(["acme/gone"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/acme\/gone.*Check the name/);
  });

  it("is single sign-on, with the address where the token is authorised", async () => {
    github.failNext({ method: "GET", path: /^\/repos\/acme\/shop$/, answer: faultAnswers.ssoRequired() });
    const { code, stderr } = await report(["acme/shop", "--no-cache"]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      "single sign-on: authorise the token for it at https://github.com/orgs/acme/sso",
    );
  });

  it("is a limit that ends too late to be waited for", async () => {
    const answer = faultAnswers.primaryLimit(Date.now() + 3_600_000);
    github.failNext({ method: "GET", path: /^\/repos\/acme\/shop$/, answer });
    const { code, stderr } = await report(["acme/shop", "--no-cache", "--max-wait", "1"]);
    expect(code).toBe(1);
    expect(stderr).toContain("--max-wait");
  });
});
