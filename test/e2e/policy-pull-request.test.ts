// A change of the organisation's policy as a pull request: mistakes on their lines, a simulation that comes true, and nothing of it
// where everybody can read.
import { expect, test } from "vitest";
import { describeOnEachDatabase } from "../support/stores.ts";
import { type Member, type PlannedRepository, readCheckRun } from "./policy-member.ts";
import { closePolicyStages, openPolicyStage } from "./policy-scene.ts";

const before = `version: 1
owner: "@acme/appsec"
targets:
  first-pass-rate: ">= 50 %"
`;

/** Other targets, one for payments alone, and a rule of the paved road. */
const after = `version: 1
owner: "@acme/appsec"
targets:
  first-pass-rate: ">= 80 %"
  template-adoption: ">= 100 %"
groups:
  - id: payments
    match:
      properties: { product-line: [payments] }
    settings:
      targets:
        first-pass-rate: ">= 40 %"
        gate-stability: ">= 90 %"
templates:
  rules:
    - id: scan
      kind: reusable_workflow
      uses: acme/templates/.github/workflows/scan.yml
      ref: { minimum: v2 }
`;

const broken = after
  .replace('first-pass-rate: ">= 80 %"', "first-pass-rate: mostly")
  .replace("minimum: v2", "minimun: v2");

const caller = (ref: string) => ({
  ".github/workflows/scan.yml": `on: push\njobs:\n  scan:\n    uses: acme/templates/.github/workflows/scan.yml@${ref}\n`,
});
const scan = { ".github/workflows/scan.yml": "on: workflow_call\njobs: {}\n" };

const planned = (visibility: "public" | "private"): readonly PlannedRepository[] => [
  {
    name: visibility === "public" ? ".github" : ".github-private",
    visibility,
    files: { "firstpass.yml": before },
  },
  { name: "templates", tags: { "v1.0.0": scan, "v2.0.0": scan } },
  { name: "ledger", properties: { "product-line": "payments" }, files: caller("v1.0.0") },
  { name: "shop", files: caller("v2.0.0") },
  { name: "wiki" },
];
const measured = ["ledger", "shop", "wiki"];

/** Each repository has decided ten changes; of ledger's five passed on the first try, of shop's seven, of wiki's nine. */
async function openAcme(databaseUrl: string, visibility: "public" | "private") {
  const opened = await openPolicyStage(databaseUrl);
  const acme = opened.add({ repositories: planned(visibility) });
  await acme.install();
  await opened.settle();
  const passes = { ledger: 5, shop: 7, wiki: 9 };
  for (const [name, passed] of Object.entries(passes)) {
    const member = acme.member(name);
    for (let number = 1; number <= 10; number += 1) {
      const view = await member.openPullRequest(number, { [`src/${number}.go`]: `// ${number}\n` });
      await member.conclude(view, number <= passed ? "success" : "failure");
      await member.merge(view);
    }
  }
  await opened.settle();
  const policy = acme.member(visibility === "public" ? ".github" : ".github-private");
  return { ...opened, acme, policy };
}

type Acme = Awaited<ReturnType<typeof openAcme>>;

/** Opens a change of the policy, merges it, and tells what was foretold beside what happened. */
async function tryAndMerge({ acme, policy, settle, mark, asked, stage }: Acme, number: number, text: string) {
  // The merge itself is a push to the policy's own repository, of which some of its numbers are made.
  const everybody = [...measured, "templates"];
  const look = async () => {
    const lines: [key: string, status: string][] = [];
    for (const name of everybody)
      for (const [kpi, status] of Object.entries(await statuses(acme.member(name))))
        lines.push([`acme/${name} ${kpi}`, status]);
    return new Map(lines);
  };
  const reads = (from: number) => [...new Set(asked(from, /^GET/))];
  const opening = mark();
  const view = await policy.openPullRequest(number, { "firstpass.yml": text });
  await settle(0);
  const simulating = reads(opening);
  const kept = await stage.firstpass.store.simulations.find(77, policy.local.id, view.headSha);
  const simulation = kept?.result;
  if (simulation == null) throw new Error("Nothing was simulated.");
  expect(readCheckRun(policy.checkRun(view))).toContain("From stored facts");
  const were = await look();
  const merging = mark();
  await policy.merge(view);
  await settle(1);
  const happened = [...(await look())].flatMap(([key, is]) =>
    were.get(key) === is ? [] : [`${key}: ${were.get(key)} → ${is}`],
  );
  const elsewhere = simulation.changes.filter(({ repository }) => repository !== `acme/${policy.local.name}`);
  const foretold = elsewhere.map(
    ({ repository, kpi, before: was, after: is }) => `${repository} ${kpi}: ${was.status} → ${is.status}`,
  );
  return {
    simulation,
    foretold: foretold.toSorted(),
    happened: happened.toSorted(),
    requests: { simulating, merging: reads(merging) },
  };
}

