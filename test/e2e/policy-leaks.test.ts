// What a policy, other repositories and secrets in files must not become: readable where everybody reads, in another account, or in
// what is kept. Through the real server, everything that was posted is searched.
import { expect, test } from "vitest";
import { describeOnEachDatabase } from "../support/stores.ts";
import type { Member, PlannedRepository } from "./policy-member.ts";
import { closePolicyStages, openPolicyStage } from "./policy-scene.ts";

/** In the name of everything private: whoever reads it in public was told what is none of theirs. */
const marker = /sesame/i;
const token = `ghp_${"Hunter2x".repeat(5)}`;
const password = "correct-horse-battery";

const policy = `version: 1
owner: "@acme/sesame-leads"
targets: { first-pass-rate: { at_least: 80, owner: "@acme/sesame-ci" } }
groups:
  - id: sesame-group
    title: "Sesame @everyone | <b>"
    match: { repositories: ["acme/*"] }
    settings: { targets: { gate-stability: ">= 90 %" } }
policy: { locked: [templates] }
templates:
  rules:
    - { id: build, kind: reusable_workflow, uses: acme/sesame-templates/.github/workflows/build.yml, ref: { minimum: v2 } }
    - { id: security, kind: file, path: SECURITY.md, template: acme/sesame-templates, minimum: v1 }
    - { id: lodash, kind: library, ecosystem: npm, required: sesame-lodash }
    - { id: base, kind: base_image, images: ["registry.sesame.example/*"] }
`;

const reusable = "on: workflow_call\njobs: {}\n";
const pipeline = (ref: string) => ({
  ".github/workflows/all.yml": `on: workflow_call\njobs:\n  b:\n    uses: acme/sesame-templates/.github/workflows/build.yml@${ref}\n`,
});
const call = (ref: string) => ({
  ".github/workflows/ci.yml": `on: [push, pull_request]\njobs:\n  all:\n    uses: acme/pipelines/.github/workflows/all.yml@${ref}\n`,
});
const drifted = {
  "SECURITY.md": `Write to me.\npassword: ${password}\nuse ${token}\n-----BEGIN PRIVATE KEY-----\n${token}\n-----END PRIVATE KEY-----\n`,
  Dockerfile: `ARG TOKEN=${token}\nFROM node:22\nENV DB_PASSWORD ${password}\n`,
  "package.json": `{"dependencies": {"sesame-lodash": "git+https://me:${password}@github.com/a/b.git"}}\n`,
  "app/package.json": `{"_authToken": ${token}}\n`,
};

const repositories = (visibility: "public" | "private"): readonly PlannedRepository[] => [
  { name: ".github-private", files: { "firstpass.yml": policy } },
  {
    name: "sesame-templates",
    tags: {
      "v1.0.0": { "SECURITY.md": "Write to sesame.\n", ".github/workflows/build.yml": reusable },
      "v2.0.0": { "SECURITY.md": "Write to sesame, please.\n" },
    },
  },
  { name: "pipelines", tags: { old: pipeline("v1.0.0"), current: pipeline("v2.0.0") } },
  { name: "site", visibility, files: { ...call("current"), "SECURITY.md": "Write to sesame.\n" } },
  { name: "ledger", files: { ...call("current"), ...drifted } },
];

function readPosted({ local }: Member): string {
  return JSON.stringify([[...local.checkRuns.values()], [...local.issues.values()]]);
}

describeOnEachDatabase("what must not leak", (createTestDatabase) => {
  closePolicyStages();

  test("is in nothing that is posted in public, nor in what another account is told", async () => {
    const opened = await openPolicyStage((await createTestDatabase()).url);
    const acme = opened.add({ repositories: repositories("public") });
    const plain = `version: 1\ntargets: { first-pass-rate: ">= 55 %" }\n`;
    const globex = opened.add({
      id: 78,
      login: "globex",
      installationId: 10,
      repositories: [
        { name: ".github-private", files: { "firstpass.yml": plain } },
        { name: "site", files: call("current") },
      ],
    });
    await acme.install();
    await globex.install();
    await opened.settle();
    const site = acme.member("site");
    const changes = [
      { ...call("old") },
      { "SECURITY.md": "Write to nobody.\n" },
      { "SECURITY.md": "Write to nobody.\n", ...call("current") },
      { Dockerfile: "FROM alpine:3\n", "package.json": "{}\n" },
      {
        ".github/firstpass.yml":
          'version: 1\nowner: me\ntargets: { first-pass-rate: ">= 10 %" }\ntemplates: { rules: [] }\n',
      },
      { ".github/workflows/ci.yml": null },
    ];
    for (const [index, files] of changes.entries()) {
      const view = await site.openPullRequest(index + 1, files);
      await site.conclude(view, "failure");
      await opened.settle(1);
      expect(site.checkRun(view).summary).toContain("Firstpass");
      if (index % 2 === 0) await site.merge(view);
    }
    const other = await globex.member("site").openPullRequest(1, call("old"));
    await globex.member("site").conclude(other, "success");
    await opened.settle(1);
    for (const [accountId, member] of [
      [77, site],
      [78, globex.member("site")],
    ] as const) {
      const job = {
        kind: "publish-weekly",
        accountId,
        repositoryId: member.local.id,
        isoWeek: "2026-W46",
      } as const;
      await opened.stage.firstpass.store.jobs.enqueue([
        { key: `publish-weekly/${accountId}`, kind: job.kind, accountId, payload: job },
      ]);
    }
    await opened.settle(1);
    expect(site.local.checkRuns.size).toBe(changes.length);
    expect(site.local.issues.size).toBe(1);
    expect(readPosted(site)).not.toMatch(marker);
    expect(readPosted(globex.member("site"))).not.toMatch(/sesame|acme\/(?!pipelines)/i);
  });

  test("is no secret of a file, wherever it is kept, shown or logged", async () => {
    const database = await createTestDatabase();
    const opened = await openPolicyStage(database.url);
    const acme = opened.add({ repositories: repositories("private") });
    await acme.install();
    await opened.settle();
    const ledger = acme.member("ledger");
    await ledger.push({ "README.md": "# Ledger, again\n" });
    await opened.settle();
    const view = await ledger.openPullRequest(1, {
      ...call("old"),
      Dockerfile: `FROM node:20\nENV DB_PASSWORD ${password}\n`,
    });
    await ledger.conclude(view, "failure");
    await opened.settle();
    const { store } = opened.stage.firstpass;
    const place = { accountId: 77, repositoryId: ledger.local.id };
    const facts = JSON.stringify([
      await store.facts.list(place),
      await store.facts.listOfAccount({
        accountId: 77,
        kinds: ["template-file", "called-workflow", "template-tag"],
      }),
    ]);
    expect(facts).toContain("Write to me.");
    const scorecard = await opened.run("scorecard", "acme/ledger", "--format", "json");
    const adoption = await opened.run("adoption", "acme");
    for (const text of [
      facts,
      readPosted(ledger),
      scorecard.stdout + scorecard.stderr,
      adoption.stdout + adoption.stderr,
    ]) {
      expect(text).not.toContain(password);
      expect(text).not.toContain("Hunter2x");
    }
  });
});
