// Counts the requests to GitHub that a piece of work makes, whatever calls it makes them by.
import { AsyncLocalStorage } from "node:async_hooks";

/** Grows with every request, answered or not. */
export interface RequestCount {
  requests: number;
  /** Of them, those that GitHub answered with "not modified", which costs nothing. Absent: not counted. */
  notModified?: number;
}

const counts = new AsyncLocalStorage<readonly RequestCount[]>();

/** Does `work`; meanwhile `count` grows with each of its requests, and so does the count of the work that this is a part of. */
export function countRequests<Result>(count: RequestCount, work: () => Promise<Result>): Promise<Result> {
  return counts.run([...(counts.getStore() ?? []), count], work);
}

/** Told by the gateway of every request. */
export function noteRequest(notModified = false): void {
  for (const count of counts.getStore() ?? []) {
    count.requests++;
    if (notModified && count.notModified !== undefined) count.notModified++;
  }
}
