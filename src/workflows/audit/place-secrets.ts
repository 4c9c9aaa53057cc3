// Secrets of scanners' logs → when their commits reached the branch, and the facts that alerts on them would be. Nothing gets a time that
// neither the log nor git tells.
import { type Clone, CloneError } from "../../clone/clone.ts";
import type { Fact } from "../../core/facts/fact.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import {
  secretLocationSubject,
  secretScanningAlertSubject,
  secretScanSubject,
} from "../../core/facts/subjects.ts";
import { sarifScan, unusableSarifScan } from "../../core/kpis/secret-exposure/in-clone.ts";
import type { SarifFinding, SarifReading } from "../../core/sarif/finding.ts";
import { groupSecrets } from "../../core/sarif/group-secrets.ts";
import type { AuditedSecret, AuditInput } from "./audit.ts";
import type { KeptHistory } from "./keep-history.ts";

/** Lines whose commit git is asked for: each such question reads the history of a file. */
const mostLinesAsked = 100;

export interface SecretsPlace {
  readonly clone: Clone;
  /** The commit whose lines are asked for. */
  readonly revision: string;
  /** Null: it is cut. */
  readonly history: KeptHistory | null;
  /** Where the window begins, milliseconds UTC. */
  readonly from: number;
}

/** One entry per secret, in an order of their content; of a secret that several tools tell, the first of them. */
export async function placeSecrets(
  findings: readonly SarifFinding[],
  place: SecretsPlace,
): Promise<AuditedSecret[]> {
  const secrets: AuditedSecret[] = [];
  let asked = 0;
  for (const group of groupSecrets(findings.filter(({ isSecret }) => isSecret))) {
    const finding = group.find(({ suppressed }) => !suppressed) ?? group[0];
    if (finding === undefined) continue;
    const named = group.flatMap(({ commitSha }) => commitSha ?? [])[0] ?? null;
    const { path, startLine } = finding.location;
    const mayAsk = named === null && path !== null && startLine !== null && asked < mostLinesAsked;
    if (mayAsk) asked += 1;
    const commitSha = mayAsk ? await findOrigin(place, path, startLine) : named;
    const reachedAt = commitSha === null ? null : (place.history?.reachedAt.get(commitSha) ?? null);
    const where = finding.suppressed ? "suppressed" : await whereIs(commitSha, reachedAt, place);
    secrets.push({ finding, commitSha, reachedAt, place: where });
  }
  return secrets;
}

async function findOrigin(
  { clone, revision }: SecretsPlace,
  path: string,
  line: number,
): Promise<string | null> {
  try {
    return (await clone.findLineOrigin(revision, path, line))?.sha ?? null;
  } catch (error) {
    if (error instanceof CloneError) return null;
    throw error;
  }
}

async function whereIs(
  commitSha: string | null,
  reachedAt: number | null,
  { clone, history, from }: SecretsPlace,
): Promise<AuditedSecret["place"]> {
  if (commitSha === null || history === null) return "unknown";
  if (reachedAt !== null) return reachedAt >= from ? "exposed" : "before-the-window";
  try {
    const { committedAt } = await clone.resolve(commitSha);
    return committedAt < history.span.from ? "before-the-window" : "not-on-the-branch";
  } catch (error) {
    if (error instanceof CloneError) return "unknown";
    throw error;
  }
}

/** Files that tell which secrets there are: those given as such, and those of known scanners. */
export function listSecretReadings(input: Pick<AuditInput, "sarif" | "secretsSarif">): SarifReading[] {
  const others = input.sarif.filter(
    (reading) => "runs" in reading && reading.runs.some(({ looksForSecrets }) => looksForSecrets),
  );
  return [...input.secretsSarif, ...others];
}

/**
 * Facts of the secrets that reached the branch, and of the logs themselves.
 * @param unscanned why the logs are not about what reached the branch; empty where they may be.
 * @param at when they are read, milliseconds UTC.
 */
export function factsOfSecrets(
  secrets: readonly AuditedSecret[],
  readings: readonly SarifReading[],
  unscanned: readonly string[],
  { accountId, repositoryId }: RepositoryState,
  at: number,
): Fact[] {
  const envelope = { accountId, repositoryId };
  const alerts = secrets.flatMap(({ finding, commitSha, reachedAt, place }, index): Fact[] => {
    if (reachedAt === null || commitSha === null || place === "suppressed") return [];
    const data = {
      number: index + 1,
      action: "created",
      state: null,
      createdAt: reachedAt,
      resolvedAt: null,
      resolution: null,
      resolvedById: null,
      secretType: `${finding.ruleId} (${toolOf(finding)})`,
      validity: null,
      pushProtectionBypassed: null,
      pushProtectionBypassedAt: null,
      publiclyLeaked: null,
      multiRepository: null,
      url: null,
    };
    const { path } = finding.location;
    const location = { alertNumber: data.number, locationType: "commit", commitSha, path };
    const alert = { ...envelope, occurredAt: reachedAt };
    return [
      { kind: "secret-scanning-alert", ...alert, subject: secretScanningAlertSubject(data), data },
      {
        kind: "secret-location",
        ...alert,
        subject: secretLocationSubject(location, commitSha),
        data: location,
      },
    ];
  });
  const scans = listScans(secrets, readings, unscanned).map((scan): Fact => {
    const data = { ...scan, startedAt: null, completedAt: at };
    return { kind: "secret-scan", ...envelope, subject: secretScanSubject(data), occurredAt: at, data };
  });
  return [...alerts, ...scans];
}

/** Tools that told, or why what was given does not tell; empty where nothing was given. */
function listScans(
  secrets: readonly AuditedSecret[],
  readings: readonly SarifReading[],
  unscanned: readonly string[],
): { readonly scanType: string; readonly source: string }[] {
  const why = [...readings.flatMap(explainUnusable), ...unscanned];
  const open = secrets.filter(({ place }) => place === "unknown").length;
  if (readings.length > 0 && open > 0) why.push(explainUnplaced(open));
  if (why.length > 0) return why.map((source) => ({ scanType: unusableSarifScan, source }));
  const runs = readings.flatMap((reading) =>
    "runs" in reading ? reading.runs.filter(({ looksForSecrets }) => looksForSecrets) : [],
  );
  return [...new Set(runs.map(toolOf))].sort().map((source) => ({ scanType: sarifScan, source }));
}

function explainUnusable(reading: SarifReading): string[] {
  if ("broken" in reading)
    return [`${reading.file} cannot be used, so that secrets in it are not known: ${reading.broken}`];
  const { file, runs, unread } = reading;
  const failed = runs.filter(({ successful }) => !successful).map(toolOf);
  return [
    ...(!runs.some(({ looksForSecrets }) => looksForSecrets)
      ? [`${file} holds no run of a tool that looks for them: nothing tells that secrets were looked for.`]
      : []),
    ...failed.map(
      (tool) =>
        `In ${file}, ${tool} says that it did not end well: what it lacks is not known. Run it again.`,
    ),
    ...(unread.count > 0
      ? [`In ${file} results could not be understood (${unread.count}): secrets may be among them.`]
      : []),
  ];
}

function explainUnplaced(count: number): string {
  const those = count === 1 ? "The commit of one secret is" : `The commits of ${count} secrets are`;
  return `${those} not known or not in this clone, so that nothing tells whether they reached the default branch in the window. Give the SARIF file of a scanner that read the history of this very repository, and fetch the whole history.`;
}

function toolOf({ tool, toolVersion }: Pick<SarifFinding, "tool" | "toolVersion">): string {
  return toolVersion === null ? tool : `${tool} ${toolVersion}`;
}
