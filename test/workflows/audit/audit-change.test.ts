import { expect, it } from "vitest";
import type { ChangeAudit, ChangeAuditInput } from "../../../src/workflows/audit/audit.ts";
import { auditChange } from "../../../src/workflows/audit/audit-change.ts";
import type { GitRepository } from "../../support/git-repository.ts";
import {
  finding,
  inputFor,
  makeRepository,
  pinnedCheckout,
  pinnedWorkflow,
  reading,
  taggedWorkflow,
} from "./support.ts";

const workflow = ".github/workflows/ci.yml";
const config = ".github/firstpass.yml";
const exceptionsPath = ".github/firstpass-exceptions.yml";

/** `main` with a pinned workflow, and a branch `feature` from there. */
function branched(): GitRepository {
  const repository = makeRepository();
  repository.commit({ [config]: pinnedCheckout, [workflow]: pinnedWorkflow, "a.ts": "1\n" });
  repository.git("switch", "--quiet", "-c", "feature");
  return repository;
}

async function audit(repository: GitRepository, given: Partial<ChangeAuditInput> = {}): Promise<ChangeAudit> {
  const { baseSarif, base = "main", ...rest } = given;
  const input = await inputFor(repository, { at: { revision: "feature" }, ...rest });
  return auditChange({ ...input, base, ...(baseSarif === undefined ? {} : { baseSarif }) });
}

it("tells a rule that the change breaks, on its line, with the line as it ought to be", async () => {
  const repository = branched();
  repository.commit({ [workflow]: taggedWorkflow });
  const { roadFindings, rules, scorecard } = await audit(repository);
  expect(roadFindings).toMatchObject([{ effect: "breaks", ruleId: "checkout", path: workflow, line: 6 }]);
  expect(rules).toMatchObject([{ before: { status: "adopted" }, after: { status: "outdated" } }]);
  expect(scorecard.kpis.find(({ id }) => id === "template-adoption")).toMatchObject({ numerator: 0 });
});

it("tells a rule that the change repairs", async () => {
  const repository = makeRepository();
  repository.commit({ [config]: pinnedCheckout, [workflow]: taggedWorkflow });
  repository.git("switch", "--quiet", "-c", "feature");
  repository.commit({ [workflow]: pinnedWorkflow });
  expect((await audit(repository)).roadFindings).toMatchObject([{ effect: "repairs", line: 6 }]);
});

it("judges by the rules of the base: a change that removes a rule still breaks it", async () => {
  const repository = branched();
  repository.commit({ [config]: "version: 1\n", [workflow]: taggedWorkflow });
  const { roadFindings, scorecard } = await audit(repository);
  expect(roadFindings).toMatchObject([{ effect: "breaks", ruleId: "checkout" }]);
  expect(scorecard.kpis.find(({ id }) => id === "template-adoption")).toMatchObject({ denominator: 1 });
});

it("leaves out what the base did since they parted", async () => {
  const repository = branched();
  repository.commit({ "b.ts": "2\n" });
  repository.git("switch", "--quiet", "main");
  repository.commit({ [workflow]: taggedWorkflow });
  const { changedPaths, roadFindings } = await audit(repository);
  expect(changedPaths).toEqual(["b.ts"]);
  expect(roadFindings).toEqual([]);
});

it("tells a test merge like the branch that was merged", async () => {
  const repository = branched();
  repository.commit({ [workflow]: taggedWorkflow });
  repository.git("switch", "--quiet", "--detach", "main");
  const merged = repository.merge("feature");
  const { roadFindings, changedPaths } = await audit(repository, { at: { revision: merged } });
  expect(changedPaths).toEqual([workflow]);
  expect(roadFindings).toMatchObject([{ effect: "breaks" }]);
});

it("tells findings as new by the SARIF of the base, else those in changed files", async () => {
  const repository = branched();
  repository.commit({ "a.ts": "2\n" });
  const known = finding({ fingerprint: "known" });
  const fresh = finding({ fingerprint: "fresh" });
  const elsewhere = finding({ fingerprint: "e", location: { path: "z.ts", startLine: 1, endLine: 1 } });
  const accepted = finding({ fingerprint: "accepted", suppressed: true });
  const sarif = [reading([known, fresh, elsewhere, accepted], "semgrep")];
  const compared = await audit(repository, { sarif, baseSarif: [reading([known, elsewhere], "semgrep")] });
  expect(compared.newFindings).toEqual([{ finding: fresh, because: "new" }]);
  const alone = await audit(repository, { sarif });
  const told = alone.newFindings.map((one) => [one.finding.fingerprint, one.because]).sort();
  expect(told).toEqual([
    ["fresh", "in-changed-file"],
    ["known", "in-changed-file"],
  ]);
  expect(alone.newFindingsBy).toContain("No SARIF of the base was given");
  expect((await audit(repository)).newFindingsBy).toBeNull();
});

it("reviews files of exceptions and configuration that the change touches", async () => {
  const repository = branched();
  const entry =
    'version: 1\nexceptions:\n  - rule: xss\n    path: "**"\n    owner: "@a/b"\n    expires: 2026-12-31\n';
  repository.commit({ [exceptionsPath]: entry, [config]: `${pinnedCheckout}nonsense: 1\n` });
  const { exceptionNotes, configurationNotes, rules } = await audit(repository);
  expect(exceptionNotes).toMatchObject([{ path: exceptionsPath, kind: "mistake", line: 3 }]);
  expect(configurationNotes).toMatchObject([{ path: config, kind: "broken", line: 8 }]);
  expect(rules).toHaveLength(1);
});

it("refuses a base that is not there", async () => {
  await expect(audit(branched(), { base: "nowhere" })).rejects.toMatchObject({ name: "CloneError" });
});
