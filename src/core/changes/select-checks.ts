// Which checks are security checks: the configuration's selectors held against the checks of a head.
import type { CheckSelector, Config } from "../config/config.ts";
import { matchesNameGlob, matchesPathGlob } from "../config/glob.ts";
import type { CheckSighting, HeadEvidence } from "./head-evidence.ts";

/** The name of Firstpass's own check run, which is never a security check. */
export const ownCheckName = "Firstpass";

/**
 * The sightings of security checks. A selector matches when all its parts match; one without parts matches nothing.
 * A check that `checks.required` names is a security check too. Commit statuses have no app and no workflow, so only
 * selectors by name alone reach them.
 */
export function selectSecurityChecks(evidence: HeadEvidence, config: Config): CheckSighting[] {
  return evidence.sightings.filter((sighting) => {
    if (sighting.name === ownCheckName) return false;
    const suite = sighting.suiteId === null ? undefined : evidence.suites.get(sighting.suiteId);
    return (
      config.checks.security.some((selector) => matches(selector, sighting, suite?.workflowPath ?? null)) ||
      config.checks.required.some((glob) => matchesNameGlob(glob, sighting.name))
    );
  });
}

function matches(selector: CheckSelector, sighting: CheckSighting, workflowPath: string | null): boolean {
  const { app, name, workflow } = selector;
  if (app === undefined && name === undefined && workflow === undefined) return false;
  if (app !== undefined && app !== sighting.appSlug) return false;
  if (name !== undefined && !matchesNameGlob(name, sighting.name)) return false;
  return workflow === undefined || (workflowPath !== null && matchesPathGlob(workflow, workflowPath));
}
