// Secret exposure of a clone on disk: the secrets are those of a scanner's log, not of GitHub's alerts. What such a log does not tell is not
// said, and without a log that can be relied on nothing is.
import { factsOfKind } from "../../facts/fact.ts";
import type { KpiInput } from "../definition.ts";
import type { Reason } from "../measurement.ts";

/** `scanType` of a log that tells which secrets there are; `source` names its tools. */
export const sarifScan = "sarif";
/** `scanType` of logs that do not; `source` says why, for a person. */
export const unusableSarifScan = "sarif-unusable";

export interface ToldOfClone {
  /** Why nothing may be said; empty where something may. */
  readonly reasons: readonly Reason[];
  readonly notes: readonly string[];
}

/** Null where the facts do not come from a clone. */
export function tellOfClone({ facts, source, config }: KpiInput): ToldOfClone | null {
  if (source !== "clone") return null;
  const scans = factsOfKind(facts, "secret-scan").map(({ data }) => data);
  const tools = namesOf(scans.filter(({ scanType }) => scanType === sarifScan));
  const unusable = namesOf(scans.filter(({ scanType }) => scanType === unusableSarifScan));
  const reasons: Reason[] = unusable.map((text) => ({ code: "secrets-not-known", text }));
  if (tools.length === 0 && unusable.length === 0) reasons.push(noScan);
  if (config.secrets.branches === "all") reasons.push(otherBranches);
  return {
    reasons,
    notes: [
      `The secrets are those in the SARIF of ${tools.join(", ")}, not alerts of GitHub. What is judged there, as a false positive or revoked, is not known here.`,
      "A clone does not tell when something was pushed: the committer's time of each step of the branch stands for it.",
    ],
  };
}

const noScan: Reason = {
  code: "no-secrets-scan",
  text: "Which secrets were exposed is not known: give the SARIF file of a scanner that read the whole history (--secrets-sarif).",
};

const otherBranches: Reason = {
  code: "other-branches",
  text: "The configuration asks for all branches, and a clone tells only what reached the default branch: set `secrets.branches: default`, or install the App.",
};

function namesOf(scans: readonly { readonly source: string | null }[]): string[] {
  return [...new Set(scans.flatMap(({ source }) => source ?? []))].sort();
}
