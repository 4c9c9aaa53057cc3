// A result as it is kept until its run has ended, when rules, bases and artifacts are known: flat and small, for there may be a million.

import type { SarifFinding } from "./finding.ts";
import { fullSha, toldFingerprint } from "./fingerprint.ts";
import type { PickedArtifactLocation, PickedResult } from "./log-shape.ts";
import { type RuleReference, referenceOf } from "./rules.ts";
import { levelOf, type SarifLevel } from "./severity.ts";

export interface Pending {
  readonly rule: RuleReference;
  /** Of the result itself; null: as its rule says. */
  readonly level: SarifLevel | null;
  readonly score: string | undefined;
  readonly artifact: PickedArtifactLocation | undefined;
  /** A class, a function: all that there is where no file is named. */
  readonly logicalName: string | null;
  readonly startLine: number | null;
  readonly endLine: number | null;
  readonly startColumn: number | null;
  /** Digest of what the log gives; null: it gives nothing. */
  readonly told: string | null;
  readonly commitSha: string | null;
  readonly baselineState: SarifFinding["baselineState"];
  readonly suppressed: boolean;
  readonly invocation: number | null;
}

/** References and places that many results share are kept once. */
export interface Shared {
  readonly rules: Map<string, RuleReference>;
  readonly artifacts: Map<string, PickedArtifactLocation>;
}

export const newShared = (): Shared => ({ rules: new Map(), artifacts: new Map() });

/** What the result is called where it is no finding (`pass`, `absent` …), or what is known of it. */
export function pendingOf(result: PickedResult, shared: Shared): Pending | string {
  const noFinding = notAFinding(result);
  if (noFinding !== null) return noFinding;
  const { properties, partialFingerprints } = result;
  const location = result.locations?.[0];
  const physical = location?.physicalLocation;
  const logical = location?.logicalLocations?.[0];
  const startLine = positive(physical?.region?.startLine);
  const endLine = positive(physical?.region?.endLine);
  const sha = partialFingerprints?.get("commitSha") || properties?.commit || properties?.commitSha;
  return {
    rule: shareRule(referenceOf(result.rule, result.ruleId || undefined, result.ruleIndex), shared),
    level: levelOf(result.level),
    score: properties?.["security-severity"],
    artifact: shareArtifact(physical?.artifactLocation, shared),
    logicalName: logical?.fullyQualifiedName ?? logical?.name ?? null,
    startLine,
    endLine: startLine === null || (endLine ?? 0) < startLine ? startLine : endLine,
    startColumn: positive(physical?.region?.startColumn),
    told: toldFingerprint(result.fingerprints, partialFingerprints),
    commitSha: fullSha(sha || properties?.commit_sha),
    baselineState: baselineStates.get(result.baselineState ?? "") ?? null,
    suppressed: isSuppressed(result.suppressions),
    invocation: result.provenance?.invocationIndex ?? null,
  };
}

function shareRule(rule: RuleReference, { rules }: Shared): RuleReference {
  const { id, index, componentIndex, componentName, guid } = rule;
  return share(rules, JSON.stringify([id, index, componentIndex, componentName, guid]), rule);
}

function shareArtifact(
  artifact: PickedArtifactLocation | undefined,
  { artifacts }: Shared,
): PickedArtifactLocation | undefined {
  if (artifact === undefined) return undefined;
  const { uri, uriBaseId, index } = artifact;
  return share(artifacts, JSON.stringify([uri, uriBaseId, index]), artifact);
}

function share<V>(all: Map<string, V>, key: string, value: V): V {
  const known = all.get(key);
  if (known === undefined) all.set(key, value);
  return known ?? value;
}

const baselineStates: ReadonlyMap<string, SarifFinding["baselineState"]> = new Map([
  ["new", "new"],
  ["unchanged", "unchanged"],
  ["updated", "updated"],
]);

/** Kinds of which the standard says that no problem was found, or that a person has to decide first. A word it does not know is a finding. */
const otherKinds: ReadonlySet<string> = new Set(["pass", "open", "informational", "notapplicable", "review"]);

function notAFinding({ kind, baselineState }: PickedResult): string | null {
  const word = kind?.trim().toLowerCase() ?? "fail";
  if (otherKinds.has(word)) return word === "notapplicable" ? "notApplicable" : word;
  return baselineState === "absent" ? "absent" : null;
}

/** As the standard has it: one suppression at least, and none that is under review or was rejected. */
function isSuppressed(suppressions: PickedResult["suppressions"]): boolean {
  const all = suppressions ?? [];
  return all.length > 0 && all.every((one) => one !== undefined && isAccepted(one.status ?? one.state));
}

/** Without a status it is accepted. */
const isAccepted = (status: string | undefined): boolean =>
  status === undefined || status.trim().toLowerCase() === "accepted";

function positive(value: number | undefined): number | null {
  return value !== undefined && Number.isSafeInteger(value) && value > 0 && value <= 2 ** 31 ? value : null;
}
