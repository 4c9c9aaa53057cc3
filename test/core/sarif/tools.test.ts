// What real tools write, tool by tool, in files made with their shapes.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { madeSarif, plantedKey, plantedToken, readSarifText, understood } from "../../support/sarif.ts";

const row = (name: string) => {
  const { findings, unread } = understood(
    readSarifText(madeSarif(name), { roots: ["/home/runner/builds/shop/shop"] }),
  );
  expect(unread.count).toBe(0);
  return findings.map((f) =>
    [
      f.tool,
      f.ruleId,
      f.securitySeverity ?? "-",
      f.level,
      `${f.location.path}:${f.location.startLine}`,
      f.isSecret ? "secret" : "code",
      f.suppressed ? "suppressed" : "open",
      f.commitSha?.slice(0, 8) ?? "-",
    ].join(" | "),
  );
};

const names = readdirSync(new URL("../../fixtures/sarif/made", import.meta.url))
  .filter((name) => name.endsWith(".sarif"))
  .map((name) => name.replace(/\.sarif$/, ""));

const expected: Record<string, readonly string[]> = {
  actionlint: [
    "GitHub Actions lint | expression | - | error | .github/workflows/ci.yml:12 | code | open | -",
  ],
  bandit: ["Bandit | B602 | - | error | tools/run it.py:14 | code | open | -"],
  checkov: [
    "Checkov | CKV_AWS_20 | - | error | infra/s3.tf:1 | code | open | -",
    "Checkov | CKV_SECRET_6 | - | error | infra/vars.tf:3 | secret | suppressed | -",
  ],
  codeql: [
    "CodeQL | js/path-injection | high | error | src/files.js:12 | code | open | -",
    "CodeQL | js/unused-local-variable | - | note | src/files.js:3 | code | open | -",
  ],
  "detect-secrets-converted": [
    "detect-secrets | Secret Keyword | - | warning | cfg.ini:1 | secret | open | -",
  ],
  eslint: [
    "ESLint | no-eval | - | error | src/a.js:7 | code | open | -",
    "ESLint | no-eval | - | warning | null:1 | code | open | -",
  ],
  ggshield: ["ggshield | GitHub Token | - | error | conf/app.yml:5 | secret | open | -"],
  gitleaks: [
    "gitleaks | github-pat | - | warning | deploy/run.sh:4 | secret | open | 11111111",
    "gitleaks | github-pat | - | warning | deploy/run.sh:4 | secret | open | 55555555",
  ],
  "gitleaks-7": ["Gitleaks | unknown rule | - | warning | a/b.json:13 | secret | open | 6d127980"],
  gosec: ["gosec | G404 | - | error | internal/id.go:21 | code | open | -"],
  grype: ["Grype | GHSA-aaaa-bbbb-cccc-npm | high | warning | package-lock.json:1 | code | open | -"],
  hadolint: ["Hadolint | DL3008 | - | warning | Dockerfile:5 | code | open | -"],
  kics: ["KICS | fd54f200-402c-4333-a5a4-36ef6709af2f | - | error | docker/Dockerfile:1 | code | open | -"],
  "osv-scanner": ["osv-scanner | CVE-2023-0002 | medium | warning | go.mod:1 | code | open | -"],
  semgrep: [
    "Semgrep OSS | python.lang.security.audit.eval | - | warning | app/views.py:9 | code | open | -",
    "Semgrep OSS | python.lang.security.audit.eval | - | warning | app/views.py:20 | code | suppressed | -",
  ],
  snyk: [
    "Snyk Open Source | SNYK-JS-MADE-1 | high | error | package.json:1 | code | open | -",
    "SnykCode | javascript/XSS | - | error | web/a.js:3 | code | open | -",
  ],
  trivy: [
    "Trivy | CVE-2024-0001 | critical | error | package-lock.json:120 | code | open | -",
    "Trivy | DS002 | high | error | Dockerfile:1 | code | open | -",
    "Trivy | github-pat | critical | error | .env:2 | secret | open | -",
  ],
  "trufflehog-converted": ["TruffleHog | AWS | - | error | infra/main.tf:7 | secret | open | 6d127980"],
  zizmor: [
    "zizmor | zizmor/template-injection | - | error | .github/workflows/release.yml:31 | code | open | -",
  ],
};

describe("files with the shapes of real tools", () => {
  it("has a row for each file", () => {
    expect(Object.keys(expected).sort()).toEqual([...names].sort());
  });

  it.each(names)("understands %s", (name) => {
    expect(row(name)).toEqual(expected[name]);
  });

  it.each(names)("keeps no secret, no person and no message of %s", (name) => {
    const text = madeSarif(name);
    const reading = JSON.stringify(understood(readSarifText(text)));
    for (const hidden of [plantedToken, plantedKey, "dev@example.test", "Dev Eloper", "has detected secret"])
      expect(reading).not.toContain(hidden);
  });

  it("plants its secrets where tools write them", () => {
    const all = names.map(madeSarif).join();
    expect(all).toContain(`"text": "TOKEN=${plantedToken}"`);
    expect(all).toContain(`"secret": "${plantedKey}"`);
  });

  it("tells the commit that CodeQL looked at, and calls gitleaks a scanner of secrets", () => {
    expect(understood(readSarifText(madeSarif("codeql"))).runs).toMatchObject([
      {
        tool: "CodeQL",
        toolVersion: "2.20.1",
        looksForSecrets: false,
        revisionId: `${"a".repeat(8)}${"b".repeat(32)}`,
      },
    ]);
    expect(understood(readSarifText(madeSarif("gitleaks"))).runs).toMatchObject([
      { tool: "gitleaks", toolVersion: "v8.0.0", looksForSecrets: true, revisionId: null },
    ]);
  });

  it("calls a rule by its name where the pattern stands in place of a description", () => {
    const [finding] = understood(readSarifText(madeSarif("gitleaks"))).findings;
    expect(finding?.ruleTitle).toBe("GitHub Personal Access Token");
  });
});
