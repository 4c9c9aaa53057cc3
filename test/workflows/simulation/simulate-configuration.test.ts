// A pull request that changes a configuration: its mistakes on their lines, what it would do to every repository, and no more
// requests and no more simulations than that takes.
import { describe, expect, it } from "vitest";
import { sharedFileKind } from "../../../src/records/configuration-kind.ts";
import { JobLeaseLost } from "../../../src/workflows/job-outcome.ts";
import { simulateConfiguration } from "../../../src/workflows/simulation/simulate-configuration.ts";
import { entry, exceptionsText } from "../../support/exceptions.ts";
import {
  checkRunFact,
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  pavedRoadFact,
  pullRequestFact,
  pushFact,
  repositoryState,
  sha,
} from "../../support/facts.ts";
import { blobShaOf } from "../../support/fake-gateway.ts";
import { allListed, codeScanningAlertFact } from "../../support/findings.ts";
import { triedChange } from "../../support/scorecard-input.ts";
import { installationId, openBench, type WorkflowBench } from "../../support/workflow-bench.ts";

const headSha = sha("a1");
const minute = 60_000;
const day = 24 * 60 * minute;
const evaluate = { kind: "evaluate-head", headSha } as const;
const simulate = { kind: "simulate-configuration", headSha } as const;
const opened = pullRequestFact({ headSha, headRef: "feature", commitCount: 1, at: defaultAt });
const passed = checkRunFact({ headSha, name: "CodeQL", at: defaultAt + minute });
const strict = 'version: 1\ntargets:\n  first-pass-rate: ">= 90 %"\n';

function branch(touchedPaths: readonly string[] | null) {
  const made = { ref: "refs/heads/feature", before: "0".repeat(40), after: headSha, created: true };
  return pushFact({ ...made, touchedPaths, at: defaultAt - minute });
}

interface Given {
  readonly name?: string;
  readonly visibility?: "public" | "private";
  readonly path?: string;
  readonly text?: string | null;
}

/** A pull request that makes or changes one file; without a text it removes it. */
async function benchWithChange(given: Given = {}): Promise<WorkflowBench> {
  const { name = "shop", visibility = "private", path = ".github/firstpass.yml", text = strict } = given;
  const bench = await openBench({ name, visibility });
  bench.setNow(defaultAt + 3 * minute);
  await bench.know(opened, passed, branch([path]));
  bench.github.repositories.set(defaultRepositoryId, { owner: "acme", name });
  if (text !== null) bench.github.addFile(`acme/${name}`, `${path}@${headSha}`, text);
  const status = text === null ? "removed" : "modified";
  const blobSha = text === null ? null : blobShaOf(text);
  bench.github.pullRequestFiles.set(1, [{ path, previousPath: null, status, blobSha }]);
  return bench;
}

/** Another repository of the account, of whose ten changes so many failed on the first try. */
async function addRepository(bench: WorkflowBench, repositoryId: number, name: string, failed: number) {
  const state = repositoryState({ repositoryId, name });
  await bench.store.repositories.observe(state, { observedAt: defaultAt, installationId });
  await bench.store.repositories.setCoveredFrom(defaultAccountId, repositoryId, Date.UTC(2026, 0, 1));
  const facts = Array.from({ length: 10 }, (_, n) =>
    triedChange(n + 1, n < failed ? "failure" : "success", defaultAt - (n + 1) * day),
  ).flat();
  await bench.know(...facts.map((fact) => ({ ...fact, repositoryId })));
}

function organisationBench(given: Given = {}) {
  return benchWithChange({ name: ".github-private", path: "firstpass.yml", ...given });
}

function content(bench: WorkflowBench) {
  const [run] = bench.github.checkRuns;
  if (run === undefined) throw new Error("No check run was posted.");
  return run.content;
}

async function queued(bench: WorkflowBench): Promise<string[]> {
  const jobs = await bench.store.jobs.lease({ limit: 100, leaseMillis: 1 });
  return jobs.map(({ kind }) => kind);
}

