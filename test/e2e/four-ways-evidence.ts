// What scanners of a repository of the local GitHub would write: its alerts as SARIF, as far as a scanner knows them.
import type { LocalSecretAlert } from "../../src/local-github/security-state.ts";
import type { Repository } from "../../src/local-github/state.ts";

const log = (driver: object, results: readonly object[]): string =>
  JSON.stringify({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, invocations: [{ executionSuccessful: true }], results }],
  });

const place = (uri: string, startLine: number) => ({
  physicalLocation: { artifactLocation: { uri }, region: { startLine } },
});

const scores = { critical: "9.8", high: "7.5", medium: "5.0", low: "2.0" } as const;

/** Open findings of the default branch. */
export function codeScanningLog({ security, defaultBranch }: Repository): string {
  const open = security.codeScanningAlerts.filter(
    ({ state, refs }) => state === "open" && refs.includes(`refs/heads/${defaultBranch}`),
  );
  const rules = new Map(
    open.map(({ ruleId, securitySeverity }) => [
      ruleId,
      {
        id: ruleId,
        properties: securitySeverity === null ? {} : { "security-severity": scores[securitySeverity] },
      },
    ]),
  );
  const results = open.map(({ ruleId, path, startLine, number }) => ({
    ruleId,
    message: { text: ruleId },
    locations: [place(path, startLine)],
    partialFingerprints: { primaryLocationLineHash: `${number}:1` },
  }));
  return log({ name: "CodeQL", semanticVersion: "2.19.0", rules: [...rules.values()] }, results);
}

const isNoSecret = ({ resolution }: LocalSecretAlert) =>
  resolution === "used_in_tests" || resolution === "false_positive";

/** What a scanner of the whole history finds, with the commit that brought each; what is no secret was accepted in its baseline. */
export function secretsLog({ security }: Repository): string {
  const results = security.secretAlerts.flatMap((alert) => {
    const [location] = [...(security.secretLocations.get(alert.number)?.values() ?? [])];
    if (location?.type !== "commit") return [];
    const { path, start_line: line, commit_sha: commitSha } = location.details;
    return [
      {
        ruleId: alert.secretType,
        message: { text: `${alert.secretType} has detected secret for file ${String(path)}.` },
        locations: [place(String(path), Number(line ?? 1))],
        partialFingerprints: { commitSha, alert: String(alert.number) },
        ...(isNoSecret(alert) ? { suppressions: [{ kind: "external", status: "accepted" }] } : {}),
      },
    ];
  });
  return log({ name: "gitleaks", semanticVersion: "v8.18.4", rules: [] }, results);
}
