// How far the exceptions of a repository can be seen at the end of a window: dismissals by the alerts, entries by the files.
import type { Fact } from "../facts/fact.ts";
import type { RepositoryState } from "../facts/repository.ts";
import type { Finding } from "../findings/finding.ts";
import { sightOfFindings } from "../findings/sight.ts";
import { incompleteHistory } from "../kpis/coverage.ts";
import type { DataSource } from "../kpis/data-source.ts";
import type { Reason, Window } from "../kpis/measurement.ts";
import type { ExceptionsFileVersion } from "./exception.ts";
import { tellProblem } from "./tell-problem.ts";

interface Known {
  readonly repository: RepositoryState;
  readonly facts: readonly Fact[];
  readonly findings?: readonly Finding[];
  readonly coveredFrom: number | null;
  readonly resumedAt?: number | null;
  readonly exceptionFiles?: readonly ExceptionsFileVersion[];
  readonly window: Window;
  /** Where the facts come from; absent: an installed App. */
  readonly source?: DataSource;
}

export interface ExceptionsSight {
  /** Why nothing may be said at all; empty when something may. */
  readonly blocked: readonly Reason[];
  /** Why finding no exception is no proof that there is none; empty when it is one. */
  readonly incomplete: readonly Reason[];
  /** What to know of a number that is told all the same; plain text. */
  readonly notes: readonly string[];
  /** Whether both files had been looked for by the end of the window: else a difference may be one of sight. */
  readonly filesRead: boolean;
  /** Whether all alerts are known, so that an entry without one is an orphan. */
  readonly findingsListed: boolean;
}

const fileTitles: Readonly<Record<ExceptionsFileVersion["origin"], string>> = {
  "repository-file": "the repository's exceptions file",
  "organisation-file": "the organisation's exceptions file",
};

export function sightOfExceptions(known: Known): ExceptionsSight {
  const findings = sightOfFindings(known);
  const origins = Object.keys(fileTitles) as ExceptionsFileVersion["origin"][];
  const latest = origins.map((origin) => ({ origin, version: latestVersion(known, origin) }));
  const unread = latest.flatMap(({ origin, version }) => (version === null ? [fileTitles[origin]] : []));
  const remedy =
    (known.source ?? "app") === "app"
      ? 'Wait for the next reading; should it not come, see that the installation has the permission "contents: read".'
      : "A reading tells how they are now: leave out --as-of, and see that they may be read.";
  const unreadText = `By the end of the window Firstpass had not read ${unread.join(" and ")}: entries in there are not known. ${remedy}`;
  const alerts = findings.incomplete;
  const history = alerts === null ? null : incompleteHistory(known, known.window, "deliveries");
  return {
    blocked: findings.blocked,
    incomplete: [
      ...(alerts === null ? [] : [alerts]),
      ...(history === null ? [] : [history]),
      ...(unread.length === 0 ? [] : [{ code: "exceptions-not-read", text: unreadText }]),
    ],
    notes: [
      ...findings.notes,
      ...(unread.length === 0 ? [] : [unreadText]),
      ...latest.flatMap(({ version }) => (version === null ? [] : describeProblem(version, known))),
      ...noteAgeOfEntries(known),
    ],
    filesRead: unread.length === 0,
    findingsListed: alerts === null && findings.blocked.length === 0,
  };
}

/** One reading of GitHub does not tell since when an entry holds: what follows for numbers, for a person. Empty where it follows nothing. */
export function noteAgeOfEntries({
  source,
  exceptionFiles = [],
}: Pick<Known, "source" | "exceptionFiles">): string[] {
  if (source !== "api" || exceptionFiles.every(({ text }) => text === null)) return [];
  return [
    "Entries of exceptions files count from this reading on, because one reading does not tell since when they hold: none is found too old before it expires, and none has stopped an SLA clock before today. The App tells it from its first reading on.",
  ];
}

/** The last version that was read before the end of the window; of one moment the last by content. */
function latestVersion(
  { exceptionFiles = [], window }: Known,
  origin: ExceptionsFileVersion["origin"],
): ExceptionsFileVersion | null {
  let latest: ExceptionsFileVersion | null = null;
  for (const version of exceptionFiles) {
    if (version.origin !== origin || version.readAt >= window.to) continue;
    if (latest === null || isLater(version, latest)) latest = version;
  }
  return latest;
}

function isLater(version: ExceptionsFileVersion, than: ExceptionsFileVersion): boolean {
  if (version.readAt !== than.readAt) return version.readAt > than.readAt;
  return JSON.stringify(version) > JSON.stringify(than);
}

function describeProblem(version: ExceptionsFileVersion, { repository }: Known): string[] {
  const [first, ...others] = tellProblem(version, repository);
  if (first === undefined) return [];
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return [`Not all of ${version.path} is in force${more}: ${first}`];
}
