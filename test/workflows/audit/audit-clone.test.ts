import { describe, expect, it } from "vitest";
import type { KpiId } from "../../../src/core/kpis/measurement.ts";
import type { Scorecard } from "../../../src/core/scorecard/scorecard.ts";
import { renderJson } from "../../../src/render/json.ts";
import { auditClone } from "../../../src/workflows/audit/audit-clone.ts";
import {
  dayMillis,
  finding,
  inputFor,
  makeRepository,
  now,
  openFor,
  pinnedCheckout,
  pinnedWorkflow,
  reading,
  runOf,
  secret,
  taggedWorkflow,
} from "./support.ts";

const workflow = ".github/workflows/ci.yml";
const config = ".github/firstpass.yml";
const exceptionsPath = ".github/firstpass-exceptions.yml";

function kpi({ kpis }: Scorecard, id: KpiId) {
  const found = kpis.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
}

function exceptionsOf(...entries: readonly (readonly [rule: string, expires: string])[]): string {
  const lines = entries.map(
    ([rule, expires]) =>
      `  - rule: ${rule}\n    path: "**"\n    reason: A known risk.\n    owner: "@acme/web"\n    expires: ${expires}\n`,
  );
  return `version: 1\nexceptions:\n${lines.join("")}`;
}

describe("adoption of templates", () => {
  it("is that of the files on disk, also where they are not committed", async () => {
    const repository = makeRepository();
    repository.commit({ [config]: pinnedCheckout, [workflow]: taggedWorkflow });
    repository.write({ [workflow]: pinnedWorkflow });
    const { scorecard, road } = await auditClone(await inputFor(repository));
    expect(kpi(scorecard, "template-adoption")).toMatchObject({ numerator: 1, denominator: 1 });
    expect(road).toMatchObject([{ status: "adopted", evidence: [{ path: workflow, line: 6 }] }]);
  });

  it("is that of a revision, at the second after it", async () => {
    const repository = makeRepository();
    const first = repository.commit({ [config]: pinnedCheckout, [workflow]: taggedWorkflow });
    repository.commit({ [workflow]: pinnedWorkflow });
    const { asOf: _, ...input } = await inputFor(repository, { at: { revision: first } });
    const { scorecard } = await auditClone(input);
    expect(kpi(scorecard, "template-adoption")).toMatchObject({ numerator: 0, denominator: 1 });
    const { committedAt } = await (await openFor(repository)).resolve(first);
    expect(scorecard.generatedAt).toBe(committedAt + 1000);
  });

  it("goes by the organisation's rules that are given", async () => {
    const repository = makeRepository();
    repository.commit({ [workflow]: taggedWorkflow });
    const organisationConfig = { path: "policy.yml", text: pinnedCheckout };
    const { scorecard } = await auditClone(await inputFor(repository, { organisationConfig }));
    expect(kpi(scorecard, "template-adoption")).toMatchObject({ numerator: 0, denominator: 1 });
  });

  it("says how to give rules where there are none", async () => {
    const repository = makeRepository();
    repository.commit({ a: "" });
    const { scorecard, sightings } = await auditClone(await inputFor(repository));
    expect(kpi(scorecard, "template-adoption").outcome).toBe("not-applicable");
    expect(sightings.notes.join(" ")).toContain("--config FILE");
  });

  it("compares files with the releases of a template that is given as a clone", async () => {
    const template = makeRepository();
    template.commit({ "dependabot.yml": "version: 2\n" });
    template.git("tag", "v1.0.0");
    template.commit({ "dependabot.yml": "version: 2\nupdates: []\n" });
    template.git("tag", "v1.1.0");
    const rule = `version: 1
templates:
  rules:
    - id: dependabot
      kind: file
      path: .github/dependabot.yml
      template: acme/templates
      template_path: dependabot.yml
`;
    const repository = makeRepository();
    repository.commit({ [config]: rule, ".github/dependabot.yml": "version: 2\n" });
    const templates = new Map([["acme/Templates", await openFor(template)]]);
    const given = await auditClone(await inputFor(repository, { templates }));
    expect(given.road).toMatchObject([{ status: "adopted", evidence: [{ found: "v1.0.0" }] }]);

    const without = await auditClone(await inputFor(repository));
    expect(without.road).toMatchObject([{ status: "not-measured" }]);
    expect(without.road[0]?.note).toContain("--template acme/templates=PATH");
    expect(kpi(without.scorecard, "template-adoption").outcome).toBe("not-measured");
  });

  it("follows workflows of repositories that are given, and asks for others", async () => {
    const shared = makeRepository();
    shared.commit({ [workflow]: pinnedWorkflow.replace("on: pull_request", "on: workflow_call") });
    shared.git("tag", "v1");
    const repository = makeRepository();
    const caller = "on: push\njobs:\n  ci:\n    uses: acme/ci/.github/workflows/ci.yml@v1\n";
    repository.commit({ [config]: pinnedCheckout, [workflow]: caller });
    const templates = new Map([["acme/ci", await openFor(shared)]]);
    const given = await auditClone(await inputFor(repository, { templates }));
    expect(given.road).toMatchObject([{ status: "adopted" }]);
    const without = await auditClone(await inputFor(repository));
    expect(without.road).toMatchObject([{ status: "not-measured" }]);
    expect(JSON.stringify(without.road)).toContain("--template acme/ci=PATH");
  });
});

