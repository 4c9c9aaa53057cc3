// What to know of an audit's numbers, and what would have to be given for more: plain sentences, for a person.
import type { SarifReading, SarifRun } from "../../core/sarif/finding.ts";
import type { AuditedSecret, AuditInput } from "./audit.ts";
import type { BegunAudit } from "./begin-audit.ts";
import { listSecretReadings } from "./place-secrets.ts";

export function noteSightings(
  input: AuditInput,
  { config, apart }: BegunAudit,
  secrets: readonly AuditedSecret[],
): string[] {
  const { clone, sarif, secretsSarif, organisationConfig } = input;
  const notes: string[] = [...apart];
  if (clone.isShallow)
    notes.push(
      "The clone is shallow: history ends in it, so that commits are not counted and lines not followed. Fetch the rest: git fetch --unshallow (actions/checkout: fetch-depth: 0).",
    );
  if (config.templates.rules.length === 0 && organisationConfig === null)
    notes.push(
      "No template rules are configured. Name them under templates.rules in .github/firstpass.yml, or give the organisation's file (--config FILE).",
    );
  if (sarif.length + secretsSarif.length === 0)
    notes.push(
      "No file of findings was given: --sarif FILE, and --secrets-sarif FILE of a scanner of secrets.",
    );
  const tools = describeTools([...sarif, ...secretsSarif]);
  if (tools.length > 0) notes.push(`Findings are from SARIF of ${tools.join(", ")}.`);
  return [
    ...notes,
    ...noteSecrets(secrets, listSecretReadings(input)),
    ...noteResults([...sarif, ...secretsSarif]),
  ];
}

function noteSecrets(secrets: readonly AuditedSecret[], given: readonly SarifReading[]): string[] {
  const notes: string[] = [];
  const count = (place: AuditedSecret["place"]) => secrets.filter((secret) => secret.place === place).length;
  const told = (number: number, one: string, many: string) => (number === 1 ? one : `${number} ${many}`);
  const named = secrets.some(({ finding }) => finding.commitSha !== null);
  const removed =
    "a scan of the files as they are does not see secrets that were removed again. Let the scanner read the whole history.";
  if (secrets.length > 0 && !named)
    notes.push(`No secret names its commit: the last change of its line stands for it, and ${removed}`);
  if (secrets.length === 0 && given.some((reading) => "runs" in reading && reading.runs.length > 0))
    notes.push(`No secret was found, and nothing tells whether the history was read: ${removed}`);
  const elsewhere = count("not-on-the-branch");
  if (elsewhere > 0)
    notes.push(
      `${told(elsewhere, "One secret is of a commit", "secrets are of commits")} that did not reach the default branch, and not counted.`,
    );
  const suppressed = count("suppressed");
  if (suppressed > 0)
    notes.push(
      `${told(suppressed, "One secret is suppressed in its SARIF file", "secrets are suppressed in their SARIF files")}, and not counted.`,
    );
  if (given.length === 0 && secrets.length > 0)
    notes.push(
      "A file given with --sarif holds secrets. Give it with --secrets-sarif, too, if it is of a scanner that read the whole history.",
    );
  return notes;
}

/** Results that could not be understood, and runs that did not end well. */
function noteResults(readings: readonly SarifReading[]): string[] {
  return readings.flatMap((reading) => {
    if ("broken" in reading) return [];
    const { file, runs, unread } = reading;
    const told = reading.notes.map((note) => `${file}: ${note}`);
    const failed = runs
      .filter(({ successful }) => !successful)
      .map(({ tool }) => `In ${file}, ${tool} says that it did not end well: findings may be missing.`);
    if (unread.count === 0) return [...told, ...failed];
    const examples = unread.examples.join("; ");
    return [...told, ...failed, `In ${file}, results could not be understood (${unread.count}): ${examples}`];
  });
}

function describeTools(readings: readonly SarifReading[]): string[] {
  const runs = readings.flatMap((reading): readonly SarifRun[] => ("runs" in reading ? reading.runs : []));
  const names = runs.map(({ tool, toolVersion }) => (toolVersion === null ? tool : `${tool} ${toolVersion}`));
  return [...new Set(names)].sort();
}
