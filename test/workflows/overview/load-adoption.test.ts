// Adoption out of the store: of the repositories, group and rule that are asked for, now or as it was known then.
import { describe, expect, it } from "vitest";
import { isoWeekEnd } from "../../../src/core/scorecard/iso-week.ts";
import { type AdoptionQuery, loadAdoption } from "../../../src/workflows/overview/load-adoption.ts";
import { defaultAccountId, pavedRoadFact, repositoryState } from "../../support/facts.ts";
import { dockerfile } from "../../support/paved-road.ts";
import { installationId, openBench, type WorkflowBench } from "../../support/workflow-bench.ts";

const at = isoWeekEnd("2026-W46");
const day = 86_400_000;

const organisationFile = `version: 1
groups:
  - { id: payments, title: Payments, tier: 1, owner: "@acme/pay", match: { repositories: ["acme/pay-*"] } }
  - { id: critical, match: { properties: { critical: [yes] } } }
templates:
  rules:
    - { id: images, title: Images, kind: base_image, images: [node] }
`;

const observed = (repositoryId: number, image: string, when: number) =>
  pavedRoadFact({ repositoryId, at: when, dockerfiles: [dockerfile("Dockerfile", image)] });

/** acme/shop, acme/pay-api (approved, later not) and acme/pay-web, never observed; an archived one and one that was removed. */
async function openAccount(): Promise<WorkflowBench> {
  const bench = await openBench();
  bench.setNow(at - 10 * day);
  const names: [number, string, object][] = [
    [3001, "pay-api", {}],
    [3002, "pay-web", { customProperties: { critical: "yes" } }],
    [3003, "pay-old", { archived: true }],
    [3004, "pay-gone", {}],
  ];
  for (const [repositoryId, name, given] of names)
    await bench.store.repositories.observe(repositoryState({ repositoryId, name, ...given }), {
      observedAt: at - 10 * day,
      installationId,
    });
  await bench.store.repositories.setActive(defaultAccountId, 3004, false, at);
  await organisation(bench, organisationFile);
  await bench.know(observed(2001, "alpine:3", at - 9 * day), observed(3001, "node:24", at - 9 * day));
  return bench;
}

async function organisation(bench: WorkflowBench, text: string): Promise<void> {
  await bench.store.configurations.save({
    accountId: defaultAccountId,
    repositoryId: null,
    kind: "configuration",
    path: "acme/.github/firstpass.yml",
    text,
    commitSha: null,
    readAt: bench.services.now(),
    problem: null,
  });
}

function load(bench: WorkflowBench, given: Partial<AdoptionQuery> = {}) {
  return loadAdoption(bench.store, {
    account: { id: defaultAccountId, login: "acme" },
    at,
    asOf: false,
    group: null,
    rule: null,
    repository: null,
    historyWeeks: null,
    ...given,
  });
}

const statuses = (loaded: Awaited<ReturnType<typeof load>>) =>
  loaded.adoption.repositories.map(({ fullName, rules }) => [fullName, ...rules.map(({ status }) => status)]);

