// The releases that were published in a window: what webhooks told of them, and what was read of their evidence.
import type { Config } from "../../config/config.ts";
import { type Fact, factsOfKind } from "../../facts/fact.ts";
import { isLaterFact } from "../../facts/latest-fact.ts";
import type { ReleaseEvidenceFact, ReleasesListedFact } from "../../facts/observations.ts";
import type { ReleaseFact } from "../../facts/release.ts";
import type { Window } from "../measurement.ts";

export interface PublishedRelease {
  readonly id: number;
  readonly tagName: string;
  readonly url: string | null;
  readonly publishedAt: number;
  readonly prerelease: boolean;
  /** The reading that counts; null: none yet. */
  readonly read: ReleaseEvidenceFact | null;
  /** Deleted, or turned back into a draft. */
  readonly withdrawn: boolean;
}

/** Releases published in the window, by time of publication. Drafts are none. */
export function findReleases(facts: readonly Fact[], window: Window): PublishedRelease[] {
  const told = Map.groupBy(factsOfKind(facts, "release"), ({ data }) => data.releaseId);
  const readings = Map.groupBy(factsOfKind(facts, "release-evidence"), ({ data }) => data.releaseId);
  const listing = findListing(facts);
  const listed = listing !== null && "seen" in listing ? listing.seen.releases : [];
  const unread = listed.filter(({ releaseId }) => !told.has(releaseId) && !readings.has(releaseId));
  return [...new Set([...told.keys(), ...readings.keys()])]
    .flatMap((id) => foldRelease(id, told.get(id) ?? [], readings.get(id) ?? [], window.to) ?? [])
    .concat(unread.map(({ releaseId: id, ...release }) => ({ id, ...release, read: null, withdrawn: false })))
    .filter(({ publishedAt }) => publishedAt >= window.from && publishedAt < window.to)
    .sort((a, b) => a.publishedAt - b.publishedAt || a.id - b.id);
}

/** The last list of releases; null: none was read. */
export function findListing(facts: readonly Fact[]): ReleasesListedFact["data"]["listing"] | null {
  return latest(factsOfKind(facts, "releases-listed"))?.data.listing ?? null;
}

/** Why a release does not count, whatever its evidence; null where it does. */
export function whyLeftOut(release: PublishedRelease, { releases }: Config): string | null {
  if (release.withdrawn) return "deleted or unpublished";
  return release.prerelease && !releases.prereleases ? "prerelease" : null;
}

function foldRelease(
  id: number,
  told: readonly ReleaseFact[],
  readings: readonly ReleaseEvidenceFact[],
  to: number,
): PublishedRelease | null {
  const published = told.filter(({ data }) => !data.draft && data.publishedAt !== null);
  const times = [
    ...published.flatMap(({ data }) => (data.action === "unpublished" ? [] : (data.publishedAt ?? []))),
    ...readings.map(({ data }) => data.publishedAt),
  ];
  if (times.length === 0) return null;
  const publishedAt = Math.max(...times);
  const read = readingThatCounts(readings, to);
  const last = latest(published);
  return {
    id,
    tagName: read?.data.tagName ?? last?.data.tagName ?? String(id),
    url: read?.data.url ?? last?.data.url ?? null,
    publishedAt,
    // A prerelease that became a release is one.
    prerelease: read?.data.prerelease ?? published.every(({ data }) => data.prerelease),
    read,
    withdrawn: isWithdrawn(told, times),
  };
}

/**
 * GitHub dates a deletion by the publication, so that it cannot be told from when on the release was gone. One that was
 * turned back into a draft is a release again once a publication is known that is newer than another.
 */
function isWithdrawn(told: readonly ReleaseFact[], publications: readonly number[]): boolean {
  const first = Math.min(...publications);
  return told.some(({ occurredAt, data }) => {
    if (data.action === "deleted") return true;
    const again = publications.some((at) => at > first && at > occurredAt);
    return data.action === "unpublished" && !again;
  });
}

/** The last reading before the window's end; where there is none, the first one after it. */
function readingThatCounts(readings: readonly ReleaseEvidenceFact[], to: number): ReleaseEvidenceFact | null {
  const before = latest(readings.filter(({ occurredAt }) => occurredAt < to));
  if (before !== null) return before;
  const first = Math.min(...readings.map(({ occurredAt }) => occurredAt));
  return latest(readings.filter(({ occurredAt }) => occurredAt === first));
}

function latest<F extends Fact>(facts: readonly F[]): F | null {
  let found: F | null = null;
  for (const fact of facts) if (found === null || isLaterFact(fact, found)) found = fact;
  return found;
}
