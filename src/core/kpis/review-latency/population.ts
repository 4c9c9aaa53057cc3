// Which changes the median of review latency is of, which stand beside it, and why the others are left out.
import type { Change } from "../../changes/change.ts";
import { coversWindow } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import { historyOfReviews } from "../needed-history.ts";
import {
  findFirstReview,
  hoursUpForReview,
  type ReviewedChange,
  reviewsByChange,
  reviewTimes,
} from "./reviews.ts";

export type LeftOut =
  | "opened by a bot"
  | "beginning not seen"
  | "wait not seen throughout"
  | "not reviewed yet"
  | "merged without a review"
  | "merged, reviewed only as a draft"
  | "closed without a review";

/** One change that the window has something to say of. */
export interface Latency {
  readonly change: Change;
  /** When it was first reviewed, closed, or came up for review, whatever `leftOut` is about. */
  readonly at: number;
  /** Hours to the first review, or of waiting so far; null where there was no review, or not all of the wait was seen. */
  readonly hours: number | null;
  /** Null: it is one of the values that the median is of. */
  readonly leftOut: LeftOut | null;
}

/** Every change that was first reviewed, closed unreviewed, or still waits in the window, by pull request number. */
export function findLatencies(input: KpiInput): Latency[] {
  const byChange = reviewsByChange(input.facts);
  return input.changes.flatMap((change): Latency[] => {
    const times = reviewTimes(change, byChange.get(change.number) ?? [], input);
    const found = findFirstReview(change, times);
    const latency = found === null ? unseenBeginning(change, times, input) : judge(found, input);
    return latency === null ? [] : [latency];
  });
}

function judge(found: ReviewedChange, input: KpiInput): Latency | null {
  const { window, config, now } = input;
  const { change, readyAt, firstReviewAt, reviewedAsDraft } = found;
  const within = (at: number | null) => at !== null && at >= window.from && at < window.to;
  const end = firstReviewAt ?? change.closedAt;
  if (end !== null && end < window.from) return null;
  const isOut = change.bot && config.changes.bots !== "include";
  // Where not all of the wait was seen, there may have been an earlier review.
  const wait = { from: readyAt, to: Math.max(readyAt, end ?? Math.min(window.to, now)) };
  const wasInterrupted = !coversWindow(input, wait, historyOfReviews);
  const reason = isOut ? "opened by a bot" : wasInterrupted ? "wait not seen throughout" : null;
  if (firstReviewAt !== null && within(firstReviewAt)) {
    const hours = wasInterrupted ? null : hoursUpForReview(found, firstReviewAt, input);
    return { change, at: firstReviewAt, hours, leftOut: reason };
  }
  // Of what bots open, only the reviews are told of.
  if (isOut) return null;
  if (firstReviewAt === null && change.closedAt !== null && within(change.closedAt)) {
    const merged = reviewedAsDraft ? "merged, reviewed only as a draft" : "merged without a review";
    const leftOut = reason ?? (change.merged ? merged : "closed without a review");
    return { change, at: change.closedAt, hours: null, leftOut };
  }
  if (!isUpAt(change, window.to) || readyAt >= window.to) return null;
  const hours = wasInterrupted ? null : hoursUpForReview(found, Math.min(window.to, now), input);
  return { change, at: readyAt, hours, leftOut: reason ?? "not reviewed yet" };
}

/** The state at the end of the window: what happens exactly at `to` belongs to the next. */
function isUpAt({ upForReview }: Change, to: number): boolean {
  return upForReview.some((span) => span.from < to && (span.to === null || span.to >= to));
}

/** A change that was up for review before it was seen: how long it waited cannot be known. It is told of where it was first seen reviewed. */
function unseenBeginning(change: Change, times: readonly number[], { window }: KpiInput): Latency | null {
  const [first] = times;
  if (change.beginningSeen || change.heads.length === 0 || first === undefined) return null;
  if (first < window.from || first >= window.to) return null;
  return { change, at: first, hours: null, leftOut: "beginning not seen" };
}
