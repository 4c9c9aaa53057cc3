// Facts of secret scanning → one exposed secret per alert: when it became visible, how it ended, where it was seen.
import { type Fact, factsOfKind } from "../../facts/fact.ts";
import type { SecretScanningAlertFact } from "../../facts/secret-scanning-alert.ts";

export interface ExposedSecret {
  readonly number: number;
  readonly url: string | null;
  readonly secretType: string | null;
  readonly createdAt: number;
  readonly visibleAt: number;
  /** What `visibleAt` is taken from. */
  readonly visibleBy: "bypass" | "push" | "alert";
  /** Created while a backfill scan of the history ran. */
  readonly raisedByBackfill: boolean;
  /** Its known places are all outside the repository's commits; false where no place is known. */
  readonly onlyElsewhere: boolean;
  readonly bypassed: boolean;
  readonly publiclyLeaked: boolean;
  /** By GitHub's latest word and still open. */
  readonly stillValid: boolean;
  readonly open: boolean;
  /** GitHub's word for how it was resolved; null while it is open. */
  readonly resolution: string | null;
  readonly resolvedAt: number | null;
}

/** One entry per alert number, in order of the numbers; any order and repetition of the facts gives the same. */
export function foldSecrets(facts: readonly Fact[]): ExposedSecret[] {
  const byNumber = new Map<number, SecretScanningAlertFact[]>();
  for (const fact of factsOfKind(facts, "secret-scanning-alert")) {
    byNumber.set(fact.data.number, [...(byNumber.get(fact.data.number) ?? []), fact]);
  }
  const pushedAt = firstPushes(facts);
  const scans = factsOfKind(facts, "secret-scan").filter(({ data }) => data.scanType.includes("backfill"));
  const locations = Map.groupBy(factsOfKind(facts, "secret-location"), ({ data }) => data.alertNumber);
  return [...byNumber.values()]
    .map(foldAlert)
    .sort((a, b) => a.number - b.number)
    .map((alert) => {
      const places = (locations.get(alert.number) ?? []).map(({ data }) => data);
      const pushes = places.flatMap(({ locationType, commitSha }) => {
        const at = locationType === "commit" && commitSha !== null ? pushedAt.get(commitSha) : undefined;
        return at ?? [];
      });
      const { bypassedAt, ...secret } = alert;
      return {
        ...secret,
        ...whenVisible(secret.createdAt, bypassedAt, pushes),
        raisedByBackfill: scans.some(
          ({ data: { startedAt, completedAt } }) =>
            secret.createdAt >= (startedAt ?? completedAt) && secret.createdAt <= completedAt,
        ),
        onlyElsewhere: places.length > 0 && places.every(({ locationType }) => locationType !== "commit"),
      };
    });
}

/** A secret that GitHub alerted of was visible by then at the latest, whatever was pushed later. */
function whenVisible(
  createdAt: number,
  bypassedAt: number | null,
  pushes: readonly number[],
): Pick<ExposedSecret, "visibleAt" | "visibleBy"> {
  if (bypassedAt !== null) return { visibleAt: Math.min(bypassedAt, createdAt), visibleBy: "bypass" };
  if (pushes.length > 0) return { visibleAt: Math.min(...pushes, createdAt), visibleBy: "push" };
  return { visibleAt: createdAt, visibleBy: "alert" };
}

/** Commit → when it was pushed first, to any branch. */
function firstPushes(facts: readonly Fact[]): Map<string, number> {
  const pushedAt = new Map<string, number>();
  for (const { data, occurredAt } of factsOfKind(facts, "push")) {
    for (const { sha } of data.commits) {
      pushedAt.set(sha, Math.min(pushedAt.get(sha) ?? Number.POSITIVE_INFINITY, occurredAt));
    }
  }
  return pushedAt;
}

function foldAlert(facts: readonly SecretScanningAlertFact[]) {
  const all = orderFacts(facts).map(({ data }) => data);
  const last = all.at(-1);
  if (last === undefined) throw new Error("A secret without a fact");
  let open = true;
  for (const { state, action } of all) {
    if (state !== null) open = state === "open";
    else if (action === "resolved") open = false;
    else if (action === "reopened") open = true;
  }
  const latest = <T>(values: readonly (T | null)[]) => values.findLast((value) => value !== null) ?? null;
  const bypassTimes = all.flatMap(({ pushProtectionBypassedAt }) => pushProtectionBypassedAt ?? []);
  return {
    number: last.number,
    url: latest(all.map(({ url }) => url)),
    secretType: latest(all.map(({ secretType }) => secretType)),
    createdAt: Math.min(...all.map(({ createdAt }) => createdAt)),
    bypassed:
      bypassTimes.length > 0 || all.some(({ pushProtectionBypassed }) => pushProtectionBypassed === true),
    bypassedAt: bypassTimes.length > 0 ? Math.min(...bypassTimes) : null,
    publiclyLeaked: all.some(
      ({ publiclyLeaked, action }) => publiclyLeaked === true || action === "publicly_leaked",
    ),
    stillValid: open && latest(all.map(({ validity }) => validity)) === "active",
    open,
    resolution: open ? null : latest(all.map(({ resolution }) => resolution)),
    resolvedAt: open ? null : latest(all.map(({ resolvedAt }) => resolvedAt)),
  };
}

/** By time; what happened within one second in the order in which it can have happened. */
function orderFacts(facts: readonly SecretScanningAlertFact[]): SecretScanningAlertFact[] {
  const bySecond = Map.groupBy(facts, ({ occurredAt }) => occurredAt);
  const ordered: SecretScanningAlertFact[] = [];
  for (const [, tied] of [...bySecond].sort(([a], [b]) => a - b)) {
    const before = ordered.findLast(({ data }) => changesState(data))?.data.action;
    const open = before !== "resolved";
    ordered.push(...tied.sort((a, b) => rankTied(a, open) - rankTied(b, open) || compareText(a, b)));
  }
  return ordered;
}

/**
 * Lowest first: created, then what is only told of the alert, for it may still tell the state before, then the change that
 * is possible: an open alert is resolved before it is reopened, a resolved one reopened before it is resolved again.
 */
function rankTied({ data }: SecretScanningAlertFact, open: boolean): number {
  if (data.action === "created") return 0;
  if (!changesState(data)) return 1;
  return (data.action === "resolved") === open ? 2 : 3;
}

function changesState({ action }: SecretScanningAlertFact["data"]): boolean {
  return action === "resolved" || action === "reopened";
}

function compareText(a: SecretScanningAlertFact, b: SecretScanningAlertFact): number {
  const [left, right] = [JSON.stringify(a.data), JSON.stringify(b.data)];
  return left < right ? -1 : left > right ? 1 : 0;
}
