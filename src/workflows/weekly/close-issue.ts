// Closes an issue in one request that also puts a note above its text, and keeps what people wrote into it.
import { NotFound, Refused } from "../../github/errors.ts";
import type { GitHubGateway, IssueReference, RepositoryAddress } from "../../github/gateway.ts";
import { cutBytes, limits } from "../../render/fit.ts";

export async function closeWithNote(
  github: Pick<GitHubGateway, "updateIssue">,
  address: RepositoryAddress,
  issue: Pick<IssueReference, "number" | "body">,
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
