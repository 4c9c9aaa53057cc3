// Dismissals on GitHub that accept a risk → exceptions: from the dismissal until the finding is open again, fixed, or dismissed anew.
import type { Finding } from "../findings/finding.ts";
import { formatDay } from "./day.ts";
import type { Exception } from "./exception.ts";

/** Exceptions of one finding. Closed as false positive, as test or by a rule it is no accepted risk, and none. */
export function foldDismissals(finding: Finding): Exception[] {
  if (!finding.security) return [];
  return finding.transitions.flatMap((transition, index): Exception[] => {
    const { at, state, closure, reason } = transition;
    const endedAt = finding.transitions[index + 1]?.at ?? null;
    if (state !== "dismissed" || closure !== "accepted" || endedAt === at) return [];
    return [
      {
        id: `${finding.id} dismissed ${formatDay(at)}`,
        origin: "dismissal",
        subject: describeFinding(finding),
        findingIds: [finding.id],
        reason,
        owner: null,
        approver: null,
        grantedAt: at,
        expiresAt: null,
        endedAt,
        url: finding.url,
      },
    ];
  });
}

function describeFinding({ source, number, rule }: Finding): string {
  return rule === null ? `${source} #${number}` : `${source} #${number} (${rule})`;
}
