// One run of a tool: what it is about, and its results as findings, once everything that they refer to is known.
import { maskTokens } from "../mask-tokens.ts";
import type { SarifFinding, SarifRun } from "./finding.ts";
import { digestOf, fullSha } from "./fingerprint.ts";
import type { PickedRule, PickedRun } from "./log-shape.ts";
import { overriddenLevels } from "./overrides.ts";
import type { Pending } from "./pending.ts";
import { absoluteFolder, type Base, type PlaceContext, placeOf } from "./place.ts";
import { plainLine } from "./plain-text.ts";
import { indexRules } from "./rules.ts";
import { isSecretRule, isSecretScanner } from "./secret-tools.ts";
import { levelOf, type SarifLevel, severityOfScore } from "./severity.ts";
import { addUnique } from "./unique.ts";

export interface RunOptions {
  /** Folders that stand for the repository's top, absolute: the clone, the workspace of the machine that ran the tool. */
  readonly roots?: readonly string[];
  /** Everything in the file is a secret, whatever the tool is called. */
  readonly secrets?: boolean;
}

export interface RunReading {
  readonly run: SarifRun;
  readonly findings: readonly SarifFinding[];
}

const longestName = 255;

/** `pending` null: the run has no list of results, so that nothing is known to be absent. */
export function readRun(
  picked: PickedRun,
  pending: readonly Pending[] | null,
  leftOut: Readonly<Record<string, number>>,
  options: RunOptions,
): RunReading {
  const driver = picked.tool?.driver;
  const tool = plainLine(driver?.name, longestName) ?? "unknown tool";
  const toolVersion = plainLine(driver?.semanticVersion || driver?.version, 64);
  const looksForSecrets = options.secrets === true || isSecretScanner(tool);
  const findRule = indexRules(picked.tool);
  const places = placesOf(picked, options.roots ?? []);
  const levelFor = overriddenLevels(picked, findRule);
  const findings = new Map<string, SarifFinding>();
  for (const result of pending ?? []) {
    const rule = findRule(result.rule);
    const ruleId = plainLine(result.rule.id ?? rule?.id, 1024) ?? "unknown rule";
    const path = pathOf(result, picked, places);
    const level: SarifLevel =
      result.level ?? levelFor(result, rule) ?? levelOf(rule?.defaultConfiguration?.level) ?? "warning";
    addUnique(findings, {
      tool,
      toolVersion,
      ruleId,
      ruleTitle: titleOf(rule),
      securitySeverity:
        severityOfScore(result.score) ?? severityOfScore(rule?.properties?.["security-severity"]),
      level,
      location: { path, startLine: result.startLine, endLine: result.endLine },
      fingerprint: fingerprintOf(result, tool, ruleId, path),
      commitSha: result.commitSha,
      baselineState: result.baselineState,
      suppressed: result.suppressed,
      isSecret: looksForSecrets || isSecretRule(tool, ruleId, rule?.properties?.tags ?? []),
    });
  }
  const ended = (picked.invocations ?? []).every((one) => one?.executionSuccessful !== false);
  const run: SarifRun = {
    tool,
    toolVersion,
    successful: pending !== null && ended,
    looksForSecrets,
    revisionId: revisionOf(picked),
    findings: findings.size,
    leftOut,
  };
  return { run, findings: [...findings.values()] };
}

/** Some tools put the pattern of the rule where its description belongs. */
function titleOf(rule: PickedRule | null): string | null {
  const description = plainLine(rule?.shortDescription?.text, longestName);
  const name = plainLine(rule?.name, longestName);
  return description === null || (name !== null && /\[[^\]]*\w-\w[^\]]*\]/.test(description))
    ? name
    : description;
}

function fingerprintOf(result: Pending, tool: string, ruleId: string, path: string | null): string {
  if (result.told !== null) return digestOf([tool, ruleId, path, result.told]);
  const { startLine, endLine, startColumn, commitSha } = result;
  return digestOf([tool, ruleId, path, startLine, endLine, startColumn, commitSha]);
}

function pathOf({ artifact }: Pending, { artifacts }: PickedRun, places: PlaceContext): string | null {
  const location =
    artifact?.uri === undefined && artifact?.index !== undefined
      ? artifacts?.[artifact.index]?.location
      : artifact;
  if (location?.uri === undefined) return null;
  // As everywhere: what looks like a token is not kept, though the path is then not that of a file.
  const path = placeOf(location.uri, location.uriBaseId ?? null, places);
  return path === null ? null : maskTokens(path);
}

/** The bases that tools name for the top of the repository. */
const topNames = /^%?(?:SRCROOT|SOURCEROOT|REPOROOT|REPO_ROOT|REPOSITORYROOT|PROJECTROOT|ROOTPATH)%?$/i;

function placesOf(picked: PickedRun, roots: readonly string[]): PlaceContext {
  const bases = new Map<string, Base>();
  const tops: (string | null)[] = roots.map((root) => absoluteFolder(root));
  for (const [id, base] of picked.originalUriBaseIds ?? []) {
    bases.set(id, { uri: base.uri ?? null, baseId: base.uriBaseId ?? null });
    if (topNames.test(id)) tops.push(absoluteFolder(base.uri));
  }
  // The one that GitHub goes by where it is told no other.
  tops.push(absoluteFolder(picked.invocations?.[0]?.workingDirectory?.uri));
  return { roots: tops.filter((top) => top !== null), bases };
}

function revisionOf({ versionControlProvenance }: PickedRun): string | null {
  const shas = new Set((versionControlProvenance ?? []).map((one) => fullSha(one?.revisionId)));
  const [only] = shas;
  return shas.size === 1 ? (only ?? null) : null;
}
