// Who posts a repository's weekly issue, and whose issue he may change. The App takes over what a workflow has posted; a workflow
// leaves alone what the App has posted, because the App knows more.
import type { MarkedIssue } from "../../github/gateway.ts";

export interface WeeklyPoster {
  /** `app`: the server, as the App. `token`: a workflow or a command, by a token that it was given. */
  readonly kind: "app" | "token";
  /** Whose token it is, such as `github-actions[bot]`; null where that is not known. */
  readonly login: string | null;
}

export const appPoster: WeeklyPoster = { kind: "app", login: null };

/** The login of every `GITHUB_TOKEN` of a workflow. */
const workflowLogin = "github-actions[bot]";

export function mayChange(poster: WeeklyPoster, { author }: Pick<MarkedIssue, "author">): boolean {
  if (poster.kind === "app" || author.kind === "person") return true;
  return author.login === workflowLogin || author.login === poster.login;
}
