// Facts of Dependabot alerts → findings. An alert is always about the default branch.
import type { DependabotAlertFact } from "../facts/dependabot-alert.ts";
import { alertsByNumber, lastTold } from "./alert-facts.ts";
import { foldLife, type Telling, tell } from "./alert-life.ts";
import { closureOf } from "./closure.ts";
import type { Closure, Finding } from "./finding.ts";
import type { Effect } from "./order-told.ts";
import { severityOf } from "./severity.ts";

const effects: Readonly<Record<string, Effect>> = {
  created: "begins",
  fixed: "closes",
  dismissed: "closes",
  auto_dismissed: "closes",
  reopened: "opens",
  auto_reopened: "opens",
  reintroduced: "opens",
};

/** One finding per alert number, in order of the numbers. */
export function foldDependabotAlerts(facts: readonly DependabotAlertFact[]): Finding[] {
  return alertsByNumber(facts, effects).map(([number, ordered]) => {
    const all = ordered.map(({ data }) => data);
    const createdAt = Math.min(...all.map((data) => data.createdAt));
    const ecosystem = lastTold(all.map((data) => data.ecosystem));
    const packageName = lastTold(all.map((data) => data.packageName));
    const severity = lastTold(all.map((data) => data.severity));
    return {
      id: `dependabot#${number}`,
      source: "dependabot",
      number,
      url: lastTold(all.map(({ url }) => url)),
      rule: lastTold(all.map(({ ghsaId }) => ghsaId)),
      tool: packageName === null ? null : ecosystem === null ? packageName : `${ecosystem}:${packageName}`,
      path: lastTold(all.map(({ manifestPath }) => manifestPath)),
      severity: severity === null ? null : severityOf("dependabot", severity),
      security: true,
      createdAt,
      reachedDefaultAt: createdAt,
      introducedSha: null,
      transitions: foldLife(createdAt, ordered.flatMap(tellingsOf)),
      pullRequests: [],
      foundInHistory: false,
    };
  });
}

/** The action, and besides it the times that the alert itself carries: their own deliveries may have been lost. */
function tellingsOf({ occurredAt, data }: DependabotAlertFact): Telling[] {
  const tellings: Telling[] = [];
  if (data.action === "fixed") tellings.push(tell("fixed", occurredAt));
  if (data.action === "reintroduced") tellings.push(tell("reintroduced", occurredAt));
  if (data.action === "reopened" || data.action === "auto_reopened")
    tellings.push(tell("reopened", occurredAt));
  if (data.fixedAt !== null) tellings.push(tell("fixed", data.fixedAt));
  const dismissedAt =
    data.action === "dismissed" || data.action === "auto_dismissed" ? occurredAt : data.dismissedAt;
  if (dismissedAt !== null) {
    tellings.push({
      at: dismissedAt,
      what: "dismissed",
      closure: closureOfDismissal(data),
      reason: data.dismissedReason,
      byId: data.dismissedById,
    });
  }
  return tellings;
}

function closureOfDismissal({ action, state, dismissedReason }: DependabotAlertFact["data"]): Closure {
  const byRule = action === "auto_dismissed" || (action !== "dismissed" && state === "auto_dismissed");
  const closure = closureOf("dependabot", byRule ? "auto_dismissed" : dismissedReason);
  return closure === "fixed" ? "unknown" : closure;
}
