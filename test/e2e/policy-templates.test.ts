// A template publishes a version: who adopted it is judged anew without a request of their own, and pull requests are told what they
// upgrade and what they break, with the corrected line.
import { expect, test } from "vitest";
import type { CheckRun } from "../../src/local-github/state.ts";
import { loadAdoption } from "../../src/workflows/overview/load-adoption.ts";
import { describeOnEachDatabase } from "../support/stores.ts";
import { type PlannedRepository, readCheckRun } from "./policy-member.ts";
import { closePolicyStages, openPolicyStage, type PolicyStage } from "./policy-scene.ts";

const uses = "acme/templates/.github/workflows/scan.yml";
const policy = `version: 1
owner: "@acme/appsec"
templates:
  rules:
    - id: scan
      kind: reusable_workflow
      uses: ${uses}
      ref: { minimum: v3 }
    - id: security-policy
      kind: file
      path: SECURITY.md
      template: acme/templates
      template_path: SECURITY.md
`;
const workflow = (ref: string) => `on: push\njobs:\n  scan:\n    uses: ${uses}@${ref}\n`;
const files = (ref: string, security: string) => ({
  ".github/workflows/scan.yml": workflow(ref),
  "SECURITY.md": security,
});
const scan = { ".github/workflows/scan.yml": "on: workflow_call\njobs: {}\n" };
const first = "Write to security@acme.example.\n";
const second = "Write to security@acme.example, or call us.\n";

const repositories: readonly PlannedRepository[] = [
  { name: ".github-private", files: { "firstpass.yml": policy } },
  {
    name: "templates",
    tags: { "v2.0.0": { ...scan, "SECURITY.md": first }, "v3.0.0": { "SECURITY.md": first } },
  },
  { name: "shop", files: files("v3.0.0", first) },
  { name: "ledger", files: files("v2.0.0", first) },
  // It has what the template has not released yet.
  { name: "early", files: files("v4.0.0", second) },
];

/** `status of what is found`, of one rule, by repository. */
async function adoption({ stage, clock }: PolicyStage, rule: string): Promise<Record<string, string>> {
  const { adoption: found } = await loadAdoption(stage.firstpass.store, {
    account: { id: 77, login: "acme" },
    at: clock.now,
    asOf: false,
    group: null,
    rule,
    repository: null,
    historyWeeks: null,
  });
  const adopters = found.repositories.filter(({ fullName }) => /\/(shop|ledger|early)$/.test(fullName));
  return Object.fromEntries(
    adopters.map(({ fullName, rules }) => [
      fullName.slice("acme/".length),
      rules.map((one) => [one.status, ...one.found].join(" ")).join(),
    ]),
  );
}

async function openAcme(databaseUrl: string) {
  const opened = await openPolicyStage(databaseUrl);
  const acme = opened.add({ repositories });
  await acme.install();
  await opened.settle(4);
  return { ...opened, acme };
}

const requestsOf = (name: string) => (line: string) => line.includes(`/acme/${name}/`);

describeOnEachDatabase("templates", (createTestDatabase) => {
  closePolicyStages();
  test("adoption follows a version that the template publishes, without a request to those who use it", async () => {
    const opened = await openAcme((await createTestDatabase()).url);
    const { acme, settle, mark, asked, stage } = opened;
    const before = await adoption(opened, "security-policy");
    expect(before).toEqual({ early: "drifted v3.0.0", ledger: "adopted v3.0.0", shop: "adopted v3.0.0" });
    // A tag that the template does not have is no version of it.
    expect((await adoption(opened, "scan")).early).toBe("not-measured v4.0.0");

    const publishing = mark();
    await acme.member("templates").pushTag("v4.0.0", { "SECURITY.md": second });
    await settle(1);
    expect((await adoption(opened, "security-policy")).early).toBe("adopted v4.0.0");
    expect(await adoption(opened, "scan")).toEqual({
      early: "adopted v4.0.0",
      ledger: "outdated v2.0.0",
      shop: "adopted v3.0.0",
    });

    const text = policy.replace("minimum: v3", "minimum: v4");
    await acme.member(".github-private").push({ "firstpass.yml": text });
    await settle(1);
    expect(await adoption(opened, "scan")).toEqual({
      early: "adopted v4.0.0",
      ledger: "outdated v2.0.0",
      shop: "outdated v3.0.0",
    });
    const requests = asked(publishing, /^GET/);
    expect(requests.filter(requestsOf("templates"))).not.toEqual([]);
    for (const name of ["shop", "ledger", "early"]) expect(requests.filter(requestsOf(name))).toEqual([]);
    expect(stage.github.unexpectedRequests).toEqual([]);
  });

  test("a pull request is told what it upgrades, repairs and breaks", async () => {
    const { acme, settle } = await openAcme((await createTestDatabase()).url);
    await acme.member("templates").pushTag("v4.0.0", { "SECURITY.md": second });
    await settle(1);
    const text = policy.replace("minimum: v3", "minimum: v4");
    await acme.member(".github-private").push({ "firstpass.yml": text });
    await settle(1);
    const early = acme.member("early");
    const ledger = acme.member("ledger");
    const scanAt = (ref: string) => ({ ".github/workflows/scan.yml": workflow(ref) });
    const upgrade = await ledger.openPullRequest(1, scanAt("v3.0.0"));
    const repair = await ledger.openPullRequest(2, scanAt("v4.0.0"));
    const unrelated = await ledger.openPullRequest(3, { "src/a.go": "// a\n" });
    const breaking = await early.openPullRequest(1, scanAt("v2.0.0"));
    const drift = await early.openPullRequest(2, { "SECURITY.md": "Write to nobody.\n" });
    await settle(1);
    const titles = (run: CheckRun) =>
      run.annotations.map((one) => `${one.title} @ ${one.path}:${one.start_line}`);
    const at = ".github/workflows/scan.yml:4";
    expect(titles(ledger.checkRun(upgrade))).toEqual([`Upgrades template rule: scan @ ${at}`]);
    expect(titles(ledger.checkRun(repair))).toEqual([`Repairs template rule: scan @ ${at}`]);
    expect(titles(ledger.checkRun(unrelated))).toEqual([]);
    expect(titles(early.checkRun(breaking))).toEqual([`Breaks template rule: scan @ ${at}`]);
    expect(titles(early.checkRun(drift))).toEqual(["Breaks template rule: security-policy @ SECURITY.md:1"]);
    expect(readCheckRun(ledger.checkRun(repair))).not.toContain("```suggestion");
    for (const [run, ref] of [
      [ledger.checkRun(upgrade), "v3.0.0"],
      [early.checkRun(breaking), "v2.0.0"],
    ] as const) {
      const [, suggested = ""] = /```suggestion\n(.*)\n```/.exec(readCheckRun(run)) ?? [];
      // Pasted over the line, it is the newest version, at the same place in the file.
      expect(workflow(ref).split("\n").with(3, suggested).join("\n")).toBe(workflow("v4.0.0"));
    }
  });
});
