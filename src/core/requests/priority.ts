// Who goes first: of the requests that wait at GitHub's limits, and of the jobs that wait in the queue. A job's kind decides, so that
// no workflow can put itself before the others.

/** Most urgent first: a person waits for a check, a lead for the weekly issue, nobody for what is read of the past. */
export const priorities = ["check", "weekly", "observe", "history"] as const;
export type Priority = (typeof priorities)[number];

const byKind: Readonly<Record<string, Priority>> = {
  "evaluate-head": "check",
  "simulate-configuration": "check",
  "publish-weekly": "weekly",
  "publish-overview": "weekly",
  "observe-paved-road": "observe",
  "observe-repository": "observe",
  "observe-teams": "observe",
  "observe-templates": "observe",
  "read-configuration": "observe",
  "request-observations": "observe",
  "complete-push": "observe",
  "backfill-repository": "history",
  "reconcile-account": "history",
  "reconcile-repository": "history",
};

/** Of a job's kind; of one that this version does not know: `observe`. */
export function priorityOf(kind: string): Priority {
  return byKind[kind] ?? "observe";
}

/** 0 is the most urgent. */
export function rankOf(priority: Priority): number {
  return priorities.indexOf(priority);
}
