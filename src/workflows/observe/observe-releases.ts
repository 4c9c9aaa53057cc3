// Observes what proves the releases of the last ninety days. Attestations are asked for digest by digest, so each run asks
// for a few releases only: first those never asked for, then those asked for longest ago. A reading that is the only one asks for all,
// and keeps which there are, because no delivery tells it.
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import { isLaterFact } from "../../core/facts/latest-fact.ts";
import type {
  ReleaseEvidenceData,
  ReleaseEvidenceFact,
  ReleasesListedData,
  Sight,
} from "../../core/facts/observations.ts";
import { releaseEvidenceSubject, releasesListedSubject } from "../../core/facts/subjects.ts";
import { sortAssets } from "../../core/kpis/release-evidence/asset-kinds.ts";
import type { ListedRelease } from "../../github/observations.ts";
import { envelopeOf, type Observer, type Visit } from "./visit.ts";

const dayMillis = 24 * 60 * 60 * 1000;
const observedMillis = 90 * dayMillis;
/** Evidence is often added days after the publication. */
const youngMillis = 14 * dayMillis;
/** An old release whose evidence is not complete is looked at again so seldom. */
const againMillis = 7 * dayMillis;
const digestsPerRun = 30;
/** Of a reading that is the only one. */
const digestsOfAll = 300;
const digestsPerRelease = 100;

export const observeReleases: Observer = async (visit) => {
  const { github, address } = visit;
  const occurredAt = visit.now();
  const listed = await github.listReleases(address);
  const listing = visit.readsOnce === true ? [toListed(visit, listed, occurredAt)] : [];
  if ("unseen" in listed) return listing;
  const known = await findKnown(visit);
  const due = listed.seen
    .filter((release) => isDue(release, known.get(release.releaseId), occurredAt))
    .sort((a, b) => askedAt(known, a) - askedAt(known, b) || b.publishedAt - a.publishedAt);
  if (due.length === 0) return listing;
  const dependencyGraph = await github.hasSbom(address);
  const facts: Fact[] = [];
  let left = visit.readsOnce === true ? digestsOfAll : digestsPerRun;
  for (const release of due) {
    const digests = digestsOf(release);
    // A release is asked for as a whole, and one at least.
    if (facts.length > 0 && digests.length > left) break;
    left -= digests.length;
    const attested = await findAttested(visit, digests);
    const data = { ...release, attested, dependencyGraph };
    const subject = releaseEvidenceSubject(data);
    facts.push({ kind: "release-evidence", ...envelopeOf(visit), subject, occurredAt, data });
  }
  return [...facts, ...listing];
};

function toListed(visit: Visit, listed: Sight<readonly ListedRelease[]>, occurredAt: number): Fact {
  const from = occurredAt - observedMillis;
  const listing: ReleasesListedData["listing"] =
    "unseen" in listed
      ? listed
      : {
          seen: {
            from,
            releases: listed.seen
              .filter(({ publishedAt }) => publishedAt >= from)
              .map(({ assets, ...release }) => release),
          },
        };
  return {
    kind: "releases-listed",
    ...envelopeOf(visit),
    subject: releasesListedSubject,
    occurredAt,
    data: { listing },
  };
}

interface Digest {
  readonly name: string;
  readonly digest: string;
}

/** Only what a release is made of needs attestations: not its SBOM, nor signatures and checksums. */
function digestsOf({ assets }: Pick<ListedRelease, "assets">): Digest[] {
  return sortAssets(assets).software.flatMap(({ name, digest }) =>
    digest === null ? [] : [{ name, digest }],
  );
}

async function findAttested(
  { github, address }: Visit,
  digests: readonly Digest[],
): Promise<Sight<readonly string[]>> {
  if (digests.length > digestsPerRelease) {
    const text = `The release has ${digests.length} assets: attestations are asked for of ${digestsPerRelease} at most.`;
    return { unseen: { why: "not-available", permission: null, text } };
  }
  const attested: string[] = [];
  for (const { name, digest } of digests) {
    const sight = await github.hasAttestation(address, digest);
    if ("unseen" in sight) return sight;
    if (sight.seen) attested.push(name);
  }
  return { seen: attested };
}

async function findKnown(visit: Visit): Promise<Map<number, ReleaseEvidenceFact>> {
  const facts = await visit.store.facts.list({ ...envelopeOf(visit), kinds: ["release-evidence"] });
  const latest = new Map<number, ReleaseEvidenceFact>();
  for (const fact of factsOfKind(facts, "release-evidence")) {
    const before = latest.get(fact.data.releaseId);
    if (before === undefined || isLaterFact(fact, before)) latest.set(fact.data.releaseId, fact);
  }
  return latest;
}

function askedAt(known: ReadonlyMap<number, ReleaseEvidenceFact>, { releaseId }: ListedRelease): number {
  return known.get(releaseId)?.occurredAt ?? 0;
}

function isDue(release: ListedRelease, known: ReleaseEvidenceFact | undefined, now: number): boolean {
  if (release.publishedAt < now - observedMillis) return false;
  if (known === undefined || release.publishedAt >= now - youngMillis) return true;
  return !isComplete(known.data) && known.occurredAt < now - againMillis;
}

function isComplete(data: ReleaseEvidenceData): boolean {
  const { attested, dependencyGraph } = data;
  if (!("seen" in attested && "seen" in dependencyGraph)) return false;
  return dependencyGraph.seen && digestsOf(data).every(({ name }) => attested.seen.includes(name));
}
