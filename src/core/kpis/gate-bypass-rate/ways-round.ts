// The ways round the gate, in the order in which equal counts are shown, and what closes each.
import type { GateAtMerge } from "../../changes/judge-at-merge.ts";
import type { JudgedMerge } from "./judge-merge.ts";

export interface WayRound {
  readonly id: "failed" | "missing" | "unfinished" | "rule-bypassed";
  readonly label: string;
  /** Imperative sentence. */
  readonly action: string;
  readonly took: (merge: JudgedMerge) => boolean;
}

const had = (state: GateAtMerge["state"]) => (merge: JudgedMerge) => merge.gate.state === state;

export const waysRound: readonly WayRound[] = [
  {
    id: "failed",
    label: "security checks had failed",
    action: "Make the security checks required on the default branch, so that a failed one holds a merge.",
    took: had("failed"),
  },
  {
    id: "missing",
    label: "security checks were missing",
    action: "Run a security check on every pull request into the default branch, and make it required.",
    took: had("missing"),
  },
  {
    id: "unfinished",
    label: "security checks were unfinished",
    action:
      "Make the security checks required on the default branch, so that a merge waits for them to finish.",
    took: had("unfinished"),
  },
  {
    id: "rule-bypassed",
    label: "a rule of the branch was bypassed",
    action: "Look at who may bypass the rules of the default branch, and at whether these merges had to.",
    took: ({ ruleBypassed }) => ruleBypassed,
  },
];
