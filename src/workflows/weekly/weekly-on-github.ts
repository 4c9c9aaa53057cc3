// The weekly issues of a repository as GitHub has them, whoever posted them: what the store knows of is not all there is.
import type { GitHubGateway, MarkedIssue, RepositoryAddress } from "../../github/gateway.ts";
import { readWeeklyMarker, weeklyLabel, weeklyMark } from "../../render/weekly/weekly-issue.ts";

export interface WeeklyOnGitHub extends MarkedIssue {
  /** `2026-W47`. */
  readonly isoWeek: string;
}

/**
 * Oldest first; one request, or two where none of `isoWeek` carries the label.
 * @param search.unlabelled also look for one whose label is gone.
 */
export async function listWeeklyOnGitHub(
  github: Pick<GitHubGateway, "listMarkedIssues">,
  address: RepositoryAddress,
  search: { readonly isoWeek: string; readonly unlabelled: boolean },
): Promise<WeeklyOnGitHub[]> {
  const mark = weeklyMark(address.repositoryId);
  const byNumber = new Map<number, WeeklyOnGitHub>();
  const look = async (label: string | null) => {
    for (const issue of await github.listMarkedIssues(address, { label, mark })) {
      const isoWeek = readWeeklyMarker(issue.body, address.repositoryId);
      if (isoWeek !== null) byNumber.set(issue.number, { ...issue, isoWeek });
    }
  };
  await look(weeklyLabel);
  const found = [...byNumber.values()].some(({ isoWeek }) => isoWeek === search.isoWeek);
  if (!found && search.unlabelled) await look(null);
  return [...byNumber.values()].sort((one, other) => one.number - other.number);
}
