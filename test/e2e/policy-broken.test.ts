// A broken file reaches the default branch: nothing of it comes into force, those concerned are told, and nobody else reads of it.
import { expect, test } from "vitest";
import { loadOverview } from "../../src/workflows/overview/load-overview.ts";
import { describeOnEachDatabase } from "../support/stores.ts";
import { type PlannedRepository, readCheckRun } from "./policy-member.ts";
import { closePolicyStages, openPolicyStage, type PolicyStage } from "./policy-scene.ts";

const organisationFile = `version: 1
extends: acme/policies:firstpass/base.yml
owner: "@acme/appsec"
targets:
  review-latency: "<= 8 hours"
`;
const baseFile = 'version: 1\ntargets:\n  first-pass-rate: ">= 85 %"\n';
const ledgerFile = 'version: 1\ntargets:\n  first-pass-rate: ">= 95 %"\n';
/** What a text must not show to those who may not read its file. */
const confidential = "project-nightjar";

const repositories: readonly PlannedRepository[] = [
  { name: ".github-private", files: { "firstpass.yml": organisationFile } },
  { name: "policies", files: { "firstpass/base.yml": baseFile } },
  { name: "ledger", files: { ".github/firstpass.yml": ledgerFile } },
  { name: "wiki" },
  { name: "website", visibility: "public" },
];

async function openAcme(databaseUrl: string) {
  const opened = await openPolicyStage(databaseUrl);
  const acme = opened.add({ repositories });
  await acme.install();
  await opened.settle();
  const target = async (name: string, kpi: "first-pass-rate" | "review-latency") =>
    (await acme.member(name).scorecard()).config.targets[kpi] ?? null;
  let number = 0;
  /** What a check run says on a change that has nothing to do with the configuration. */
  const checkRunOf = async (name: string) => {
    number += 1;
    const member = acme.member(name);
    const view = await member.openPullRequest(number, { [`src/${number}.go`]: `// ${number}\n` });
    await opened.settle(0);
    return readCheckRun(member.checkRun(view));
  };
  return { ...opened, acme, target, checkRunOf };
}

async function loadOverviewOf({ stage, clock }: PolicyStage) {
  const { overview } = await loadOverview(stage.firstpass.store, {
    account: { id: 77, login: "acme" },
    now: clock.now,
    isoWeek: null,
    group: null,
  });
  return overview;
}

const lineOf = (text: string, part: string) => text.split("\n").findIndex((line) => line.includes(part)) + 1;

describeOnEachDatabase("a file that is broken on the default branch", (createTestDatabase) => {
  closePolicyStages();
  const cases = [
    {
      whose: "the organisation's",
      holder: ".github-private",
      path: "firstpass.yml",
      good: organisationFile,
      where: "acme/.github-private/firstpass.yml",
      concerned: ["ledger", "wiki"],
      unconcerned: [] as string[],
    },
    {
      whose: "a shared",
      holder: "policies",
      path: "firstpass/base.yml",
      good: baseFile,
      where: "acme/policies:firstpass/base.yml",
      concerned: ["ledger", "wiki"],
      unconcerned: [],
    },
    {
      whose: "a repository's",
      holder: "ledger",
      path: ".github/firstpass.yml",
      good: ledgerFile,
      where: "acme/ledger:.github/firstpass.yml",
      concerned: ["ledger"],
      unconcerned: ["wiki"],
    },
  ];
  test.each(cases)("$whose", async ({ holder, path, good, where, concerned, unconcerned }) => {
    const opened = await openAcme((await createTestDatabase()).url);
    const { acme, settle, target, checkRunOf } = opened;
    const before = await Promise.all(concerned.map((name) => target(name, "first-pass-rate")));
    const latencyBefore = await target("ledger", "review-latency");
    expect([before[0]?.value, latencyBefore?.value]).toEqual([expect.any(Number), expect.any(Number)]);

    const broken = `${good}modee: 1\nsla:\n  high: ${confidential}\n`;
    await acme.member(holder).push({ [path]: broken });
    await settle(0);
    expect(await Promise.all(concerned.map((name) => target(name, "first-pass-rate")))).toEqual(before);
    expect(await target("ledger", "review-latency")).toEqual(latencyBefore);

    const overview = await loadOverviewOf(opened);
    expect(overview.broken).toMatchObject([{ where, inForce: { readAt: expect.any(Number) } }]);
    expect(JSON.stringify(overview)).not.toContain(confidential);
    const told = await checkRunOf(holder);
    expect(told).toContain("**2 problems kept Firstpass from working as configured.**");
    expect(told).toContain(`:${lineOf(broken, "modee")}:1`);
    expect(told).toContain(`:${lineOf(broken, confidential)}:9`);
    for (const name of concerned.filter((one) => one !== holder)) {
      const run = await checkRunOf(name);
      expect(run).toContain(`${where} is not in force as it is now: it has 2 errors.`);
      expect(run).not.toContain(confidential);
      expect(run).not.toContain("modee");
    }
    for (const name of unconcerned) expect(await checkRunOf(name)).not.toContain("not in force");
    const website = await checkRunOf("website");
    for (const word of [where, path, confidential, "modee"]) expect(website).not.toContain(word);

    await acme.member(holder).push({ [path]: good.replace("version: 1", "version: 1 # mended") });
    await settle(0);
    expect((await loadOverviewOf(opened)).broken).toEqual([]);
    for (const name of [holder, ...concerned])
      expect(await checkRunOf(name)).not.toContain("kept Firstpass from working");
  });

  test("of a shared file that was never good, what extends it holds without it, and says so", async () => {
    const opened = await openAcme((await createTestDatabase()).url);
    const { acme, settle, target, checkRunOf } = opened;
    await acme.member("policies").push({ "firstpass/second.yml": `version: 2\nowner: ${confidential}\n` });
    const text = organisationFile.replace(
      "extends:",
      "extends:\n  - acme/policies:firstpass/second.yml\n  -",
    );
    await acme.member(".github-private").push({ "firstpass.yml": text });
    await settle(0);
    expect((await target("wiki", "first-pass-rate"))?.value).toBe(85);
    const run = await checkRunOf("wiki");
    expect(run).toContain("firstpass/second.yml");
    expect(run).not.toContain(confidential);
  });
});
