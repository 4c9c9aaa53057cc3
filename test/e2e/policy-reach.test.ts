// How far a configuration reaches: files that others extend when their repository goes, teams, and the border between two accounts.
import { describe, expect, test } from "vitest";
import { grantedPermissions } from "../../src/demo/organisation/build.ts";
import { createSqliteDatabase, describeOnEachDatabase } from "../support/stores.ts";
import { type Member, readCheckRun } from "./policy-member.ts";
import { closePolicyStages, openPolicyStage } from "./policy-scene.ts";

const baseAt = "acme/policies:firstpass/base.yml";
const base = 'version: 1\ntargets:\n  first-pass-rate: ">= 77 %"\n';
const extending = `version: 1\nowner: "@acme/x"\nextends: ${baseAt}\n`;

const rateOf = async (member: Member) => (await member.scorecard()).config.targets["first-pass-rate"]?.value;

/** What the check run of a change says that has nothing to do with the configuration. */
async function readFreshCheckRun(member: Member, number: number, settle: (minutes: number) => Promise<void>) {
  const view = await member.openPullRequest(number, { [`src/${number}.go`]: "// a\n" });
  await settle(0);
  return readCheckRun(member.checkRun(view));
}

describeOnEachDatabase("the repository of an extended file", (createTestDatabase) => {
  closePolicyStages();
  async function openAcme() {
    const opened = await openPolicyStage((await createTestDatabase()).url);
    const acme = opened.add({
      repositories: [
        { name: "policies", files: { "firstpass/base.yml": base } },
        { name: "ledger", files: { ".github/firstpass.yml": extending } },
      ],
    });
    await acme.install();
    await opened.settle();
    const ledger = acme.member("ledger");
    expect(await rateOf(ledger)).toBe(77);
    return { ...opened, acme, ledger, policies: acme.member("policies") };
  }

  test("leaves the installation: its last good text stands, and that is said until it is back", async () => {
    const { acme, ledger, settle, mark, asked } = await openAcme();
    await acme.changeSelection("removed", "policies");
    await settle(0);
    const gone = mark();
    await ledger.push({ ".github/firstpass.yml": `${extending}window: 14d\n` });
    await settle(0);
    expect(await rateOf(ledger)).toBe(77);
    expect(await readFreshCheckRun(ledger, 1, settle)).toContain(`${baseAt} cannot be read any more`);
    expect(asked(gone, /acme\/policies/)).toEqual([]);
    await acme.changeSelection("added", "policies");
    await settle(0);
    expect(await readFreshCheckRun(ledger, 2, settle)).not.toContain(baseAt);
  });

  test("is deleted: its last good text stands, and that is said", async () => {
    const { stage, ledger, policies, settle } = await openAcme();
    stage.github.state.repositories.delete(policies.local.id);
    await policies.tell("deleted");
    await settle(0);
    expect(await rateOf(ledger)).toBe(77);
    expect(await readFreshCheckRun(ledger, 1, settle)).toContain(`${baseAt} cannot be read any more`);
  });

  test("is renamed: the old name still leads to it, and the new one is said", async () => {
    const { ledger, policies, settle } = await openAcme();
    policies.local.name = "standards";
    await policies.tell("renamed", { changes: { repository: { name: { from: "policies" } } } });
    await settle();
    expect(await rateOf(ledger)).toBe(77);
    expect(await readFreshCheckRun(ledger, 1, settle)).toContain("is called acme/standards today");
    // A push under its new name still reaches those who have the old one.
    await policies.push({ "firstpass/base.yml": base.replace("77", "78") });
    await settle(0);
    expect(await rateOf(ledger)).toBe(78);
    await ledger.push({ ".github/firstpass.yml": extending.replace("policies", "standards") });
    await settle(0);
    expect(await rateOf(ledger)).toBe(78);
    expect(await readFreshCheckRun(ledger, 2, settle)).not.toContain("kept Firstpass from working");
  });

  test("becomes public: it holds as before, and its own check run shows nothing of who builds upon it", async () => {
    const { ledger, policies, settle } = await openAcme();
    policies.local.visibility = "public";
    await policies.tell("publicized");
    await settle();
    expect(await rateOf(ledger)).toBe(77);
    const view = await policies.openPullRequest(1, { "firstpass/base.yml": base.replace("77", "99") });
    await settle(0);
    const shown = readCheckRun(policies.checkRun(view));
    expect(shown).toContain("Not simulated: everybody can read this repository.");
    expect(shown).not.toContain("ledger");
  });
});