describe("configuration", () => {
  it("keeps the last good text in force while a newer one is broken, and says so", async () => {
    const repository = makeRepository();
    repository.commit({ [config]: pinnedCheckout, [workflow]: taggedWorkflow });
    repository.commit({ [config]: "version: 1\ntemplates: [" });
    const { road, configProblems } = await auditClone(await inputFor(repository));
    expect(road).toMatchObject([{ ruleId: "checkout", status: "outdated" }]);
    expect(configProblems.join("\n")).toMatch(/^\.github\/firstpass\.yml:2:/m);
  });

  it("takes what a file extends from a clone, and says which clone to give", async () => {
    const policies = makeRepository();
    policies.commit({ "firstpass.yml": pinnedCheckout });
    const repository = makeRepository();
    const extending = "version: 1\nextends: acme/policies:firstpass.yml\n";
    repository.commit({ [config]: extending, [workflow]: pinnedWorkflow });
    const templates = new Map([["acme/policies", await openFor(policies)]]);
    const given = await auditClone(await inputFor(repository, { templates }));
    expect(given.road).toMatchObject([{ ruleId: "checkout", status: "adopted" }]);
    const without = await auditClone(await inputFor(repository));
    expect(without.configProblems.join(" ")).toContain("--template acme/policies=PATH");
  });
});

