// Facts of secret scanning → one secret alert per number with its life and its places: findings and secret exposure are
// both made from it.

import { canonicalJson } from "../canonical-json.ts";
import { type Fact, factsOfKind } from "../facts/fact.ts";
import { oncePerList } from "../facts/once-per-list.ts";
import type { SecretScanningAlertFact } from "../facts/secret-scanning-alert.ts";
import { alertsByNumber, lastTold } from "./alert-facts.ts";
import { foldLife, type Telling, tell } from "./alert-life.ts";
import { closureOf } from "./closure.ts";
import type { Finding, FindingTransition } from "./finding.ts";
import type { Effect } from "./order-told.ts";
import { type SecretPlaces, secretPlaces } from "./secret-places.ts";
import { severityOf } from "./severity.ts";

export interface SecretAlert extends SecretPlaces {
  readonly number: number;
  readonly url: string | null;
  readonly secretType: string | null;
  readonly createdAt: number;
  readonly bypassed: boolean;
  readonly publiclyLeaked: boolean;
  /** GitHub found it to be valid at some time. */
  readonly everActive: boolean;
  /** GitHub's last word on it: active, inactive, unknown; null where it said none. */
  readonly validity: string | null;
  readonly transitions: readonly FindingTransition[];
}

const effects: Readonly<Record<string, Effect>> = {
  created: "begins",
  resolved: "closes",
  reopened: "opens",
};

/** One entry per alert number, in order of the numbers; any order and repetition of the facts gives the same. */
export const foldSecretAlerts = oncePerList((facts: readonly Fact[]): readonly SecretAlert[] => {
  const placesOf = secretPlaces(facts);
  return alertsByNumber(factsOfKind(facts, "secret-scanning-alert"), effects).map(([number, ordered]) => {
    const all = ordered.map(({ data }) => data);
    const createdAt = Math.min(...all.map((data) => data.createdAt));
    const bypassTimes = all.flatMap(({ pushProtectionBypassedAt }) => pushProtectionBypassedAt ?? []);
    const bypassedAt = bypassTimes.length > 0 ? Math.min(...bypassTimes) : null;
    return {
      number,
      url: lastTold(all.map(({ url }) => url)),
      secretType: lastTold(all.map(({ secretType }) => secretType)),
      createdAt,
      ...placesOf({ number, createdAt, bypassedAt }),
      bypassed:
        bypassedAt !== null || all.some(({ pushProtectionBypassed }) => pushProtectionBypassed === true),
      publiclyLeaked: all.some(
        ({ publiclyLeaked, action }) => publiclyLeaked === true || action === "publicly_leaked",
      ),
      everActive: all.some(({ validity }) => validity === "active"),
      validity: lastTold(all.map(({ validity }) => validity)),
      transitions: foldLife(createdAt, [...resolutionsOf(ordered), ...reopeningsOf(ordered)]),
    };
  });
});

/** A secret stays critical when it is found to be inactive later: revoking it is what made it so. */
export function findingOfSecret(alert: SecretAlert): Finding {
  const word = alert.everActive ? "active" : alert.publiclyLeaked ? "publicly leaked" : "any other";
  return {
    id: `secret-scanning#${alert.number}`,
    source: "secret-scanning",
    number: alert.number,
    url: alert.url,
    rule: alert.secretType,
    tool: null,
    path: alert.path,
    severity: severityOf("secret-scanning", word),
    security: true,
    createdAt: alert.createdAt,
    reachedDefaultAt: alert.createdAt,
    introducedSha: alert.firstSha,
    transitions: alert.transitions,
    pullRequests: [],
    foundInHistory: alert.foundInHistory,
  };
}

/** One per time of resolution, also where only a later fact carries that time. Of two words for one, the one that sorts last. */
function resolutionsOf(facts: readonly SecretScanningAlertFact[]): Telling[] {
  const resolutions = facts.flatMap(({ occurredAt, data }) => {
    const at = data.action === "resolved" ? occurredAt : data.resolvedAt;
    return at === null ? [] : [{ at, reason: data.resolution, byId: data.resolvedById }];
  });
  return [...Map.groupBy(resolutions, ({ at }) => at).values()].flatMap((told) => {
    const worded = told.filter(({ reason }) => reason !== null);
    const [one] = (worded.length > 0 ? worded : told).sort((a, b) =>
      canonicalJson(a) > canonicalJson(b) ? -1 : 1,
    );
    if (one === undefined) return [];
    const closure = closureOf("secret-scanning", one.reason);
    return [
      closure === "fixed"
        ? { ...one, what: "fixed" as const, closure: null }
        : { ...one, what: "dismissed" as const, closure },
    ];
  });
}

function reopeningsOf(facts: readonly SecretScanningAlertFact[]): Telling[] {
  return facts.flatMap(({ occurredAt, data }) =>
    data.action === "reopened" ? [tell("reopened", occurredAt)] : [],
  );
}