describe("teams", () => {
  closePolicyStages();
  const { members: _, ...withoutMembers } = grantedPermissions;
  const withMembers = { ...withoutMembers, members: "read" } as const;
  const file = `version: 1
owner: "@acme/x"
groups:
  - id: payments
    owner: "@acme/payments-leads"
    match: { teams: [payments] }
`;
  async function openAcme(permissions: typeof grantedPermissions) {
    const opened = await openPolicyStage((await createSqliteDatabase()).url);
    const acme = opened.add({
      permissions,
      repositories: [{ name: ".github-private", files: { "firstpass.yml": file } }, { name: "ledger" }],
    });
    const ledger = acme.member("ledger");
    const repositories = new Map<number, "push" | "pull">();
    opened.stage.github.state.teams.push({ organisation: "acme", slug: "payments", repositories });
    await acme.install();
    await opened.settle();
    return { ...opened, acme, ledger, repositories };
  }
  const groupsOf = async (member: Member) => (await member.scorecard()).config.groups.map(({ id }) => id);

  test("a repository that a team may write to from now on joins its group", async () => {
    const { acme, ledger, repositories, settle, mark, asked } = await openAcme(withMembers);
    expect(await groupsOf(ledger)).toEqual([]);
    expect(JSON.parse((await ledger.show("--format", "json")).stdout).problems).toEqual([]);
    const adding = mark();
    repositories.set(ledger.local.id, "push");
    await acme.teamEvent("added_to_repository", "payments");
    await settle(2);
    expect(await groupsOf(ledger)).toEqual(["payments"]);
    expect(asked(adding, /^GET/)).toEqual(["GET /orgs/acme/teams/payments/repos"]);
    // A team that no configuration names is not asked for.
    const other = mark();
    await acme.teamEvent("added_to_repository", "design");
    await settle(2);
    expect(asked(other)).toEqual([]);
  });

  test("without the permission the group does not apply, which is said, until it is granted", async () => {
    const { acme, ledger, repositories, settle } = await openAcme(withoutMembers);
    repositories.set(ledger.local.id, "push");
    expect(await groupsOf(ledger)).toEqual([]);
    const { stdout } = await ledger.show("--format", "json");
    expect(JSON.parse(stdout).problems).toEqual([expect.stringContaining('that needs "members: read"')]);
    await acme.acceptPermissions(withMembers);
    await settle(2);
    expect(await groupsOf(ledger)).toEqual(["payments"]);
  });
});

describe("two accounts on one server", () => {
  closePolicyStages();
  test("keep the same names apart, and nothing is ever read across", async () => {
    const opened = await openPolicyStage((await createSqliteDatabase()).url);
    const repositories = (login: string, percent: number) => [
      { name: "policies", files: { "firstpass/base.yml": base.replace("77", String(percent)) } },
      {
        name: ".github-private",
        files: { "firstpass.yml": `version: 1\nextends: ${login}/policies:firstpass/base.yml\n` },
      },
      { name: "ledger" },
    ];
    const acme = opened.add({ repositories: repositories("acme", 71) });
    const other = opened.add({
      id: 78,
      login: "globex",
      installationId: 10,
      repositories: repositories("globex", 72),
    });
    await acme.install();
    await other.install();
    await opened.settle();
    expect([await rateOf(acme.member("ledger")), await rateOf(other.member("ledger"))]).toEqual([71, 72]);

    const reaching = opened.mark();
    const reach = `version: 1\nextends: acme/policies:firstpass/base.yml\n`;
    await other.member("ledger").push({ ".github/firstpass.yml": reach });
    await opened.settle();
    expect(await rateOf(other.member("ledger"))).toBe(72);
    expect(await readFreshCheckRun(other.member("ledger"), 1, opened.settle)).toContain("acme/policies");
    expect(opened.asked(reaching, /acme/)).toEqual([]);
  });
});