describe("secrets", () => {
  const last = now - dayMillis;

  function repositoryWithSecret() {
    const repository = makeRepository();
    repository.commit({ "old.txt": "key" }, { at: now - 60 * dayMillis });
    const old = repository.head();
    repository.git("switch", "--quiet", "-c", "feature");
    const leaked = repository.commit({ "a.ts": "key" }, { at: now - 5 * dayMillis });
    repository.git("switch", "--quiet", "main");
    repository.merge("feature", { at: last });
    repository.git("switch", "--quiet", "-c", "unmerged");
    const elsewhere = repository.commit({ "b.ts": "key" }, { at: now - dayMillis });
    repository.git("switch", "--quiet", "main");
    return { repository, old, leaked, elsewhere };
  }

  it("count by the time their commit reached the branch, per 1,000 commits that did", async () => {
    const { repository, old, leaked, elsewhere } = repositoryWithSecret();
    const findings = [old, leaked, elsewhere].map((commitSha, index) =>
      secret({ commitSha, fingerprint: `f${index}` }),
    );
    const { scorecard, secrets, sightings } = await auditClone(
      await inputFor(repository, { secretsSarif: [reading(findings)] }),
    );
    const exposure = kpi(scorecard, "secret-exposure");
    expect(exposure).toMatchObject({ outcome: "measured", numerator: 1, denominator: 2, value: 500 });
    expect(exposure.notes.join(" ")).toContain("SARIF of gitleaks 8.18.4");
    const placeOf = (sha: string) => secrets.find(({ commitSha }) => commitSha === sha);
    expect(placeOf(leaked)).toMatchObject({ place: "exposed", reachedAt: last });
    expect(placeOf(old)?.place).toBe("before-the-window");
    expect(placeOf(elsewhere)?.place).toBe("not-on-the-branch");
    expect(sightings.commits).toEqual({ count: 2, steps: 1 });
  });

  it("are found by their line where the scanner names no commit, and the number says what it lacks", async () => {
    const { repository, leaked } = repositoryWithSecret();
    const { scorecard, secrets, sightings } = await auditClone(
      await inputFor(repository, { secretsSarif: [reading([secret()])] }),
    );
    expect(secrets).toMatchObject([{ commitSha: leaked, place: "exposed" }]);
    expect(kpi(scorecard, "secret-exposure").numerator).toBe(1);
    expect(sightings.notes.join(" ")).toContain("does not see secrets that were removed again");
  });

  it("are none where a scanner that was given found none", async () => {
    const { repository } = repositoryWithSecret();
    const { scorecard } = await auditClone(await inputFor(repository, { secretsSarif: [reading([])] }));
    expect(kpi(scorecard, "secret-exposure")).toMatchObject({ outcome: "measured", value: 0 });
  });

  const unsure: readonly [string, Parameters<typeof inputFor>[1], string][] = [
    ["no scanner was given", {}, "--secrets-sarif"],
    [
      "a tool that looks for more was not given as one",
      { sarif: [reading([secret()], "trivy")] },
      "--secrets-sarif",
    ],
    ["a file is broken", { secretsSarif: [{ file: "x.sarif", broken: "It is empty." }] }, "It is empty."],
    [
      "a secret's commit is not in the clone",
      { secretsSarif: [reading([secret({ commitSha: "b".repeat(40) })])] },
      "The commit of one secret",
    ],
    [
      "a run did not end well",
      {
        secretsSarif: [
          {
            ...reading([]),
            runs: [{ ...runOf([]), successful: false }],
          },
        ],
      },
      "did not end well",
    ],
  ];
  it.each(unsure)("are not measured where %s", async (_, given, text) => {
    const { repository } = repositoryWithSecret();
    const { scorecard } = await auditClone(await inputFor(repository, given));
    const { outcome, reason } = kpi(scorecard, "secret-exposure");
    expect(outcome).toBe("not-measured");
    expect(reason).toContain(text);
  });

  it("are not measured where the scanner says that it looked at an older commit, or at another repository", async () => {
    const { repository, leaked } = repositoryWithSecret();
    const outcomeAt = async (revisionId: string) => {
      const told = { ...reading([]), runs: [{ ...runOf([]), revisionId }] };
      const { scorecard } = await auditClone(await inputFor(repository, { secretsSarif: [told] }));
      return kpi(scorecard, "secret-exposure");
    };
    expect(await outcomeAt(repository.head())).toMatchObject({ outcome: "measured", denominator: 2 });
    for (const revisionId of [leaked, "b".repeat(40)]) {
      const { outcome, reason } = await outcomeAt(revisionId);
      expect(outcome).toBe("not-measured");
      expect(reason).toContain(`looked at commit ${revisionId.slice(0, 10)}`);
    }
  });

  it("are not measured in a shallow clone, whose commits cannot be counted", async () => {
    const { repository } = repositoryWithSecret();
    const shallow = repository.clone("--depth=1");
    const { scorecard, sightings } = await auditClone(
      await inputFor(shallow, { secretsSarif: [reading([])] }),
    );
    shallow.remove();
    expect(kpi(scorecard, "secret-exposure")).toMatchObject({ outcome: "not-measured", value: null });
    expect(kpi(scorecard, "secret-exposure").reason).toContain("git fetch --unshallow");
    expect(sightings).toMatchObject({ isShallow: true, commits: null });
  });
});

describe("what is looked at", () => {
  it("counts what reached the branch until the time that is asked for, also where an older revision is looked at", async () => {
    const repository = makeRepository();
    const old = repository.commit({ a: "1" }, { at: now - 60 * dayMillis });
    repository.commit({ a: "2" }, { at: now - 2 * dayMillis });
    const { scorecard, sightings } = await auditClone(
      await inputFor(repository, { at: { revision: old }, secretsSarif: [reading([])] }),
    );
    expect(sightings).toMatchObject({ branch: "main", commits: { count: 1, steps: 1 } });
    expect(kpi(scorecard, "secret-exposure")).toMatchObject({ numerator: 0, denominator: 1 });
  });

  it("does not call a branch the default branch", async () => {
    const repository = makeRepository();
    repository.commit({ a: "1" }, { at: now - 3 * dayMillis });
    repository.git("switch", "--quiet", "-c", "release");
    const release = repository.commit({ a: "2" }, { at: now - 2 * dayMillis });
    repository.git("switch", "--quiet", "main");
    repository.commit({ a: "3" }, { at: now - dayMillis });
    const clone = repository.clone();
    const { sightings } = await auditClone(await inputFor(clone, { at: { revision: release } }));
    expect(sightings).toMatchObject({ branch: null, commits: { count: 2 } });
    expect(sightings.notes.join(" ")).toContain("is not on main");
    clone.git("switch", "--quiet", "release");
    const onDisk = await auditClone(await inputFor(clone));
    expect(onDisk.sightings).toMatchObject({ branch: "main", commits: { count: 2 } });
    expect(onDisk.sightings.notes.join(" ")).toContain("The files on disk are not those of main");
    clone.remove();
  });

  it("says that commits whose time is still to come are not counted", async () => {
    const repository = makeRepository();
    repository.commit({ a: "1" }, { at: now - dayMillis });
    const plain = await auditClone(await inputFor(repository));
    expect(plain.sightings.notes.join(" ")).not.toContain("still to come");
    repository.commit({ a: "2" }, { at: now + 400 * dayMillis });
    const { sightings } = await auditClone(await inputFor(repository));
    expect(sightings.commits?.count).toBe(1);
    expect(sightings.notes.join(" ")).toContain("still to come (2027-07-06)");
  });
});

