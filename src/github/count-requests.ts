// Counts the requests to GitHub that a piece of work makes, whatever calls it makes them by.
import { AsyncLocalStorage } from "node:async_hooks";

/** Grows with every request, answered or not. */
export interface RequestCount {
  requests: number;
}

const counts = new AsyncLocalStorage<RequestCount>();

/** Does `work`; meanwhile `count` grows with each of its requests. */
export function countRequests<Result>(count: RequestCount, work: () => Promise<Result>): Promise<Result> {
  return counts.run(count, work);
}

/** Told by the gateway of every request. */
export function noteRequest(): void {
  const count = counts.getStore();
  if (count !== undefined) count.requests++;
}
