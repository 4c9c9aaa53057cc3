// What each KPI must have seen of the past: which parts of a reading serve it, and which KPIs no reading can serve, because GitHub's API
// does not tell their events afterwards.
import type { HistoryPart } from "../facts/history.ts";
import type { KpiId } from "./measurement.ts";

/** `deliveries`: only what was delivered counts. Else the parts without which a reading is none for this. */
export type HistoryNeed = "deliveries" | readonly HistoryPart[];

interface NeededHistory {
  readonly history: HistoryNeed;
  /** A gap in the window makes the number wrong, not only smaller: lost events leave others misread, or a share without its base. */
  readonly wrongByGap: boolean;
}

/** The events of pull requests and of the checks on their heads. */
export const historyOfChanges: HistoryNeed = ["checks", "pull-requests", "statuses", "workflow-runs"];
export const historyOfReviews: HistoryNeed = ["pull-requests"];
export const historyOfMerges: HistoryNeed = ["checks", "pull-requests", "pushes", "statuses"];
export const historyOfPushes: HistoryNeed = ["pushes"];
/** Everything that a reading is made of. */
export const wholeHistory: HistoryNeed = ["checks", "pull-requests", "pushes", "statuses", "workflow-runs"];
/** What stands, or is listed with its times, is read beside the history: lists of alerts, releases, what a repository is now. */
const listed: NeededHistory = { history: [], wrongByGap: false };

export const neededHistory: Readonly<Record<KpiId, NeededHistory>> = {
  "first-pass-rate": { history: historyOfChanges, wrongByGap: true },
  "template-adoption": listed,
  "secret-exposure": { history: historyOfPushes, wrongByGap: true },
  "remediation-within-sla": listed,
  "time-to-remediate": listed,
  "open-critical-age": listed,
  "risk-debt": listed,
  // Alerts of a pull request are not listed once it is merged.
  "findings-prevented": { history: "deliveries", wrongByGap: true },
  // A list tells how an alert stands, not that it was fixed and came back meanwhile.
  "repeat-findings": { history: "deliveries", wrongByGap: false },
  // A list names neither the commit that brought an alert nor the alerts of pull requests.
  "time-to-detect": { history: "deliveries", wrongByGap: false },
  "alert-precision": listed,
  "exceptions-overdue": listed,
  "exception-governance": listed,
  "gate-bypass-rate": { history: historyOfMerges, wrongByGap: true },
  "gate-stability": { history: historyOfChanges, wrongByGap: true },
  "review-latency": { history: historyOfReviews, wrongByGap: true },
  "control-coverage": listed,
  ownership: listed,
  "release-evidence": listed,
  // The tree of its first days is not read afterwards.
  "paved-road-start": { history: "deliveries", wrongByGap: false },
};
