// What to do about findings that missed their SLA: begin with what most of them are of.
import type { Advice } from "../definition.ts";
import { tellConcentration } from "../judged-finding.ts";
import type { Computed } from "../measurement.ts";

/** Names the rule or package that missed its SLA most often; null where none did. */
export function adviseRemediationWithinSla({ breakdown, beside }: Computed): Advice | null {
  const top = breakdown[0];
  if (top === undefined) return null;
  const open = beside.find(({ id }) => id === "late-not-fixed");
  const openIds = new Set(open?.evidenceIds ?? []);
  const ids = top.evidenceIds ?? [];
  const stillOpen = ids.filter((id) => openIds.has(id));
  const text =
    stillOpen.length > 0
      ? `Fix ${top.label} first, or have the risk accepted with an expiry.`
      : `Find out why ${top.label} was fixed late: nobody was told, or nobody owned it.`;
  return {
    text,
    why: tellConcentration(top, "that missed their SLA"),
    evidenceIds: stillOpen.length > 0 ? stillOpen : ids,
  };
}
