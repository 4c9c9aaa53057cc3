// What is not known of a listed secret: where it is, and so whether it is newly exposed or was found in what is older. Deliveries
// tell an alert with its places and the scan that raised it; a list tells neither, so that Firstpass reads them.
import { type Fact, factsOfKind } from "../../facts/fact.ts";
import type { Unseen } from "../../facts/observations.ts";
import type { Reason, Window } from "../measurement.ts";
import type { ExposedSecret } from "./secrets.ts";

export const placeNotRead = "where it is, was not read yet";
export const placeNotSeen = "where it is, cannot be read";
export const exposureNotTold = "when it was pushed is not known";

/** Why nobody can say when a listed secret became visible; null where that is known, or was delivered. */
export type TellUnknown = (secret: ExposedSecret, window: Window) => string | null;

interface Reading {
  readonly complete: boolean;
  /** GitHub's answer was that it cannot be seen. */
  readonly refused: boolean;
}

/** Reads the facts once, and then tells of any secret what is not known. */
export function unknownPlaces(facts: readonly Fact[]): TellUnknown {
  const listings = factsOfKind(facts, "findings-listed").map(({ data }) => data.listing);
  const unplaced = new Set(
    listings.flatMap((listing) => ("seen" in listing ? (listing.seen.unplaced ?? []) : [])),
  );
  const located = new Set(factsOfKind(facts, "secret-location").map(({ data }) => data.alertNumber));
  const readings = Map.groupBy(factsOfKind(facts, "secret-places-read"), ({ data }) => data.alertNumber);
  const readingOf = (number: number): Reading | null => {
    const places = readings.get(number)?.map(({ data }) => data.places);
    if (places === undefined) return located.has(number) ? { complete: true, refused: false } : null;
    return {
      complete: places.some((one) => "seen" in one && one.seen.complete),
      refused: !located.has(number) && places.every((one) => "unseen" in one),
    };
  };
  return (secret, window) => {
    // A bypass is a push, and has its own time.
    if (!unplaced.has(secret.number) || secret.visibleBy === "bypass") return null;
    const reading = readingOf(secret.number);
    if (reading === null) return placeNotRead;
    if (reading.refused) return placeNotSeen;
    if (secret.onlyElsewhere && reading.complete) return null;
    if (secret.visibleBy === "push")
      return reading.complete || secret.visibleAt < window.from ? null : exposureNotTold;
    if (secret.foundInHistory) return null;
    // It cannot have been visible before its commit was made.
    const since = reading.complete ? secret.committedFrom : null;
    return since !== null && since >= window.from ? null : exposureNotTold;
  };
}

/** What to say of the secrets of a window of which something is not known; none where all is. */
export function whyPlacesUnknown(facts: readonly Fact[], leftOut: readonly (string | null)[]): Reason[] {
  const tell = (why: string, code: string, is: string, are: string, text: string): Reason[] => {
    const count = leftOut.filter((one) => one === why).length;
    if (count === 0) return [];
    return [
      { code, text: `${count === 1 ? `One secret alert ${is}` : `${count} secret alerts ${are}`} ${text}` },
    ];
  };
  return [
    ...tell(
      placeNotRead,
      "locations-not-read",
      "of the window is known from GitHub's list alone,",
      "of the window are known from GitHub's list alone,",
      "which does not tell whether a secret is new or was found in what is older. Firstpass reads where they are with its next reading.",
    ),
    ...tell(
      placeNotSeen,
      "locations-not-seen",
      "of the window has no place that can be read,",
      "of the window have no place that can be read,",
      `so that nothing tells whether the secret is new. ${refusalsOf(facts).join(" ")}`,
    ),
    ...tell(
      exposureNotTold,
      "exposure-not-known",
      "of the window is of a commit",
      "of the window are of commits",
      "of which neither the push nor the scan that found it is known, so that it may be older than the window. This passes when the window begins after that.",
    ),
  ];
}

/** GitHub's last words, each once. */
function refusalsOf(facts: readonly Fact[]): string[] {
  const unseen = factsOfKind(facts, "secret-places-read").flatMap(({ data }): Unseen[] =>
    "unseen" in data.places ? [data.places.unseen] : [],
  );
  return [...new Set(unseen.map(({ text }) => text))].sort();
}
