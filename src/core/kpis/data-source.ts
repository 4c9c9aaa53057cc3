// Where the facts of a scorecard come from, and which KPIs each way of collecting them cannot tell, with what they would need. A number that
// a source cannot support is never shown, however plausible the facts that happen to be there.
import type { KpiId, Reason } from "./measurement.ts";

/**
 * `app`: deliveries of an installed App, with what it reads beside them. `api`: one reading of GitHub's API with a token. `clone`: a clone
 * on disk, and files of findings beside it.
 */
export type DataSource = "app" | "api" | "clone";

/** For a person: what cannot be seen, and what to do. Null: the source can tell it. */
interface Reach {
  readonly api: string | null;
  readonly clone: string | null;
}

const installApp = "GitHub's API does not tell it afterwards: install the App.";
const askGitHub = 'Run "firstpass report" with a token, or install the App.';

const pullRequestsAndChecks = `A clone does not hold pull requests and the checks on them. ${askGitHub}`;
const findingTimes = `A clone and files of findings do not tell when findings were opened and closed. ${askGitHub}`;
const settings = `A clone does not hold the repository's settings. ${askGitHub}`;

const dismissals =
  "A clone does not hold what was dismissed on GitHub, which counts as an exception, too; an audit lists the entries of the exceptions file " +
  `beside the scorecard. ${askGitHub}`;

const everything: Reach = { api: null, clone: null };

export const reachOf: Readonly<Record<KpiId, Reach>> = {
  "first-pass-rate": { api: null, clone: pullRequestsAndChecks },
  "template-adoption": everything,
  "secret-exposure": everything,
  "remediation-within-sla": { api: null, clone: findingTimes },
  "time-to-remediate": { api: null, clone: findingTimes },
  "open-critical-age": { api: null, clone: findingTimes },
  "risk-debt": { api: null, clone: findingTimes },
  "findings-prevented": {
    api: `Alerts of a pull request are not listed once it is merged. ${installApp}`,
    clone: `A clone does not hold alerts of pull requests. Install the App.`,
  },
  "repeat-findings": {
    api: `A list of alerts does not tell that one was fixed and came back. ${installApp}`,
    clone: `Files of findings do not tell that one was fixed and came back. Install the App.`,
  },
  "time-to-detect": {
    api: `A list of alerts does not name the commit that brought each. ${installApp}`,
    clone: `Files of findings do not tell when each was found first. Install the App.`,
  },
  "alert-precision": { api: null, clone: findingTimes },
  "exceptions-overdue": { api: null, clone: dismissals },
  "exception-governance": { api: null, clone: dismissals },
  "gate-bypass-rate": { api: null, clone: pullRequestsAndChecks },
  "gate-stability": { api: null, clone: pullRequestsAndChecks },
  "review-latency": { api: null, clone: pullRequestsAndChecks },
  "control-coverage": { api: null, clone: settings },
  ownership: everything,
  "release-evidence": { api: null, clone: `A clone does not hold releases. ${askGitHub}` },
  "paved-road-start": {
    api: `The first days of a repository are not read afterwards. ${installApp}`,
    clone: `A clone does not tell when the repository was created. Install the App.`,
  },
};

/** Why a source cannot tell a KPI at all; null where it can, if it is given what the KPI needs. */
export function outOfReach(source: DataSource, id: KpiId): Reason | null {
  const text = source === "app" ? null : reachOf[id][source];
  return text === null ? null : { code: "out-of-reach", text };
}
