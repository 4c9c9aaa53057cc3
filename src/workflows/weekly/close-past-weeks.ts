// Closes the issues of weeks that are over, each in one request that also puts a link onwards above its text.
import { NotFound, Refused } from "../../github/errors.ts";
import type { RepositoryAddress } from "../../github/gateway.ts";
import type { PostedWeeklyIssue } from "../../records/store.ts";
import { cutBytes, limits } from "../../render/fit.ts";
import { renderOnwardsNote, weeklyLabel, weeklyMarker } from "../../render/weekly/weekly-issue.ts";
import type { JobServices } from "../services.ts";

export async function closePastWeeks(
  { store, github }: JobServices,
  address: RepositoryAddress,
  past: readonly PostedWeeklyIssue[],
  next: { readonly number: number; readonly isoWeek: string },
): Promise<void> {
  for (const issue of past) {
    if (issue.closed || issue.issueNumber === null) continue;
    const marker = weeklyMarker(issue.repositoryId, issue.isoWeek);
    // Read again, so that what people wrote into it is kept.
    const found = await github.findIssue(address, weeklyLabel, marker);
    if (found !== null) await closeWithLink(github, address, found, renderOnwardsNote(next));
    await store.weeklyIssues.save({ ...issue, closed: true });
  }
}

async function closeWithLink(
  github: JobServices["github"],
  address: RepositoryAddress,
  issue: { readonly number: number; readonly body: string },
  note: string,
): Promise<void> {
  const body = issue.body.includes(note) ? issue.body : `${note}\n\n${issue.body}`;
  try {
    await github.updateIssue(address, issue.number, {
      body: cutBytes(body, limits.issueBodyBytes, "\n\n…"),
      state: "closed",
    });
  } catch (error) {
    // Deleted or locked by a person meanwhile: nothing is left to close.
    if (!(error instanceof NotFound) && !(error instanceof Refused)) throw error;
  }
}
