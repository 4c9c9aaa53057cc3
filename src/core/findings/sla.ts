// The SLA clock of a finding: it runs from the finding's first date, and accepted exceptions alone stop it.
import type { Config } from "../config/config.ts";
import type { Exception, Span } from "../exceptions/exception.ts";
import { spanInForce } from "../exceptions/in-force.ts";
import { oncePerList } from "../facts/once-per-list.ts";
import type { Finding } from "./finding.ts";

const dayMillis = 24 * 60 * 60 * 1000;

export interface Clock {
  /** When the finding reached the default branch, milliseconds UTC. A reopening does not change it. */
  readonly startedAt: number;
  /** The time that the SLA gives; null: its severity has none or is not known. */
  readonly slaMillis: number | null;
  /** The first moment that is too late is just after this one: fixed at `dueAt` is in time. Null where there is no SLA. */
  readonly dueAt: number | null;
  /** For how long exceptions stopped the clock before it was due; 0 where there is no SLA. */
  readonly pausedMillis: number;
  /** When exceptions stop the clock: by time, apart from one another, from `startedAt` on. */
  readonly stopped: readonly Span[];
}

/** When exceptions that are in force stop the clock of a finding: by time, overlapping and touching ones joined. */
export function acceptedSpans(
  finding: Finding,
  exceptions: readonly Exception[],
  reviewAfterDays: number,
): Span[] {
  const spans = (exceptionsByFinding(exceptions).get(finding.id) ?? [])
    .flatMap((exception) => spanInForce(exception, reviewAfterDays) ?? [])
    .sort((a, b) => a.from - b.from || a.to - b.to);
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last === undefined || span.from > last.to) joined.push(span);
    else joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return joined;
}

/** Finding → the exceptions that are for it; made once for each list, since the clock of every finding asks for it. */
const exceptionsByFinding = oncePerList((exceptions: readonly Exception[]) => {
  const byFinding = new Map<string, Exception[]>();
  for (const exception of exceptions)
    for (const id of new Set(exception.findingIds)) {
      const known = byFinding.get(id);
      if (known === undefined) byFinding.set(id, [exception]);
      else known.push(exception);
    }
  return byFinding;
});

/** The clock of a finding; null for one that never reached the default branch. */
export function clockOf(finding: Finding, exceptions: readonly Exception[], config: Config): Clock | null {
  const startedAt = finding.reachedDefaultAt;
  if (startedAt === null) return null;
  const days = finding.severity === null ? null : config.sla[finding.severity];
  const slaMillis = days === null ? null : days * dayMillis;
  const stopped = acceptedSpans(finding, exceptions, config.exceptions.reviewAfterDays)
    .map(({ from, to }) => ({ from: Math.max(from, startedAt), to }))
    .filter(({ from, to }) => to > from);
  if (slaMillis === null) return { startedAt, slaMillis, dueAt: null, pausedMillis: 0, stopped };
  let dueAt = startedAt + slaMillis;
  for (const { from, to } of stopped) if (from < dueAt) dueAt += to - from;
  return { startedAt, slaMillis, dueAt, pausedMillis: dueAt - startedAt - slaMillis, stopped };
}

/** For how long the clock has run past its SLA at a time, both in milliseconds; 0 where it has not, or where there is no SLA. */
export function overdueMillis({ startedAt, slaMillis, stopped }: Clock, at: number): number {
  if (slaMillis === null) return 0;
  const stoodStill = stopped.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, at) - from), 0);
  return Math.max(0, at - startedAt - stoodStill - slaMillis);
}
