// What to do about template rules that are not met: take them up, with the places that say what is there and what is asked for.
import type { Advice } from "../definition.ts";
import type { Computed } from "../measurement.ts";

const mostRules = 3;

/** Names the rules that are not met, at most three; null where there are none. */
export function adviseTemplateAdoption({ breakdown, evidence }: Computed): Advice | null {
  const [first] = breakdown;
  if (first === undefined) return null;
  const names = breakdown.slice(0, mostRules).map(({ label }) => label);
  const more = breakdown.length - names.length;
  return {
    text: `Take up the template rules not met yet: ${names.join("; ")}${more > 0 ? ` and ${more} more` : ""}.`,
    why: `${breakdown.length} of ${first.of === 1 ? "1 rule that applies" : `${first.of} rules that apply`} ${breakdown.length === 1 ? "is" : "are"} not met.`,
    evidenceIds: evidence.filter(({ counted }) => counted === false).map(({ id }) => id),
  };
}
