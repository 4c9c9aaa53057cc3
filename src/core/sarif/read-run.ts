// One run of a tool: what it is about, and its results as findings, once everything that they refer to is known.
import { maskTokens } from "../mask-tokens.ts";
import type { SarifFinding, SarifRun } from "./finding.ts";
import { digestOf, fullSha } from "./fingerprint.ts";
import type { PickedArtifactLocation, PickedRule, PickedRun } from "./log-shape.ts";
import { overriddenLevels } from "./overrides.ts";
import type { Pending } from "./pending.ts";
import { absoluteFolder, type Base, folderOf, type PlaceContext, placeOf } from "./place.ts";
import { plainLine } from "./plain-text.ts";
import { indexRules, type RuleReference } from "./rules.ts";
import { isSecretRule, isSecretScanner } from "./secret-tools.ts";
import { levelOf, severityOfScore } from "./severity.ts";
import { addUnique } from "./unique.ts";

export interface RunOptions {
  /** Folders that stand for the repository's top, absolute: the clone, the workspace of the machine that ran the tool. */
  readonly roots?: readonly string[];
  /** Everything in the file is a secret, whatever the tool is called. */
  readonly secrets?: boolean;
}

export interface RunReading {
  readonly run: SarifRun;
  /** By what makes each the same as another. */
  readonly findings: Map<string, SarifFinding>;
}

const longestName = 255;

/** A run as it is kept until the log has ended. */
export interface PendingRun {
  readonly picked: PickedRun;
  /** Null: the run has no list of results, so that nothing is known to be absent. Emptied as it is read. */
  readonly results: (Pending | null)[] | null;
  readonly leftOut: Readonly<Record<string, number>>;
}

const yieldEvery = 2000;

/** Stops now and then, so that others get their turn while a hundred thousand results are read. */
export function* readRun(
  { picked, results, leftOut }: PendingRun,
  options: RunOptions,
): Generator<void, RunReading> {
  const driver = picked.tool?.driver;
  const tool = plainLine(driver?.name, longestName) ?? "unknown tool";
  const toolVersion = plainLine(driver?.semanticVersion || driver?.version, 64);
  const looksForSecrets = options.secrets === true || isSecretScanner(tool);
  const findRule = indexRules(picked.tool);
  const ruleOf = once((reference: RuleReference) =>
    readRule(findRule(reference), reference, tool, looksForSecrets),
  );
  const places = placesOf(picked, options.roots ?? []);
  const placeFor = once((artifact: PickedArtifactLocation) => pathOf(artifact, picked, places));
  const levelFor = overriddenLevels(picked, findRule);
  const findings = new Map<string, SarifFinding>();
  for (const [at, result] of (results ?? []).entries()) {
    if (at % yieldEvery === 0) yield;
    if (result === null || results === null) continue;
    const { picked: rule, defaultLevel, severity, ...ofRule } = ruleOf(result.rule);
    const path = result.artifact === undefined ? null : placeFor(result.artifact);
    addUnique(findings, {
      tool,
      toolVersion,
      ...ofRule,
      securitySeverity: severityOfScore(result.score) ?? severity,
      level: result.level ?? levelFor(result, rule) ?? defaultLevel,
      location: { path, startLine: result.startLine, endLine: result.endLine },
      fingerprint: fingerprintOf(result, tool, ofRule.ruleId, path),
      commitSha: result.commitSha,
      baselineState: result.baselineState,
      suppressed: result.suppressed,
    });
    results[at] = null;
  }
  const ended = (picked.invocations ?? []).every((one) => one?.executionSuccessful !== false);
  const run: SarifRun = {
    tool,
    toolVersion,
    successful: results !== null && ended,
    looksForSecrets,
    revisionId: revisionOf(picked),
    findings: findings.size,
    leftOut,
  };
  return { run, findings };
}

/** Worked out once for each rule, and each file, that results share. */
function once<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined || known.has(key)) return before as V;
    const made = work(key);
    known.set(key, made);
    return made;
  };
}

function readRule(rule: PickedRule | null, reference: RuleReference, tool: string, isSecretTool: boolean) {
  const ruleId = plainLine(reference.id ?? rule?.id, 1024) ?? "unknown rule";
  return {
    picked: rule,
    ruleId,
    ruleTitle: titleOf(rule),
    severity: severityOfScore(rule?.properties?.["security-severity"]),
    defaultLevel: levelOf(rule?.defaultConfiguration?.level) ?? "warning",
    isSecret: isSecretTool || isSecretRule(tool, ruleId, rule?.properties?.tags ?? []),
  } as const;
}

/** Some tools put the pattern of the rule where its description belongs. */
function titleOf(rule: PickedRule | null): string | null {
  const description = plainLine(rule?.shortDescription?.text, longestName);
  const name = plainLine(rule?.name, longestName);
  return description === null || (name !== null && /\[[^\]]*\w-\w[^\]]*\]/.test(description))
    ? name
    : description;
}

/** What lies outside of the repository, or in no file, is told apart by what the log calls it; that is not kept. */
function fingerprintOf(result: Pending, tool: string, ruleId: string, path: string | null): string {
  const { artifact, logicalName, startLine, endLine, startColumn, commitSha } = result;
  const named = artifact?.uri ?? artifact?.index ?? logicalName;
  const place = path === null ? ["elsewhere", named] : [path];
  if (result.told !== null) return digestOf([tool, ruleId, ...place, result.told]);
  return digestOf([tool, ruleId, ...place, startLine, endLine, startColumn, commitSha]);
}

function pathOf(
  artifact: PickedArtifactLocation,
  { artifacts }: PickedRun,
  places: PlaceContext,
): string | null {
  const listed = artifact.index === undefined ? undefined : artifacts?.[artifact.index]?.location;
  const location = artifact.uri === undefined ? listed : artifact;
  if (location?.uri === undefined) return null;
  // As everywhere: what looks like a token is not kept, though the path is then not that of a file.
  const path = placeOf(location.uri, location.uriBaseId ?? null, places);
  return path === null ? null : maskTokens(path);
}

/** The bases that tools name for the top of the repository. */
const topNames = /^%?(?:SRCROOT|SOURCEROOT|REPOROOT|REPO_ROOT|REPOSITORYROOT|PROJECTROOT|ROOTPATH)%?$/i;

function placesOf(picked: PickedRun, roots: readonly string[]): PlaceContext {
  const bases = new Map<string, Base>();
  const tops: (string | null)[] = roots.map((root) => folderOf(root));
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
