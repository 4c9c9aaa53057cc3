// Closes the issues of weeks that are over, each in one request that also puts a link onwards above its text.
import type { RepositoryAddress } from "../../github/gateway.ts";
import type { PostedWeeklyIssue } from "../../records/store.ts";
import { renderOnwardsNote, weeklyLabel, weeklyMarker } from "../../render/weekly/weekly-issue.ts";
import type { JobServices } from "../services.ts";
import { closeWithNote } from "./close-issue.ts";
import type { WeeklyOnGitHub } from "./weekly-on-github.ts";

export interface PastWeeks {
  /** Those that the store knows of. */
  readonly posted: readonly PostedWeeklyIssue[];
  /** Those that were just seen on GitHub, by whomever. */
  readonly seen: readonly WeeklyOnGitHub[];
}

export async function closePastWeeks(
  { store, github }: JobServices,
  address: RepositoryAddress,
  { posted, seen }: PastWeeks,
  next: { readonly number: number; readonly isoWeek: string },
): Promise<void> {
  const note = renderOnwardsNote(next);
  const closing = new Set<number>();
  for (const issue of seen) {
    closing.add(issue.number);
    if (issue.state === "open") await closeWithNote(github, address, issue, note);
  }
  for (const issue of posted) {
    if (issue.closed || issue.issueNumber === null) continue;
    if (!closing.has(issue.issueNumber)) {
      const marker = weeklyMarker(issue.repositoryId, issue.isoWeek);
      // Read again, so that what people wrote into it is kept.
      const found = await github.findIssue(address, weeklyLabel, marker);
      if (found !== null) await closeWithNote(github, address, found, note);
    }
    await store.weeklyIssues.save({ ...issue, closed: true });
  }
}