async function statuses(member: Member): Promise<Record<string, string>> {
  const { scorecard } = await member.scorecard();
  return Object.fromEntries(scorecard.kpis.map(({ id, status }) => [id, status]));
}

describeOnEachDatabase("a pull request that changes the organisation's policy", (createTestDatabase) => {
  closePolicyStages();
  test("is told its mistakes on their very lines, then what it would do, and that is what it does", async () => {
    const opened = await openAcme((await createTestDatabase()).url, "private");
    const { policy, settle } = opened;
    const mistaken = await policy.openPullRequest(1, { "firstpass.yml": broken });
    await settle(0);
    const told = policy.checkRun(mistaken);
    expect(new Set(told.annotations.map((one) => `${one.path}:${one.start_line}`))).toEqual(
      new Set(["firstpass.yml:4", "firstpass.yml:19"]),
    );
    expect(readCheckRun(told)).toContain(
      "Not simulated: with its errors, nothing of the file would come into force.",
    );

    // What nobody has read yet is foretold to be not measured, with what reading it costs.
    const first = await tryAndMerge(opened, 2, after);
    expect(first.simulation.unread).toEqual({ repositories: 5, requestsAtLeast: 5 });
    const aboutFiles = (line: string) => /template-adoption|paved-road-start/.test(line);
    expect(first.foretold.filter((line) => !aboutFiles(line))).toEqual([
      "acme/ledger gate-stability: no-target → on-target",
      "acme/shop first-pass-rate: on-target → off-target",
    ]);
    expect(first.happened.filter((line) => !aboutFiles(line))).toEqual(
      first.foretold.filter((line) => !aboutFiles(line)),
    );
    for (const line of first.foretold.filter(aboutFiles)) expect(line).toMatch(/→ not-measured$/);

    // What is known is foretold as it comes, without a request but for the changed file itself.
    const second = await tryAndMerge(opened, 3, after.replace("minimum: v2", "minimum: v1"));
    expect(second.simulation.unread.repositories).toBe(0);
    expect(second.foretold).toEqual(["acme/ledger template-adoption: off-target → on-target"]);
    expect(second.happened).toEqual(second.foretold);
    expect(second.requests.simulating).toEqual([
      "GET /repos/acme/.github-private/pulls/3/files",
      "GET /repos/acme/.github-private/contents/firstpass.yml",
    ]);
    expect(second.requests.merging.filter((line) => !line.includes("/acme/templates/"))).toEqual([
      "GET /repos/acme/.github/contents/firstpass.yml",
      "GET /repos/acme/.github-private/contents/firstpass.yml",
      "GET /repos/acme/.github/contents/firstpass-exceptions.yml",
      "GET /repos/acme/.github-private/contents/firstpass-exceptions.yml",
    ]);
  });

  test("on a public repository is told its mistakes, and nothing of what it would do elsewhere", async () => {
    const { policy, settle, stage } = await openAcme((await createTestDatabase()).url, "public");
    const view = await policy.openPullRequest(1, { "firstpass.yml": after });
    await settle(0);
    const shown = readCheckRun(policy.checkRun(view));
    expect(shown).toContain("Not simulated: everybody can read this repository.");
    for (const name of measured) expect(shown).not.toContain(`acme/${name}`);
    expect(await stage.firstpass.store.simulations.find(77, policy.local.id, view.headSha)).toBeNull();
    const mistaken = await policy.openPullRequest(2, { "firstpass.yml": broken });
    await settle(0);
    const lines = policy.checkRun(mistaken).annotations.map(({ start_line }) => start_line);
    expect(new Set(lines)).toEqual(new Set([4, 19]));
  });

  test("from a fork is told its mistakes, and is not simulated", async () => {
    const { policy, settle, stage } = await openAcme((await createTestDatabase()).url, "private");
    const view = await policy.openPullRequest(1, { "firstpass.yml": broken }, "fork");
    const good = await policy.openPullRequest(2, { "firstpass.yml": after }, "fork");
    await settle(0);
    const lines = policy.checkRun(view).annotations.map(({ start_line }) => start_line);
    expect(new Set(lines)).toEqual(new Set([4, 19]));
    expect(readCheckRun(policy.checkRun(good))).toContain(
      "Not simulated: the pull request comes from a fork.",
    );
    for (const { headSha } of [view, good])
      expect(await stage.firstpass.store.simulations.find(77, policy.local.id, headSha)).toBeNull();
  });
});
