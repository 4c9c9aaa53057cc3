// What a failure means for the work that failed. The composition root judges; the queues obey.

export type Verdict =
  /** May go better later: tried again with growing waits, then given up. */
  | { readonly kind: "retry"; readonly reason: string }
  /** Not the work's fault: tried again at `until` (ms UTC), as often as it takes. */
  | { readonly kind: "wait"; readonly until: number; readonly reason: string }
  /** Would fail again in the same way. */
  | { readonly kind: "give-up"; readonly reason: string };

/** Reasons are for people and are stored: they must not hold any value of a payload. */
export type JudgeFailure = (error: unknown) => Verdict;
