// Which of the facts that a reconciliation added had been missed: those that a delivery of the span should have told.
import type { Fact } from "../../core/facts/fact.ts";
import type { Drift } from "../../records/store.ts";

/** @param span what was delivered, and is compared; milliseconds UTC. What was read along from before it was never to be delivered. */
export function countMissed(
  facts: readonly Fact[],
  span: { readonly from: number; readonly to: number },
): Drift {
  const counted: Record<string, number> = {};
  for (const fact of facts) {
    if (fact.occurredAt < span.from || fact.occurredAt >= span.to || !isDelivered(fact)) continue;
    counted[fact.kind] = (counted[fact.kind] ?? 0) + 1;
  }
  return counted;
}

/** What runs still is told as it stands when it is read, which no delivery says. */
function isDelivered(fact: Fact): boolean {
  switch (fact.kind) {
    case "check-run":
    case "check-suite":
    case "workflow-run":
      return fact.data.status === "completed";
    case "pull-request":
      // A sight of what it is today, not of anything that happened.
      return fact.data.action !== "edited" || fact.data.previousBaseRef !== null;
    default:
      return true;
  }
}
