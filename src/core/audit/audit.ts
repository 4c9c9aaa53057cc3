// What an audit of a clone on disk finds: the scorecard that this evidence supports, and beside it what a person would ask next.
import type { Config } from "../config/config.ts";
import type { ExceptionNote } from "../exceptions/review-file.ts";
import type { PavedRoadFinding } from "../paved-road/finding.ts";
import type { RuleResult } from "../paved-road/rule-result.ts";
import type { SarifFinding } from "../sarif/finding.ts";
import type { Scorecard } from "../scorecard/scorecard.ts";
import type { ConfigurationNote } from "../simulation/review-configuration.ts";

/** One commit that something was read at. */
export interface AuditedCommit {
  readonly sha: string;
  /** Milliseconds UTC. */
  readonly committedAt: number;
}

/** An entry of an exceptions file, at the time at which the audit speaks. */
export interface ReviewedException {
  readonly id: string;
  /** Where it stands: path of the file. */
  readonly path: string;
  /** What it is for, plain text. */
  readonly subject: string;
  readonly owner: string | null;
  readonly reason: string | null;
  /** When its first version reached the default branch, milliseconds UTC; null: no history tells. */
  readonly grantedAt: number | null;
  readonly expiresAt: number | null;
  /** `broken`: it is not valid; `expired`; `to-review`: older than the configuration allows. */
  readonly state: "in-force" | "broken" | "expired" | "to-review";
  /** How many findings of the SARIF files it matches; null where none were given. */
  readonly matches: number | null;
}

/** What was read, and what could not be: plain sentences, possibly with text that others chose. */
export interface Sightings {
  /** The commit whose files were looked at. */
  readonly commit: AuditedCommit;
  /** Files on disk that differ from that commit count, too. */
  readonly workingTree: boolean;
  readonly branch: string | null;
  readonly isShallow: boolean;
  /** Commits that reached the branch in the window, and steps of the branch that brought them; null where history is cut. */
  readonly commits: { readonly count: number; readonly steps: number } | null;
  readonly sarif: readonly { readonly file: string; readonly broken: string }[];
  /** What to know of the numbers, and what would have to be given for more. */
  readonly notes: readonly string[];
}

export interface Audit {
  readonly scorecard: Scorecard;
  readonly config: Config;
  /** Why files of configuration and exceptions are not in force, for a person; one problem each. */
  readonly configProblems: readonly string[];
  /** Each template rule with its evidence, in the rules' order. */
  readonly road: readonly RuleResult[];
  readonly exceptions: readonly ReviewedException[];
  /** What SARIF files hold, without secrets, in a fixed order. Suppressed ones are among them. */
  readonly findings: readonly SarifFinding[];
  readonly secrets: readonly AuditedSecret[];
  readonly sightings: Sightings;
}

export interface AuditedSecret {
  readonly finding: SarifFinding;
  /** When its commit reached the default branch, milliseconds UTC; null: not within the history that was read, or not known. */
  readonly reachedAt: number | null;
  /** The commit that brought it, by the log or by the line; null: not known. */
  readonly commitSha: string | null;
  /** `exposed`: in the window. */
  readonly place: "exposed" | "before-the-window" | "not-on-the-branch" | "unknown" | "suppressed";
}

/** One rule before and after the change. */
export interface RuleChange {
  readonly before: RuleResult;
  readonly after: RuleResult;
}

export interface ChangedFinding {
  readonly finding: SarifFinding;
  /** `new`: not in the SARIF of the base; `in-changed-file`: the file changed, and nothing tells whether the finding is new. */
  readonly because: "new" | "in-changed-file";
}

/** An audit of the head of a change, and what the change does. */
export interface ChangeAudit extends Audit {
  /** Where head and base parted, which the change is compared with; the base itself where that is not here. */
  readonly base: AuditedCommit;
  readonly rules: readonly RuleChange[];
  /** What the change breaks or repairs, on its lines at the head. */
  readonly roadFindings: readonly PavedRoadFinding[];
  readonly newFindings: readonly ChangedFinding[];
  /** How `newFindings` were told, for a person; null where no SARIF was given. */
  readonly newFindingsBy: string | null;
  /** Of exceptions files that the change touches, on their lines at the head. */
  readonly exceptionNotes: readonly ExceptionNote[];
  readonly configurationNotes: readonly ConfigurationNote[];
  /** Paths that differ, sorted. */
  readonly changedPaths: readonly string[];
}

/** The adoption of the rules in force, commit by commit. */
export interface AdoptionHistory {
  readonly repository: { readonly fullName: string };
  readonly configHash: string;
  /** As of `Audit`. */
  readonly configProblems: readonly string[];
  /** Oldest first. */
  readonly points: readonly AdoptionPoint[];
  /** Where the history that is here ends; null: it is read to its beginning, or as far as was asked. */
  readonly cutAt: AuditedCommit | null;
}

export interface AdoptionPoint {
  readonly commit: AuditedCommit;
  /** Rules that are met, of those that apply and could be evaluated. */
  readonly met: number;
  readonly measured: number;
  /** Rules that apply and could not be evaluated. */
  readonly unseen: number;
  /** Rules that stand otherwise than at the point before; all of them at the first. */
  readonly turned: readonly {
    readonly ruleId: string;
    readonly title: string;
    readonly from: RuleResult["status"] | null;
    readonly to: RuleResult["status"];
  }[];
}
