import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupSecrets } from "../../../src/core/sarif/group-secrets.ts";
import { isSecretRule, isSecretScanner } from "../../../src/core/sarif/secret-tools.ts";
import { uniqueFindings } from "../../../src/core/sarif/unique.ts";
import { findingsOf, readLogValue, sarifFinding, sarifLog, sarifResult } from "../../support/sarif.ts";

const at = (path: string | null, startLine: number | null) => ({
  location: { path, startLine, endLine: startLine },
});
const hog = { tool: "TruffleHog", ruleId: "Github", fingerprint: "h1" };

describe("scanners of secrets", () => {
  it.each([
    "gitleaks",
    "Gitleaks",
    "TruffleHog",
    "trufflehog3",
    "detect-secrets",
    "ggshield",
    "Nosey Parker",
    "git-secrets",
  ])("knows %s", (tool) => expect(isSecretScanner(tool)).toBe(true));
  it.each(["CodeQL", "Trivy", "Semgrep OSS", "", "secrets"])("does not take %s for one", (tool) =>
    expect(isSecretScanner(tool)).toBe(false),
  );
  it("knows the rules of mixed tools", () => {
    expect(isSecretRule("Trivy", "aws-key", [undefined, "secret"])).toBe(true);
    expect(isSecretRule("Trivy", "CVE-1", ["vulnerability"])).toBe(false);
    expect(isSecretRule("Checkov", "CKV_SECRET_6", [])).toBe(true);
    expect(isSecretRule("Other", "CKV_SECRET_6", ["secret"])).toBe(false);
  });
  it("takes every finding of a file that was given as one of secrets", () => {
    const reading = readLogValue(sarifLog({ results: [sarifResult()] }), { secrets: true });
    expect(reading).toMatchObject({ runs: [{ looksForSecrets: true }], findings: [{ isSecret: true }] });
  });
});

describe("the commit that brought a secret", () => {
  const sha = "Ab12".repeat(10);
  it.each([
    ["of gitleaks 8", { partialFingerprints: { commitSha: sha } }, sha.toLowerCase()],
    ["of gitleaks 7", { properties: { commit: sha } }, sha.toLowerCase()],
    [
      "of converted files",
      { partialFingerprints: { commitSha: "" }, properties: { commit_sha: sha } },
      sha.toLowerCase(),
    ],
    ["that is cut short", { partialFingerprints: { commitSha: sha.slice(0, 12) } }, null],
    ["that is no commit", { partialFingerprints: { commitSha: "0".repeat(40) } }, null],
    ["that is missing", {}, null],
  ])("%s", (_, result, commitSha) => {
    expect(findingsOf([sarifResult(result)])).toMatchObject([{ commitSha }]);
  });
});

describe("secrets that several saw", () => {
  it.each([
    ["two tools at one place and commit", [{ commitSha: "c1" }, { ...hog, commitSha: "c1" }], 1],
    ["two rules of one tool there", [{}, { ruleId: "generic", fingerprint: "f2" }], 1],
    ["two findings of one rule there", [{}, { fingerprint: "f2" }], 2],
    ["two findings of one rule, and another tool's one", [{}, { fingerprint: "f2" }, hog], 2],
    ["one place in two commits", [{ commitSha: "c1" }, { commitSha: "c2" }], 2],
    ["a commit, and the files as they are", [{ commitSha: "c1" }, hog], 1],
    ["two commits, and the files as they are", [{ commitSha: "c1" }, { commitSha: "c2" }, hog], 2],
    ["two lines", [at("a", 1), at("a", 2)], 2],
    ["two files", [at("a", 1), at("b", 1)], 2],
    [
      "no place",
      [at(null, null), { ...at(null, null), fingerprint: "f2" }, { ...at("a", null), fingerprint: "f3" }],
      3,
    ],
    ["the same finding in two files", [{}, {}], 1],
  ])("are counted once: %s", (_, findings, count) => {
    expect(groupSecrets(findings.map((finding) => sarifFinding(finding)))).toHaveLength(count);
  });

  it("does not depend on the order or on repetition, and loses no finding", () => {
    const finding = fc
      .record({
        tool: fc.constantFrom("a", "b"),
        ruleId: fc.constantFrom("r", "s"),
        fingerprint: fc.constantFrom("1", "2"),
        commitSha: fc.constantFrom(null, "c", "d"),
        suppressed: fc.boolean(),
        level: fc.constantFrom("error" as const, "note" as const),
        line: fc.constantFrom(null, 1, 2),
      })
      // A fingerprint is of its tool and rule.
      .map(({ line, ...more }) =>
        sarifFinding({ ...more, ...at("p", line), fingerprint: more.tool + more.ruleId + more.fingerprint }),
      );
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 12 }), fc.integer(), (findings, seed) => {
        const shuffled = [...findings, ...findings.slice(0, 3)].sort((a, b) =>
          `${seed}${a.fingerprint}` < `${seed}${b.fingerprint}` ? 1 : -1,
        );
        expect(uniqueFindings(shuffled)).toEqual(uniqueFindings(findings));
        expect(groupSecrets(shuffled.reverse())).toEqual(groupSecrets(findings));
        expect(groupSecrets(findings).flat()).toHaveLength(uniqueFindings(findings).length);
      }),
    );
  });

  it("keeps the worse of two that say different things of one finding", () => {
    const two = [
      sarifFinding({ level: "note", securitySeverity: "high", suppressed: true, isSecret: false }),
      sarifFinding({ level: "error", securitySeverity: null, suppressed: false }),
    ];
    expect(uniqueFindings(two)).toMatchObject([
      { level: "error", securitySeverity: "high", suppressed: false, isSecret: true },
    ]);
  });
});
