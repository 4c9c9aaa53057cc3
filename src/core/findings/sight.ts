// How far the findings of a repository can be seen: which sources GitHub listed, which are off, which may not be read, and
// whether an empty population proves anything.
import { type Fact, type FactKind, factsOfKind } from "../facts/fact.ts";
import type { FindingsListedFact, Unseen } from "../facts/observations.ts";
import type { DataSource } from "../kpis/data-source.ts";
import type { Reason } from "../kpis/measurement.ts";
import { type Finding, type FindingSource, findingSources } from "./finding.ts";

export interface FindingsSight {
  /** Why nothing may be said at all; empty when something may. */
  readonly blocked: readonly Reason[];
  /** The sources that are on, as far as told. Findings of the others do not exist or cannot be known. */
  readonly sources: readonly FindingSource[];
  /** Plain text: what to know of a number that is told all the same. */
  readonly notes: readonly string[];
  /** Why an empty population is no proof that there is nothing; null when it is one. */
  readonly incomplete: Reason | null;
}

interface Known {
  readonly facts: readonly Fact[];
  /** Absent: whether a source that is off left findings open is not asked. */
  readonly findings?: readonly Finding[];
  readonly resumedAt?: number | null;
  /** Where the facts come from; absent: an installed App. */
  readonly source?: DataSource;
}

/** Why alerts are not known that no list told of, by what was to list them. */
const unlistedWords: Readonly<Record<DataSource, string>> = {
  app: "alerts from before Firstpass was told of them are not known, because GitHub's list has not been read yet.",
  api: "its alerts are not known, because GitHub's list was not read.",
  clone: "findings are not known beside those of the files that were given.",
};

export const sourceTitles: Readonly<Record<FindingSource, string>> = {
  "code-scanning": "Code scanning",
  dependabot: "Dependabot",
  "secret-scanning": "Secret scanning",
};

/** How far findings of these sources can be seen; default: all three. */
export function sightOfFindings(
  known: Known,
  wanted: readonly FindingSource[] = findingSources,
): FindingsSight {
  const each = wanted.map((source) => ({ source, ...sightOfSource(known, source) }));
  const off = each.filter(({ state }) => state === "feature-off");
  const left = off.flatMap(({ source, text }) => leftOpen(known, source, text));
  const hidden = each.filter(({ state }) => state === "permission-missing" || state === "not-available");
  const unlisted = each.filter(({ state }) => state === "unlisted");
  const allOff = off.length === each.length;
  return {
    blocked: [
      ...hidden.map(({ state, text }) => ({ code: state, text })),
      ...(allOff && left.length === 0 ? off.map(({ state, text }) => ({ code: state, text })) : left),
    ],
    sources: each.flatMap(({ source, state }) =>
      state === "listed" || state === "unlisted" ? [source] : [],
    ),
    notes: [
      ...(allOff
        ? []
        : off.map(({ source, text }) => `${sourceTitles[source]} is not in this number. ${text}`)),
      ...unlisted.map(({ text }) => text),
    ],
    incomplete:
      unlisted.length === 0
        ? null
        : { code: "alerts-not-listed", text: unlisted.map(({ text }) => text).join(" ") },
  };
}

/** Switching a scanner off closes nothing: while findings of it are open, no number without them is true. */
function leftOpen({ findings = [] }: Known, source: FindingSource, text: string): Reason[] {
  const open = findings.filter(
    (finding) =>
      finding.source === source && finding.security && finding.transitions.at(-1)?.state === "open",
  ).length;
  if (open === 0) return [];
  const left = open === 1 ? "One finding of it was" : `${open} findings of it were`;
  return [{ code: "feature-off", text: `${text} ${left} open when it was seen last.` }];
}

type SourceState = "listed" | "unlisted" | Unseen["why"];

const alertKinds = {
  "code-scanning": "code-scanning-alert",
  dependabot: "dependabot-alert",
  "secret-scanning": "secret-scanning-alert",
} as const satisfies Record<FindingSource, FactKind>;

function sightOfSource(known: Known, source: FindingSource): { state: SourceState; text: string } {
  const title = sourceTitles[source];
  const latest = latestListing(known, source);
  // An alert that is told of later than a refusal: the source has been switched on since.
  const heardSince = (at: number) =>
    factsOfKind(known.facts, alertKinds[source]).some(({ occurredAt }) => occurredAt > at);
  if (latest !== null && "unseen" in latest.data.listing) {
    const { why, text } = latest.data.listing.unseen;
    if (why !== "feature-off" || !heardSince(latest.occurredAt)) return { state: why, text };
  }
  if (latest === null || "unseen" in latest.data.listing)
    return {
      state: "unlisted",
      text: `${title}: ${unlistedWords[known.source ?? "app"]}`,
    };
  const { listing } = latest.data;
  if (listing.seen.complete) return { state: "listed", text: "" };
  return {
    state: "unlisted",
    text: `${title}: only the newest ${listing.seen.alerts} alerts were read; GitHub lists more.`,
  };
}

/** The last reading; one from before deliveries were interrupted or lost does not tell what happened meanwhile. */
function latestListing({ facts, resumedAt = null }: Known, source: FindingSource): FindingsListedFact | null {
  const missed = factsOfKind(facts, "deliveries-missed").map(({ data }) => data.to);
  const provesFrom = Math.max(resumedAt ?? Number.NEGATIVE_INFINITY, ...missed);
  let latest: FindingsListedFact | null = null;
  for (const fact of factsOfKind(facts, "findings-listed")) {
    if (fact.data.source !== source || fact.occurredAt < provesFrom) continue;
    if (latest === null || isLater(fact, latest)) latest = fact;
  }
  return latest;
}

function isLater(fact: FindingsListedFact, than: FindingsListedFact): boolean {
  if (fact.occurredAt !== than.occurredAt) return fact.occurredAt > than.occurredAt;
  return JSON.stringify(fact.data) > JSON.stringify(than.data);
}
