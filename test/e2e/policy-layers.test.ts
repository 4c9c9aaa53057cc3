// The policy of an organisation from its files on GitHub to what `firstpass config show` prints: layers, groups, locks and bounds.
import { expect, test } from "vitest";
import { describeOnEachDatabase } from "../support/stores.ts";
import type { Member, PlannedRepository } from "./policy-member.ts";
import { closePolicyStages, openPolicyStage } from "./policy-scene.ts";

const organisationFile = `version: 1
extends: acme/policies:firstpass/base.yml
owner: "@acme/appsec"
targets:
  review-latency: "<= 8 hours"
groups:
  - id: payments
    owner: "@acme/payments-leads"
    tier: 1
    match:
      properties: { product-line: [payments] }
    settings:
      targets:
        first-pass-rate: ">= 90 %"
policy:
  locked: [mode]
  bounds:
    targets.first-pass-rate: ">= 80 %"
`;

const baseFile = `version: 1
mode: advisory
sla:
  high: 30d
targets:
  first-pass-rate: ">= 85 %"
`;

const ledgerFile = `version: 1
mode: enforce
sla:
  high: 45d
targets:
  first-pass-rate: ">= 82 %"
  review-latency: "<= 4 hours"
`;

const repositories: readonly PlannedRepository[] = [
  { name: ".github-private", files: { "firstpass.yml": organisationFile } },
  { name: "policies", files: { "firstpass/base.yml": baseFile } },
  {
    name: "ledger",
    files: { ".github/firstpass.yml": ledgerFile },
    properties: { "product-line": "payments" },
  },
  {
    name: "wiki",
    files: { ".github/firstpass.yml": 'version: 1\ntargets:\n  first-pass-rate: ">= 82 %"\n' },
  },
];

interface Shown {
  readonly problems: readonly string[];
  readonly settings: readonly {
    readonly key: string;
    readonly value: unknown;
    readonly origin: { readonly path?: string; readonly line?: number };
  }[];
}

async function show(member: Member): Promise<Shown> {
  const { code, stdout, stderr } = await member.show("--format", "json");
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout);
}

/** `value @ path:line`. */
function told({ settings }: Shown, key: string): string {
  const found = settings.find((setting) => setting.key === key);
  if (found === undefined) return "not set";
  const { value, origin } = found;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `${text} @ ${origin.path ?? "default"}:${origin.line ?? 0}`;
}

const keys = ["mode", "sla.high", "targets.first-pass-rate", "targets.review-latency", "owner", "tier"];
const organisationAt = "acme/.github-private/firstpass.yml";
const baseAt = "acme/policies:firstpass/base.yml";

describeOnEachDatabase("a policy in layers", (createTestDatabase) => {
  closePolicyStages();
  test("is shown for each repository with the file and line of every value, and what is not in force", async () => {
    const { add, settle, stage } = await openPolicyStage((await createTestDatabase()).url);
    const acme = add({ repositories });
    await acme.install();
    await settle();

    const ledger = await show(acme.member("ledger"));
    expect(keys.map((key) => told(ledger, key))).toEqual([
      `advisory @ ${baseAt}:2`,
      `30d @ ${baseAt}:4`,
      ">= 82 % @ .github/firstpass.yml:6",
      "<= 4 hours @ .github/firstpass.yml:7",
      `@acme/payments-leads @ ${organisationAt}:8`,
      `1 @ ${organisationAt}:9`,
    ]);
    expect(ledger.problems).toEqual([
      `.github/firstpass.yml:2:1: mode: found "enforce"; ${organisationAt}:16 (organisation) locks it, so that no repository may set it. Take it out.`,
      `.github/firstpass.yml:4:3: sla.high: found "45d"; ${baseAt}:4 says "30d": must be 30d or less.`,
    ]);
    const wikiBefore = await show(acme.member("wiki"));
    expect(keys.map((key) => told(wikiBefore, key))).toEqual([
      `advisory @ ${baseAt}:2`,
      `30d @ ${baseAt}:4`,
      ">= 82 % @ .github/firstpass.yml:3",
      `<= 8 hours @ ${organisationAt}:5`,
      `@acme/appsec @ ${organisationAt}:3`,
      "null @ default:0",
    ]);
    expect(wikiBefore.problems).toEqual([]);

    // A property that is set moves a repository into the group at once.
    await acme.member("wiki").setProperty("product-line", "payments");
    await settle(0);
    const wiki = await show(acme.member("wiki"));
    expect([told(wiki, "owner"), told(wiki, "tier")]).toEqual([
      `@acme/payments-leads @ ${organisationAt}:8`,
      `1 @ ${organisationAt}:9`,
    ]);
    expect(stage.github.unexpectedRequests).toEqual([]);
  });

  test("a lock that comes later puts one value of a repository's file out of force, and the rest stands", async () => {
    const { add, settle } = await openPolicyStage((await createTestDatabase()).url);
    const acme = add({ repositories });
    await acme.install();
    await settle();
    const locked = organisationFile.replace("locked: [mode]", "locked: [mode, targets.review-latency]");
    await acme.member(".github-private").push({ "firstpass.yml": locked });
    await settle(0);
    const ledger = await show(acme.member("ledger"));
    expect(told(ledger, "targets.review-latency")).toBe(`<= 8 hours @ ${organisationAt}:5`);
    expect(told(ledger, "targets.first-pass-rate")).toBe(">= 82 % @ .github/firstpass.yml:6");
    expect(ledger.problems).toHaveLength(3);
    expect(ledger.problems[2]).toMatch(
      /^\.github\/firstpass\.yml:7:3: targets\.review-latency: .*:16 .* locks it/,
    );
  });
});
