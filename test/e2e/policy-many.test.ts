// Three hundred repositories in one account: what a change of the policy asks of GitHub, counted by GitHub's own log.
import { describe, expect, test } from "vitest";
import { createSqliteDatabase } from "../support/stores.ts";
import type { PlannedRepository } from "./policy-member.ts";
import { closePolicyStages, openPolicyStage } from "./policy-scene.ts";

const many = 300;
const policy = `version: 1
owner: "@acme/appsec"
targets:
  first-pass-rate: ">= 80 %"
templates:
  rules:
    - { id: scan, kind: reusable_workflow, uses: acme/templates/.github/workflows/scan.yml, ref: { minimum: v2 } }
`;
const withFile = `${policy}    - { id: notice, kind: file, path: NOTICE, template: acme/templates, template_path: NOTICE }\n`;
const caller = {
  ".github/workflows/scan.yml":
    "on: push\njobs:\n  scan:\n    uses: acme/templates/.github/workflows/scan.yml@v2.0.0\n",
};
const scan = { ".github/workflows/scan.yml": "on: workflow_call\njobs: {}\n", NOTICE: "Ours.\n" };

const repositories: readonly PlannedRepository[] = [
  { name: ".github-private", files: { "firstpass.yml": policy } },
  { name: "templates", tags: { "v1.0.0": scan, "v2.0.0": scan, "v3.0.0": scan } },
  ...Array.from({ length: many }, (_, index) => ({
    name: `service-${index}`,
    // One in ten has a notice.
    files: index % 10 === 0 ? { ...caller, NOTICE: "Ours.\n" } : caller,
  })),
];

describe("an account of three hundred repositories", () => {
  closePolicyStages();
  test("asks nothing of a repository for another target, and a tree where a rule looks at something new", async () => {
    const opened = await openPolicyStage((await createSqliteDatabase()).url);
    const { stage, settle, mark, asked } = opened;
    const acme = opened.add({ repositories });
    await acme.install();
    // Three repositories are read a minute.
    await settle(many / 3 + 5);
    const policies = acme.member(".github-private");
    const services = (line: string) => line.includes("/acme/service-");

    const retargeting = mark();
    const target = policy.replace("80", "90").replace("minimum: v2", "minimum: v3");
    const view = await policies.openPullRequest(1, { "firstpass.yml": target });
    await settle(0);
    const kept = await stage.firstpass.store.simulations.find(77, policies.local.id, view.headSha);
    expect(kept?.result?.repositories.total).toBe(many + 2);
    expect(kept?.result?.repositories.worse).toBe(many);
    expect(asked(retargeting, /^GET/).length).toBeLessThanOrEqual(3);
    await policies.merge(view);
    await settle(30);
    expect(asked(retargeting, /^GET/).filter(services)).toEqual([]);
    expect(asked(retargeting, /^GET/).length).toBeLessThanOrEqual(15);

    const widening = mark();
    await policies.push({ "firstpass.yml": withFile });
    await settle(many / 15 + 2);
    const asking = asked(widening, /^GET/).filter(services);
    const trees = asking.filter((line) => line.includes("/git/trees/"));
    expect(new Set(trees).size).toBe(many);
    expect(trees).toHaveLength(many);
    // Where no push told of the branch's tip it is asked for, which is free while it is where it was.
    const refs = stage.github.requests
      .slice(widening)
      .filter(({ path }) => /\/acme\/service-\d+\/git\/ref\//.test(path));
    expect(new Set(refs.map(({ status }) => status))).toEqual(new Set([304]));
    expect(asking.length).toBe(trees.length + refs.length);
    const again = mark();
    await policies.push({ "firstpass.yml": `${withFile}# again\n` });
    await settle(many / 15 + 2);
    expect(asked(again, /^GET/).filter(services)).toEqual([]);
    expect(stage.github.unexpectedRequests).toEqual([]);
  }, 300_000);
});
