// The six core controls, one by one: what was read of GitHub → active, inactive, or not seen and why.
import type { Config } from "../../config/config.ts";
import type { Fact } from "../../facts/fact.ts";
import { findLatestFact } from "../../facts/latest-fact.ts";
import type { ControlsFact, Sight } from "../../facts/observations.ts";
import type { DataSource } from "../data-source.ts";
import type { Reason } from "../measurement.ts";
import { type Control, type ControlState, reasonOf } from "./control.ts";
import { judgeRequiredCheck } from "./required-check.ts";
import { readFeature } from "./security-feature.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** A default branch that was analysed longer ago than this is not scanned any more. */
export const analysisDays = 30;

interface Sources {
  readonly facts: readonly Fact[];
  readonly config: Config;
  /** End of the window, exclusive. */
  readonly to: number;
  /** Where the facts come from. */
  readonly source: DataSource;
}

const features = [
  { id: "secret-scanning", title: "Secret scanning", feature: "secret_scanning" },
  { id: "push-protection", title: "Push protection", feature: "secret_scanning_push_protection" },
] as const;

/** All six, in the order in which they are shown. */
export function judgeControls({ facts, config, to, source }: Sources): Control[] {
  const read = findLatestFact(facts, "controls", to);
  const at = read?.occurredAt ?? null;
  const analysis = "settings/security_analysis";
  const notRead = source === "app" ? notReadYet : notReadThen;
  const judge = (of: (read: ControlsFact) => ControlState): ControlState =>
    read === null ? notRead : of(read);
  return [
    {
      id: "code-scanning",
      title: "Code scanning",
      settings: analysis,
      judged: judge((known) => judgeCodeScanning(known, to)),
      at,
    },
    ...features.map(({ id, title, feature }) => ({
      id,
      title,
      settings: analysis,
      ...readFeature(facts, read, feature, to, notRead),
    })),
    {
      id: "dependabot-alerts",
      title: "Dependabot alerts",
      settings: analysis,
      judged: judge(({ data }) => judgeSwitch(data.dependabotAlerts)),
      at,
    },
    {
      id: "required-check",
      title: "Required security check",
      settings: "settings/rules",
      judged: judge((known) => judgeRequiredCheck(known.data, facts, config, to)),
      at,
    },
    {
      id: "required-review",
      title: "Required review",
      settings: "settings/rules",
      judged: judge(({ data }) => judgeReview(data)),
      at,
    },
  ];
}

const notReadYet = notReadWith(
  "Security features and branch rules of this repository had not been read from GitHub by the end of the window. They are read once a day while the repository is active.",
);

const notReadThen = notReadWith(
  "Security features and branch rules of this repository were not read as they were at the end of the window. A reading tells how they are now: leave out --as-of.",
);

function notReadWith(text: string): ControlState {
  return { state: "unseen", reasons: [{ code: "controls-not-read", text }] };
}

/** On by its default setup, or by an analysis of the default branch that is not older than 30 days at the window's end. */
function judgeCodeScanning({ occurredAt, data }: ControlsFact, to: number): ControlState {
  const setup = whetherOn(data.defaultSetup);
  if (setup === true) return { state: "active", note: "Default setup is configured." };
  const { lastAnalysisAt } = data;
  const last = "seen" in lastAnalysisAt ? lastAnalysisAt.seen : null;
  if (last !== null) {
    const note = `The default branch was last analysed on ${day(last)}.`;
    if (last >= to - analysisDays * dayMillis) return { state: "active", note };
    // True when it was read; whether an analysis followed is not known.
    if (last >= occurredAt - analysisDays * dayMillis) return { state: "unseen", reasons: [outdated] };
  }
  const unseen = [
    ...(setup === null && "unseen" in data.defaultSetup ? [reasonOf(data.defaultSetup.unseen)] : []),
    ...("unseen" in lastAnalysisAt && lastAnalysisAt.unseen.why !== "feature-off"
      ? [reasonOf(lastAnalysisAt.unseen)]
      : []),
  ];
  if (unseen.length > 0) return { state: "unseen", reasons: unseen };
  const when = last === null ? "was never analysed" : `was last analysed on ${day(last)}`;
  return { state: "inactive", note: `Default setup is not configured, and the default branch ${when}.` };
}

const outdated: Reason = {
  code: "controls-outdated",
  text: `Code scanning was read more than ${analysisDays} days ago: whether the default branch was analysed since then is not known.`,
};

function judgeSwitch(sight: Sight<boolean>): ControlState {
  const on = whetherOn(sight);
  if (on === null && "unseen" in sight) return { state: "unseen", reasons: [reasonOf(sight.unseen)] };
  return on === true ? { state: "active", note: "On." } : { state: "inactive", note: "Off." };
}

function judgeReview({ rulesets, protection }: ControlsFact["data"]): ControlState {
  const approvals = Math.max(
    "seen" in rulesets ? (rulesets.seen.requiredApprovals ?? 0) : 0,
    "seen" in protection ? (protection.seen?.requiredApprovals ?? 0) : 0,
  );
  if (approvals >= 1) {
    const note = `${approvals === 1 ? "One approval is" : `${approvals} approvals are`} required.`;
    return { state: "active", note };
  }
  const unseen = [rulesets, protection].flatMap((sight) =>
    "unseen" in sight ? [reasonOf(sight.unseen)] : [],
  );
  if (unseen.length > 0) return { state: "unseen", reasons: unseen };
  return { state: "inactive", note: "No approval is required." };
}

/** What is turned off as a whole is off, not unseen. */
function whetherOn(sight: Sight<boolean>): boolean | null {
  if ("seen" in sight) return sight.seen;
  return sight.unseen.why === "feature-off" ? false : null;
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