describe("loadAdoption", () => {
  it("tells of every repository that is neither archived nor removed, with its group's owner and tier", async () => {
    const loaded = await load(await openAccount());
    expect(statuses(loaded)).toEqual([
      ["acme/pay-api", "adopted"],
      ["acme/pay-web", "not-measured"],
      ["acme/shop", "missing"],
    ]);
    expect(loaded.adoption.repositories[0]).toMatchObject({ owner: "@acme/pay", tier: "1" });
    expect(loaded.known).toEqual({ groups: ["critical", "payments"], rules: ["images"] });
  });

  it("counts a group's own, and those of which it is not known whether they are its own apart", async () => {
    const { adoption } = await load(await openAccount());
    expect(adoption.groups.map((one) => [one.group?.id ?? null, one.repositories, one.undecided])).toEqual([
      ["payments", 2, 0],
      // Properties of pay-api and shop were never told.
      ["critical", 1, 2],
      [null, 3, 0],
    ]);
  });

  it("keeps to the group and the repositories asked for", async () => {
    const bench = await openAccount();
    expect(statuses(await load(bench, { group: "payments" })).map(([name]) => name)).toEqual([
      "acme/pay-api",
      "acme/pay-web",
    ]);
    expect(statuses(await load(bench, { repository: "ACME/*-web" })).map(([name]) => name)).toEqual([
      "acme/pay-web",
    ]);
    const { adoption } = await load(bench, { group: "payments" });
    expect(adoption.groups.map(({ group }) => group?.id ?? null)).toEqual(["payments", null]);
  });

  it("holds a group against what was written for it, whatever one of its repositories asks of itself", async () => {
    const bench = await openAccount();
    const words = "settings: { targets: { template-adoption: '>= 50 %' } },";
    await organisation(
      bench,
      `${organisationFile.replace("owner:", `${words} owner:`)}targets: { template-adoption: ">= 40 %" }\n`,
    );
    await bench.store.configurations.save({
      accountId: defaultAccountId,
      repositoryId: 3001,
      kind: "configuration",
      path: ".github/firstpass.yml",
      text: 'version: 1\ntargets: { template-adoption: ">= 100 %" }\n',
      commitSha: null,
      readAt: at,
      problem: null,
    });
    const { groups } = (await load(bench)).adoption;
    expect(groups.map(({ group, target }) => [group?.id ?? null, target])).toEqual([
      ["payments", expect.objectContaining({ target: { op: ">=", value: 50, tolerance: 5 } })],
      ["critical", expect.anything()],
      [null, expect.objectContaining({ target: { op: ">=", value: 40, tolerance: 5 } })],
    ]);
  });

  it("answers by the rules and facts that were known then", async () => {
    const bench = await openAccount();
    bench.setNow(at + day);
    await organisation(bench, organisationFile.replace("[node]", "[alpine]"));
    await bench.know(observed(2001, "node:24", at - 8 * day));
    const of = async (given: Partial<AdoptionQuery>) =>
      statuses(await load(bench, { repository: "acme/shop", ...given }));
    const then = await of({ asOf: true });
    const now = await of({});
    expect(then).toEqual([["acme/shop", "missing"]]);
    expect(now).toEqual([["acme/shop", "missing"]]);
    // Then the base was alpine and node was asked for; now it is the other way round.
    const notes = async (given: Partial<AdoptionQuery>) =>
      (await load(bench, { repository: "acme/shop", ...given })).adoption.repositories[0]?.rules[0]?.found;
    expect([await notes({ asOf: true }), await notes({})]).toEqual([["alpine:3"], ["node:24"]]);
  });

  it("counts the weeks that had ended by then", async () => {
    const bench = await openAccount();
    const { adoption } = await load(bench, { historyWeeks: 3, rule: "images" });
    expect(
      adoption.history?.map(({ isoWeek, share, notMeasured }) => [
        isoWeek,
        share.numerator,
        share.denominator,
        notMeasured,
      ]),
    ).toEqual([
      ["2026-W44", 0, 0, 3],
      ["2026-W45", 1, 2, 1],
      ["2026-W46", 1, 2, 1],
    ]);
  });

  it("tells each problem of a configuration once", async () => {
    const bench = await openAccount();
    await bench.store.configurations.save({
      accountId: defaultAccountId,
      repositoryId: null,
      kind: "configuration",
      path: "acme/.github/firstpass.yml",
      text: organisationFile,
      commitSha: null,
      readAt: at,
      problem: "acme/.github/firstpass.yml:1:1: broken",
    });
    expect((await load(bench)).problems).toEqual([
      "acme/.github/firstpass.yml is not in force as it is now: it has 1 error. Its last good text stays in force.",
    ]);
  });
});
