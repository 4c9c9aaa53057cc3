// The files of one pull request, asked for once, whoever needs them.
import type { ChangedFile, GitHubReads, RepositoryAddress } from "../../github/gateway.ts";

/** Asks GitHub the first time it is called, and gives the same answer, or the same error, afterwards. */
export type ListChangedFiles = () => Promise<readonly ChangedFile[]>;

export function rememberChangedFiles(
  github: Pick<GitHubReads, "listPullRequestFiles">,
  address: RepositoryAddress,
  number: number,
): ListChangedFiles {
  let answer: Promise<readonly ChangedFile[]> | null = null;
  return () => {
    answer ??= github.listPullRequestFiles(address, number);
    return answer;
  };
}
