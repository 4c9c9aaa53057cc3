// Which checks are security checks: the configuration's selectors held against the checks of a head.
import type { CheckSelector, Config } from "../config/config.ts";
import { matchesNameGlob, matchesPathGlob } from "../config/glob.ts";
import type { CheckSighting, HeadEvidence } from "./head-evidence.ts";

/** The name of Firstpass's own check run, which is never a security check. */
export const ownCheckName = "Firstpass";

/** Whether a run is one of a security check; `workflowPath` is that of the workflow that ran it, null where not known. */
export type CheckFilter = (sighting: CheckSighting, workflowPath: string | null) => boolean;

/**
 * The filter that the configuration describes. A selector matches when all its parts match; one without parts matches
 * nothing. A check that `checks.required` names is a security check too. Commit statuses have no app and no workflow, so
 * only selectors by name alone reach them. Answers are kept, because the same few checks run on every head.
 */
export function securityCheckFilter({ checks: { security, required } }: Config): CheckFilter {
  const answers = new Map<string, boolean>();
  return (sighting, workflowPath) => {
    if (sighting.name === ownCheckName) return false;
    const key = JSON.stringify([sighting.name, sighting.appSlug, workflowPath]);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer =
      security.some((selector) => matches(selector, sighting, workflowPath)) ||
      required.some((glob) => matchesNameGlob(glob, sighting.name));
    answers.set(key, answer);
    return answer;
  };
}

/** The sightings of security checks among all of a head. */
export function selectSecurityChecks(evidence: HeadEvidence, isSecurityCheck: CheckFilter): CheckSighting[] {
  return evidence.sightings.filter((sighting) => {
    const suite = sighting.suiteId === null ? undefined : evidence.suites.get(sighting.suiteId);
    return isSecurityCheck(sighting, suite?.workflowPath ?? null);
  });
}

function matches(selector: CheckSelector, sighting: CheckSighting, workflowPath: string | null): boolean {
  const { app, name, workflow } = selector;
  if (app === undefined && name === undefined && workflow === undefined) return false;
  if (app !== undefined && app !== sighting.appSlug) return false;
  if (name !== undefined && !matchesNameGlob(name, sighting.name)) return false;
  return workflow === undefined || (workflowPath !== null && matchesPathGlob(workflow, workflowPath));
}
