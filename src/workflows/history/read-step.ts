// The next step of a reading: one page of one list, or what is made of the lists that are in hand.
import type { Reading } from "../../records/store.ts";
import { readWaitingChecks, readWorkflowRuns } from "./read-checks.ts";
import { readPullRequests } from "./read-pull-requests.ts";
import { readActivity, readPushes } from "./read-pushes.ts";
import { toNextStep } from "./reading.ts";
import { type HistoryVisit, nothingTold, type Step } from "./visit.ts";

/** Does the step that the reading stands at. The reading that it returns stands at the next one; at null once its slice is read. */
export async function readStep(visit: HistoryVisit, reading: Reading): Promise<Step> {
  const step = await read(visit, reading);
  return { ...step, reading: toNextStep(step.reading) };
}

async function read(visit: HistoryVisit, reading: Reading): Promise<Step> {
  switch (reading.step) {
    case "activity":
      return readActivity(visit, reading);
    case "pull-requests":
    case "settle":
      return readPullRequests(visit, reading);
    case "checks":
      return readWaitingChecks(visit, reading);
    case "workflow-runs":
      return readWorkflowRuns(visit, reading);
    case "pushes":
      return readPushes(visit, reading);
    case null:
      return nothingTold(reading);
  }
}
