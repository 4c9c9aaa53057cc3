// A file that is no SARIF: what it looks like, and how the tool writes SARIF instead. Nothing of its content is repeated.

const formats: readonly (readonly [keys: readonly string[], words: string])[] = [
  [["bomFormat", "specVersion"], "It looks like a CycloneDX bill of materials."],
  [["spdxVersion"], "It looks like an SPDX bill of materials."],
  [["SchemaVersion", "Results"], 'It looks like Trivy\'s own JSON. Run Trivy with "--format sarif".'],
  [["SchemaVersion", "ArtifactName"], 'It looks like Trivy\'s own JSON. Run Trivy with "--format sarif".'],
  [["matches", "descriptor"], 'It looks like Grype\'s own JSON. Run Grype with "-o sarif".'],
  [["GosecVersion"], 'It looks like gosec\'s own JSON. Run gosec with "-fmt sarif".'],
  [["kics_version"], 'It looks like KICS\'s own JSON. Run KICS with "--report-formats sarif".'],
  [["check_type"], 'It looks like Checkov\'s own JSON. Run Checkov with "-o sarif".'],
  [["generated_at", "metrics"], 'It looks like Bandit\'s own JSON. Run Bandit with "-f sarif".'],
  [["plugins_used", "results"], "It looks like a baseline of detect-secrets. Convert it to SARIF first."],
  [["SourceMetadata", "DetectorName"], "It looks like TruffleHog's own JSON. Convert it to SARIF first."],
  [
    ["vulnerabilities", "projectName"],
    'It looks like Snyk\'s own JSON. Run Snyk with "--sarif-file-output".',
  ],
  [["auditReportVersion"], "It looks like a report of npm audit, which writes no SARIF."],
  [["errors", "results", "paths"], 'It looks like Semgrep\'s own JSON. Run Semgrep with "--sarif".'],
  [["sarif"], "It looks like a body of an upload to GitHub. Give the SARIF file itself."],
];

/** A sentence or none, and a space in front of it. */
export function looksLike(rootKeys: readonly string[]): string {
  const known = formats.find(([keys]) => keys.every((key) => rootKeys.includes(key)));
  return known === undefined ? "" : ` ${known[1]}`;
}

/** Why the JSON document is no SARIF 2.1.0; null where it is. */
export function whyNotSarif(root: {
  readonly kind: "object" | "array" | "scalar" | null;
  readonly keys: readonly string[];
  readonly version: string | undefined;
  readonly schema: string | undefined;
  /** The key `runs` holds a list. */
  readonly hasRuns: boolean;
}): string | null {
  if (root.kind === "array")
    return "It is not SARIF: it is a list, as some tools write their own JSON. Let the tool write SARIF 2.1.0.";
  if (root.kind !== "object")
    return "It is not SARIF: the file holds a single value. Let the tool write SARIF 2.1.0.";
  const version = root.version ?? versionOfSchema(root.schema);
  if (root.keys.includes("runs") && version !== null && !/^2\.1(?:\.0)?$/.test(version.trim()))
    return `It is SARIF of another version${named(version)}. Only 2.1.0 is read, as GitHub does: let the tool write that.`;
  if (
    !root.keys.includes("runs") &&
    !root.keys.includes("sarif") &&
    root.keys.includes("$schema") &&
    /sarif/i.test(root.schema ?? "")
  )
    return "It has no runs: the tool did not finish writing it. Run the tool again.";
  if (!root.hasRuns) return `It is not SARIF: it has no list of runs.${looksLike(root.keys)}`;
  return null;
}

/** Where a log does not say its version, its schema does; null: nor that. Those of 2.1.0 carry a revision (`-rtm.5`). */
function versionOfSchema(schema: string | undefined): string | null {
  const version = /sarif(?:-schema)?[-/](?:v)?(\d\.\d(?:\.\d)?)/i.exec(schema ?? "")?.[1];
  return version ?? null;
}

/** Only what can be nothing but a version is repeated. */
function named(version: string): string {
  const numbers = /^\d{1,2}\.\d{1,2}\.\d{1,2}(?=$|-)/.exec(version)?.[0];
  return numbers === undefined ? "" : ` (${numbers})`;
}