describe("a changed configuration", () => {
  it("is annotated on its lines, keeps the check from success, and is not simulated while it is broken", async () => {
    const bench = await benchWithChange({ text: "version: 1\nmode: enforced\n" });
    await bench.run(evaluate);
    expect(content(bench)).toMatchObject({
      conclusion: "neutral",
      title: "Passed on the first try; its configuration has 1 error",
      annotations: [{ path: ".github/firstpass.yml", startLine: 2, level: "warning" }],
    });
    expect(content(bench).summary).toContain("Not simulated: with its errors");
    expect(bench.github.requests).toEqual(["listPullRequestFiles", "readFile", "createCheckRun"]);
    expect(await queued(bench)).toEqual([]);
  });

  it("fails the check where the configuration in force enforces", async () => {
    const bench = await benchWithChange({ text: "version: 1\nmode: advisry\n" });
    await bench.configure("version: 1\nmode: enforce\n");
    await bench.run(evaluate);
    expect(content(bench)).toMatchObject({
      conclusion: "failure",
      annotations: [{ startLine: 2, level: "failure" }],
    });
  });

  it("is annotated with what the organisation locks", async () => {
    const bench = await benchWithChange({ text: "version: 1\nmode: advisory\nwindow: 4w\n" });
    await bench.store.configurations.save({
      accountId: defaultAccountId,
      repositoryId: null,
      kind: "configuration",
      path: "acme/.github/firstpass.yml",
      text: "version: 1\nmode: enforce\npolicy:\n  locked: [mode]\n",
      commitSha: null,
      readAt: 1,
      problem: null,
    });
    await bench.run(evaluate);
    expect(content(bench).annotations).toMatchObject([
      { startLine: 2, level: "failure", title: "This value would not be in force" },
    ]);
    expect(content(bench).annotations[0]?.message).toContain("acme/.github/firstpass.yml");
  });

  it.each([
    ["the repository's own", defaultRepositoryId, ".github/firstpass.yml"],
    ["the organisation's", null, "acme/.github/firstpass.yml"],
  ])(
    "says on every pull request that the last good text of %s file is in force",
    async (_, repositoryId, path) => {
      const bench = await openBench();
      bench.setNow(defaultAt + 3 * minute);
      await bench.know(opened, passed, branch([]));
      await bench.store.configurations.save({
        accountId: defaultAccountId,
        repositoryId,
        kind: "configuration",
        path,
        text: "version: 1\nmode: enforce\n",
        commitSha: null,
        readAt: 1,
        problem: `${path}:2:7: mode: found "enforced".`,
      });
      await bench.run(evaluate);
      expect(content(bench).conclusion).toBe("neutral");
      expect(content(bench).summary).toContain("its last good text stays in force");
      // Who may read this repository need not be allowed to read the organisation's.
      const line = 'mode: found "enforced"';
      if (repositoryId !== null) expect(content(bench).summary).toContain(line);
      else {
        expect(content(bench).summary).toContain(`${path} is not in force as it is now: it has 1 error.`);
        expect(content(bench).summary).not.toContain(line);
      }
    },
  );

  it("asks nothing where pushes prove that none is touched", async () => {
    const bench = await openBench();
    bench.setNow(defaultAt + 3 * minute);
    await bench.know(opened, passed, branch(["src/index.ts"]));
    await bench.run(evaluate);
    expect(bench.github.requests).toEqual(["createCheckRun"]);
    expect(content(bench).summary).not.toContain("Configuration in this change");
  });

  it.each([
    ["on a public repository", { visibility: "public" } as const, [], "everybody can read this repository"],
    [
      "for a fork's pull request",
      {},
      [pullRequestFact({ ...opened.data, headRepositoryId: 4711, at: defaultAt + 1 })],
      "comes from a fork",
    ],
  ])("is annotated and not simulated %s, and that is said", async (_, given, facts, said) => {
    const bench = await benchWithChange({
      ...given,
      text: "version: 1\ntargets:\n  first-pass-rate: '>= 90 %'\n",
    });
    await bench.configure("version: 1\n");
    await bench.know(...facts);
    await bench.run(evaluate);
    expect(content(bench).summary).toContain(said);
    expect(content(bench).summary).toContain("firstpass config simulate");
    expect(await queued(bench)).toEqual([]);
  });
});

