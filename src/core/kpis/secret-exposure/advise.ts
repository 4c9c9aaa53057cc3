// What to do where more secrets are exposed than the target allows: look at the way in that most of them took.
import type { Advice } from "../definition.ts";
import type { Computed } from "../measurement.ts";

/** Revoking comes before this and is asked for whether or not there is a target; null where no secret was exposed. */
export function adviseSecretExposure({ beside, evidence }: Computed): Advice | null {
  const exposed = evidence.filter(({ kind, counted }) => kind === "alert" && counted === true);
  if (exposed.length === 0) return null;
  const bypassed = beside.find(({ id }) => id === "bypassed");
  const secrets = exposed.length === 1 ? "1 newly exposed secret" : `${exposed.length} newly exposed secrets`;
  if (bypassed !== undefined && bypassed.value !== null && bypassed.value > 0) {
    return {
      text: "Look at the reasons given for bypassing push protection, and at who may allow a bypass.",
      why: `${bypassed.value} of ${secrets} came in by bypassing it.`,
      evidenceIds: bypassed.evidenceIds ?? [],
    };
  }
  return {
    text: "Check that push protection is on for this repository: it stops secrets before they are pushed.",
    why: `${secrets} came in without a known bypass of it.`,
    evidenceIds: exposed.map(({ id }) => id),
  };
}
