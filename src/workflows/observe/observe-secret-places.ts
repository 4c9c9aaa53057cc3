// Observes where listed secrets are that no webhook placed, and which scans ended: what tells a secret that is newly exposed from
// one that a scan found in history. A repository without such alerts costs no request.
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import { secretPlacesReadSubject, secretScanSubject } from "../../core/facts/subjects.ts";
import { factOfSecretLocation } from "../../core/listed-alerts/secret-locations.ts";
import { nextDailyMoment } from "../../core/work/daily-moment.ts";
import { requestOf } from "../history/requested.ts";
import { placesKnown } from "./unplaced-secrets.ts";
import { envelopeOf, type Observer, type Visit } from "./visit.ts";

const dayMillis = 24 * 60 * 60 * 1000;
/** A scan matters to the alerts of a window and of the one before. */
const scannedMillis = 56 * dayMillis;
const alertsPerReading = 50;
/** So many alerts in one reading that GitHub does not place: the next will be none better. */
const refusalsPerReading = 3;

/** `read`: what the reading has brought so far, the list of alerts among it. Each answer is put there at once, so that a limit keeps it. */
export function observeSecretPlaces(read: Fact[]): Observer {
  return async (visit) => {
    const createdAt = new Map(
      factsOfKind([...read], "secret-scanning-alert").map(({ data }) => [data.number, data.createdAt]),
    );
    if (createdAt.size === 0) return [];
    await observeScans(visit, Math.max(...createdAt.values()), read);
    const wanted = await findWanted(visit, createdAt, read);
    let refusals = 0;
    for (const alert of wanted.slice(0, alertsPerReading)) {
      const facts = await placeSecret(visit, alert);
      read.push(...facts);
      refusals += factsOfKind(facts, "secret-places-read").filter(
        ({ data }) => "unseen" in data.places,
      ).length;
      if (refusals >= refusalsPerReading) return [];
    }
    if (wanted.length > alertsPerReading) await readOn(visit);
    return [];
  };
}

interface WantedAlert {
  readonly number: number;
  readonly createdAt: number;
}

/** Alerts that were listed and not placed: the newest first, behind all others those for which GitHub had no answer before. */
async function findWanted(
  visit: Visit,
  createdAt: ReadonlyMap<number, number>,
  read: readonly Fact[],
): Promise<WantedAlert[]> {
  const listings = factsOfKind([...read], "findings-listed").map(({ data }) => data.listing);
  const unplaced = listings.flatMap((listing) => ("seen" in listing ? (listing.seen.unplaced ?? []) : []));
  if (unplaced.length === 0) return [];
  const { refused } = await placesKnown(visit);
  const order = (one: WantedAlert) => Number(refused.has(one.number));
  return unplaced
    .flatMap((number) => {
      const created = createdAt.get(number);
      return created === undefined ? [] : [{ number, createdAt: created }];
    })
    .sort((a, b) => order(a) - order(b) || b.createdAt - a.createdAt || b.number - a.number);
}

async function placeSecret(visit: Visit, alert: WantedAlert): Promise<Fact[]> {
  const occurredAt = visit.now();
  const sight = await visit.github.listSecretLocations(visit.address, alert.number);
  const places = "unseen" in sight ? sight : { seen: { complete: sight.seen.complete } };
  const data = { alertNumber: alert.number, places };
  const subject = secretPlacesReadSubject(data);
  const locations = "unseen" in sight ? [] : sight.seen.locations;
  return [
    ...locations.map((location) => factOfSecretLocation(alert, envelopeOf(visit), location)),
    { kind: "secret-places-read", ...envelopeOf(visit), subject, occurredAt, data },
  ];
}

/** Not where the server does not have it, nor where the newest alert is too old for any scan to matter. */
async function observeScans(visit: Visit, newestAt: number, read: Fact[]): Promise<void> {
  if (newestAt < visit.now() - scannedMillis) return;
  const sight = await visit.github.listSecretScans(visit.address);
  if ("unseen" in sight) return;
  for (const data of sight.seen) {
    const subject = secretScanSubject(data);
    read.push({ kind: "secret-scan", ...envelopeOf(visit), subject, occurredAt: data.completedAt, data });
  }
}

/** The rest at the repository's next turn, also where nothing happens in it until then. */
async function readOn(visit: Visit): Promise<void> {
  const { accountId, repositoryId } = envelopeOf(visit);
  const at = nextDailyMoment(repositoryId, visit.now());
  await visit.store.jobs.enqueue([requestOf({ kind: "observe-repository", accountId, repositoryId }, at)]);
}
