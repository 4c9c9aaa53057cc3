// Spans of time put together and taken apart: of what times something is known.
import type { Window } from "./measurement.ts";

/** Spans that touch become one; by time. Empty ones are left out. */
export function uniteSpans(spans: readonly Window[]): Window[] {
  const union: Window[] = [];
  const sorted = spans.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from || a.to - b.to);
  for (const span of sorted) {
    const last = union.at(-1);
    if (last !== undefined && span.from <= last.to) {
      union.splice(-1, 1, { from: last.from, to: Math.max(last.to, span.to) });
    } else {
      union.push({ from: span.from, to: span.to });
    }
  }
  return union;
}

/** What is left of a span without others. */
export function withoutSpans({ from, to }: Window, others: readonly Window[]): Window[] {
  const left: Window[] = [];
  let at = from;
  for (const other of uniteSpans(others)) {
    if (other.to <= at || other.from >= to) continue;
    if (other.from > at) left.push({ from: at, to: other.from });
    at = Math.max(at, other.to);
  }
  if (at < to) left.push({ from: at, to });
  return left;
}

/** Whether one of the spans holds all of the span. */
export function holdSpan(spans: readonly Window[], { from, to }: Window): boolean {
  return spans.some((span) => span.from <= from && to <= span.to);
}