describe("simulateConfiguration", () => {
  it("tells in the check run which repositories get worse, once it is worked out", async () => {
    const bench = await organisationBench();
    await addRepository(bench, 3001, "api", 1);
    await addRepository(bench, 3002, "web", 2);
    await addRepository(bench, 3003, "old", 10);
    await bench.run(evaluate);
    expect(content(bench)).toMatchObject({ status: "completed", conclusion: "success" });
    expect(content(bench).summary).toContain("⏳ Simulating");
    expect(await queued(bench)).toEqual(["simulate-configuration"]);

    expect(await bench.run(simulate)).toEqual({ did: "recorded", reason: null });
    expect(await queued(bench)).toContain("evaluate-head");
    await bench.run(evaluate);
    expect(content(bench).conclusion).toBe("success");
    expect(content(bench).summary).toContain(
      "**Affects 4 of 4 repositories; 1 gets worse: 1 × First-pass security check rate near target → off target.**",
    );
    expect(content(bench).summary).toContain("| acme/web | First-pass security check rate |");
    expect(content(bench).summary).not.toContain("acme/old");
    expect(bench.github.count("readFile")).toBe(1);
    expect(bench.github.issues).toEqual([]);
  });

  it("is asked for once, however often the head is evaluated, and again when a person asks", async () => {
    const bench = await organisationBench();
    await bench.run(evaluate);
    expect(await queued(bench)).toEqual(["simulate-configuration"]);
    await bench.run(simulate);
    const first = await bench.store.simulations.find(defaultAccountId, defaultRepositoryId, headSha);
    bench.setNow(defaultAt + 60 * minute);
    await bench.run(evaluate);
    const jobs = await bench.store.jobs.lease({ limit: 10, leaseMillis: 1 });
    for (const { key, fence } of jobs) await bench.store.jobs.complete(key, fence);
    await bench.run(evaluate);
    expect(await queued(bench)).toEqual([]);
    await bench.run({ ...evaluate, force: true });
    expect(await queued(bench)).toEqual(["simulate-configuration"]);
    expect(content(bench).summary).toContain("as of 2026-");
    expect(await bench.store.simulations.find(defaultAccountId, defaultRepositoryId, headSha)).toEqual(first);
  });

  it("looks at the one repository whose own file is changed", async () => {
    const bench = await benchWithChange();
    await addRepository(bench, 3001, "api", 1);
    await bench.run(evaluate);
    await bench.run(simulate);
    const kept = await bench.store.simulations.find(defaultAccountId, defaultRepositoryId, headSha);
    expect(kept?.result?.repositories).toMatchObject({ total: 1, affected: 1 });
    expect(kept?.result?.settings).toMatchObject([
      { key: "targets.first-pass-rate", after: ">= 90 %", repositories: 1 },
    ]);
  });

  it("simulates that a file is removed", async () => {
    const bench = await benchWithChange({ text: null });
    await bench.configure(strict);
    await bench.run(evaluate);
    await bench.run(simulate);
    const kept = await bench.store.simulations.find(defaultAccountId, defaultRepositoryId, headSha);
    expect(kept?.result?.repositories.affected).toBe(1);
    expect(kept?.result?.settings).toMatchObject([{ key: "targets.first-pass-rate", before: ">= 90 %" }]);
  });

  it("counts no repository that a changed rule is not for, and every one that nothing is known of", async () => {
    const rule = (minimum: string) =>
      `version: 1\ntemplates:\n  rules:\n    - { id: build, kind: reusable_workflow, uses: acme/t/.github/workflows/b.yml, ref: { minimum: ${minimum} }, applies_to: { repositories: [acme/pay-*] } }\n`;
    const bench = await organisationBench({ text: rule("v3") });
    await bench.store.configurations.save({
      accountId: defaultAccountId,
      repositoryId: null,
      kind: "configuration",
      path: "acme/.github-private/firstpass.yml",
      text: rule("v2"),
      commitSha: null,
      readAt: defaultAt,
      problem: null,
    });
    const names = ["pay-api", "web", "pay-unread"];
    for (const [index, name] of names.entries()) await addRepository(bench, 3001 + index, name, 0);
    const at = defaultAt - day;
    await bench.know(
      pavedRoadFact({ at }),
      pavedRoadFact({ at, repositoryId: 3001 }),
      pavedRoadFact({ at, repositoryId: 3002 }),
    );
    await bench.run(evaluate);
    await bench.run(simulate);
    const kept = await bench.store.simulations.find(defaultAccountId, defaultRepositoryId, headSha);
    expect(kept?.result?.repositories).toMatchObject({ total: 4, affected: 2 });
  });

  it("tells which repositories enter a group, and what of their own files goes out of force", async () => {
    const text = `version: 1
mode: enforce
policy:
  locked: [mode]
groups:
  - id: pay
    match: { repositories: ["acme/api"] }
    settings: { window: 14d }
`;
    const bench = await organisationBench({ text });
    await addRepository(bench, 3001, "api", 1);
    const own = { accountId: defaultAccountId, kind: "configuration", commitSha: null, readAt: 1 } as const;
    const path = ".github/firstpass.yml";
    const stored = { ...own, repositoryId: 3001, path, problem: null };
    await bench.store.configurations.save({ ...stored, text: "version: 1\nmode: advisory\n" });
    await bench.run(evaluate);
    await bench.run(simulate);
    const kept = await bench.store.simulations.find(defaultAccountId, defaultRepositoryId, headSha);
    expect(kept?.result?.groups).toEqual([{ group: "pay", enter: ["acme/api"], leave: [] }]);
    expect(kept?.result?.refused).toMatchObject([{ repository: "acme/api" }]);
    expect(kept?.result?.settings).toContainEqual({
      key: "window",
      before: "28d",
      after: "14d",
      repositories: 1,
    });
  });

  it("keeps nothing once another worker has it, and nothing of files that are others by now", async () => {
    const bench = await organisationBench();
    for (let n = 0; n < 60; n++) await addRepository(bench, 3100 + n, `r${n}`, 0);
    await bench.run(evaluate);
    const job = { ...simulate, accountId: defaultAccountId, repositoryId: defaultRepositoryId };
    const lost = { ...bench.services, holdsLease: async () => false };
    await expect(simulateConfiguration(lost, job)).rejects.toBeInstanceOf(JobLeaseLost);
    const asked = await bench.store.simulations.find(defaultAccountId, defaultRepositoryId, headSha);
    expect(asked?.result).toBeNull();
    const held = {
      ...bench.services,
      holdsLease: async () => {
        await bench.store.simulations.save({ ...asked!, digest: "another" });
        return true;
      },
    };
    expect(await simulateConfiguration(held, job)).toMatchObject({ did: "skipped" });
  });

  it("simulates a changed exceptions file, too", async () => {
    const text = exceptionsText(entry({ rule: "js/xss", path: undefined, owner: undefined }));
    const bench = await benchWithChange({ path: ".github/firstpass-exceptions.yml", text });
    const listed = allListed(defaultAt - 100 * day);
    await bench.know(...listed, codeScanningAlertFact({ at: defaultAt - 10 * day }));
    await bench.run(evaluate);
    expect(await queued(bench)).toEqual(["simulate-configuration"]);
    await bench.run(simulate);
    const kept = await bench.store.simulations.find(defaultAccountId, defaultRepositoryId, headSha);
    expect(kept?.result?.repositories).toMatchObject({ total: 1, affected: 1 });
    expect(kept?.result?.changes.map(({ kpi, after }) => [kpi, after.status])).toContainEqual([
      "exception-governance",
      expect.any(String),
    ]);
    expect(bench.github.count("readFile")).toBe(1);
  });

  it("does nothing on a head that changes no configuration", async () => {
    const bench = await openBench();
    expect(await bench.run(simulate)).toMatchObject({ did: "skipped" });
  });

  it("follows a file that others extend to those that extend it", async () => {
    const path = "firstpass/base.yml";
    const bench = await benchWithChange({ name: "policies", path });
    await addRepository(bench, 3001, "api", 2);
    await addRepository(bench, 3002, "web", 2);
    const stored = { accountId: defaultAccountId, commitSha: null, readAt: 1, problem: null } as const;
    await bench.store.configurations.save({
      ...stored,
      repositoryId: defaultRepositoryId,
      kind: sharedFileKind(path),
      path: `acme/policies:${path}`,
      text: "version: 1\n",
    });
    await bench.store.configurations.save({
      ...stored,
      repositoryId: 3001,
      kind: "configuration",
      path: ".github/firstpass.yml",
      text: `version: 1\nextends: acme/policies:${path}\n`,
    });
    await bench.run(evaluate);
    await bench.run(simulate);
    const kept = await bench.store.simulations.find(defaultAccountId, defaultRepositoryId, headSha);
    expect(kept?.result?.repositories).toMatchObject({ total: 3, affected: 1 });
    expect(kept?.result?.changes).toMatchObject([{ repository: "acme/api", kpi: "first-pass-rate" }]);
  });
});
