// Which findings are secrets: those of scanners that look for nothing else, and of the mixed scanners the rules that do.

const scanners: ReadonlySet<string> = new Set([
  "betterleaks",
  "credentialdigger",
  "credsweeper",
  "detectsecrets",
  "ggshield",
  "gitguardian",
  "githound",
  "gitleaks",
  "gitsecrets",
  "kingfisher",
  "noseyparker",
  "poltergeist",
  "reposupervisor",
  "ripsecrets",
  "secretlint",
  "secretscanner",
  "talisman",
  "titus",
  "trufflehog",
  "whispers",
  "yelpdetectsecrets",
]);

/** A trailing version (`trufflehog3`, `Gitleaks v8`) and everything but letters is not part of the name. */
export function isSecretScanner(tool: string): boolean {
  return scanners.has(
    tool
      .toLowerCase()
      .replace(/[^a-z0-9]/g, "")
      .replace(/v?\d+$/, ""),
  );
}

/** Of mixed scanners: Trivy tags its rules; Checkov gives them ids of their own. */
export function isSecretRule(tool: string, ruleId: string, tags: readonly (string | undefined)[]): boolean {
  const name = tool.toLowerCase();
  if (name === "trivy") return tags.some((tag) => tag?.toLowerCase() === "secret");
  return name === "checkov" && /^CKV_SECRET_\d+$/.test(ruleId);
}
