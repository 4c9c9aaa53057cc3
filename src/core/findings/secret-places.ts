// Where and when secrets became visible: what pushes, locations and scans tell of them besides their alerts.
import { type Fact, factsOfKind } from "../facts/fact.ts";
import { commitTimes, firstCommit } from "./commit-times.ts";

export interface SecretPlaces {
  readonly visibleAt: number;
  /** What `visibleAt` is taken from. */
  readonly visibleBy: "bypass" | "push" | "alert";
  /** Created while a backfill scan of the history ran. */
  readonly raisedByBackfill: boolean;
  /** Raised by a backfill scan, and not known to have become visible while that scan ran. */
  readonly foundInHistory: boolean;
  /** Its known places are all outside the repository's commits; false where no place is known. */
  readonly onlyElsewhere: boolean;
  /** Of the commits that it is known to be in, the first; null where none is known. */
  readonly firstSha: string | null;
  /** When the first of its commits was made; null where that is not known of every one of them, or where none is known. */
  readonly committedFrom: number | null;
  /** A file that it is in, in that commit; null where none is told. */
  readonly path: string | null;
}

export interface PlacedAlert {
  readonly number: number;
  readonly createdAt: number;
  /** When push protection was bypassed for it; null where it was not. */
  readonly bypassedAt: number | null;
}

/** Reads the facts once, and then tells of any alert where it was seen. */
export function secretPlaces(facts: readonly Fact[]): (alert: PlacedAlert) => SecretPlaces {
  const pushedAt = firstPushes(facts);
  const times = commitTimes(facts);
  const scans = factsOfKind(facts, "secret-scan").filter(({ data }) => data.scanType.includes("backfill"));
  const locations = Map.groupBy(factsOfKind(facts, "secret-location"), ({ data }) => data.alertNumber);
  return ({ number, createdAt, bypassedAt }) => {
    const places = (locations.get(number) ?? []).map(({ data }) => data);
    const inCommits = places.filter(({ locationType }) => locationType === "commit");
    const shas = inCommits.flatMap(({ commitSha }) => commitSha ?? []);
    const firstSha = firstCommit(shas, times);
    const [path] = inCommits
      .flatMap((place) => (place.commitSha === firstSha && place.path !== null ? [place.path] : []))
      .sort();
    const visible = whenVisible(
      createdAt,
      bypassedAt,
      shas.flatMap((sha) => pushedAt.get(sha) ?? []),
    );
    const backfillsBegan = scans
      .map(({ data: { startedAt, completedAt } }) => ({ began: startedAt ?? completedAt, completedAt }))
      .filter(({ began, completedAt }) => createdAt >= began && createdAt <= completedAt)
      .map(({ began }) => began);
    return {
      ...visible,
      raisedByBackfill: backfillsBegan.length > 0,
      foundInHistory:
        visible.visibleBy !== "bypass" &&
        backfillsBegan.some((began) => visible.visibleBy === "alert" || visible.visibleAt < began),
      onlyElsewhere: places.length > 0 && inCommits.length === 0,
      firstSha,
      committedFrom: earliestOf(shas.map((sha) => times.get(sha))),
      path: path ?? null,
    };
  };
}

/** A secret that GitHub alerted of was visible by then at the latest, whatever was pushed later. */
function whenVisible(
  createdAt: number,
  bypassedAt: number | null,
  pushes: readonly number[],
): Pick<SecretPlaces, "visibleAt" | "visibleBy"> {
  if (bypassedAt !== null) return { visibleAt: Math.min(bypassedAt, createdAt), visibleBy: "bypass" };
  if (pushes.length > 0) return { visibleAt: Math.min(...pushes, createdAt), visibleBy: "push" };
  return { visibleAt: createdAt, visibleBy: "alert" };
}

function earliestOf(times: readonly (number | undefined)[]): number | null {
  const known = times.filter((at) => at !== undefined);
  return known.length === 0 || known.length < times.length ? null : Math.min(...known);
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