describe("exceptions", () => {
  it("hold from when they reached the branch, and are held against the findings", async () => {
    const repository = makeRepository();
    const granted = now - 100 * dayMillis;
    repository.commit({ [exceptionsPath]: exceptionsOf(["xss", "2026-12-31"]) }, { at: granted });
    repository.commit(
      {
        [exceptionsPath]: exceptionsOf(["xss", "2026-12-31"], ["sqli", "2026-12-31"], ["old", "2026-05-31"]),
      },
      { at: now - 2 * dayMillis },
    );
    const { exceptions, scorecard } = await auditClone(
      await inputFor(repository, { sarif: [reading([finding()], "semgrep")] }),
    );
    expect(exceptions).toMatchObject([
      { subject: "rule xss in **", state: "to-review", grantedAt: granted, matches: 1 },
      { subject: "rule sqli in **", state: "in-force", grantedAt: now - 2 * dayMillis, matches: 0 },
      { subject: "rule old in **", state: "expired", matches: 0 },
    ]);
    // What was dismissed on GitHub counts, too, and is not here.
    expect(kpi(scorecard, "exceptions-overdue").outcome).toBe("not-measured");
  });
});

it("gives no number to what a clone cannot tell", async () => {
  const repository = makeRepository();
  repository.commit({ [config]: pinnedCheckout, [workflow]: pinnedWorkflow, CODEOWNERS: "* @acme/web\n" });
  const location = { path: workflow, startLine: 1, endLine: 1 };
  const sarif = [reading([finding(), secret({ location })])];
  const { scorecard } = await auditClone(await inputFor(repository, { sarif, secretsSarif: sarif }));
  const measured = scorecard.kpis.filter(({ outcome }) => outcome !== "not-measured").map(({ id }) => id);
  expect(measured).toEqual(["template-adoption", "secret-exposure"]);
  expect(scorecard.source).toBe("clone");
});

it("measures ownership where the repository's custom properties are given", async () => {
  const repository = makeRepository();
  repository.commit({ "docs/CODEOWNERS": "* @acme/web\n" });
  const without = await auditClone(await inputFor(repository));
  expect(kpi(without.scorecard, "ownership").reason).toContain("--property");
  const given = { repository: { fullName: "acme/web", properties: { tier: "1" } } };
  const { scorecard } = await auditClone(await inputFor(repository, given));
  expect(kpi(scorecard, "ownership")).toMatchObject({ numerator: 2, denominator: 2 });
});

it("gives the same bytes twice", async () => {
  const repository = makeRepository();
  repository.commit({
    [config]: pinnedCheckout,
    [workflow]: taggedWorkflow,
    [exceptionsPath]: exceptionsOf(),
  });
  const given = async () => ({ secretsSarif: [reading([secret(), secret({ fingerprint: "g" })])] });
  const first = await auditClone(await inputFor(repository, await given()));
  const second = await auditClone(await inputFor(repository, await given()));
  expect(renderJson(second.scorecard)).toBe(renderJson(first.scorecard));
  expect({ ...second, scorecard: null }).toEqual({ ...first, scorecard: null });
});

it("says that a repository has no commit yet", async () => {
  const input = await inputFor(makeRepository());
  await expect(auditClone(input)).rejects.toThrow("no commit yet");
});
