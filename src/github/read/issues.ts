// Finds our own issues again by their hidden marker. Anybody can write a marker, so it counts only where an App opened the issue
// or a person who may write to the repository.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import { NotFound, PermissionError, Refused } from "../errors.ts";
import type { GitHubReads, IssueReference, MarkedIssue, RepositoryAddress } from "../gateway.ts";

const issues = z.array(
  z.object({
    number: z.number(),
    state: z.enum(["open", "closed"]),
    body: z.string().nullish(),
    html_url: z.string(),
    user: z.object({ type: z.string(), login: z.string().optional() }).nullable(),
    author_association: z.string().optional(),
    pull_request: z.unknown().optional(),
  }),
);

type Issue = z.infer<typeof issues>[number];

export function findIssue(ask: Ask): GitHubReads["findIssue"] {
  return async (repository, label, mark) => {
    const [own] = await listOwn(ask, repository, { label, mark });
    // GitHub may have dropped the label, or a person removed it.
    const [found = null] = own === undefined ? await listOwn(ask, repository, { label: null, mark }) : [own];
    if (found === null) return null;
    const { author: _, ...issue } = found;
    return issue;
  };
}

export function listMarkedIssues(ask: Ask): GitHubReads["listMarkedIssues"] {
  return (repository, search) => listOwn(ask, repository, search);
}

async function listOwn(
  ask: Ask,
  repository: RepositoryAddress,
  { label, mark }: { readonly label: string | null; readonly mark: string },
): Promise<MarkedIssue[]> {
  const found: MarkedIssue[] = [];
  for (const issue of await listNewest(ask, repository, label)) {
    if (!(issue.body ?? "").includes(mark)) continue;
    const login = issue.user?.login ?? "";
    if (issue.user?.type === "Bot") found.push({ ...referenceTo(issue), author: { login, kind: "bot" } });
    else if (await mayWrite(ask, repository, issue))
      found.push({ ...referenceTo(issue), author: { login, kind: "person" } });
  }
  return found;
}

/** The hundred newest issues of a label: almost two years of weeks. */
async function listNewest(ask: Ask, repository: RepositoryAddress, label: string | null): Promise<Issue[]> {
  const { items } = await ask.pages(
    repository.installationId,
    "GET /repos/{owner}/{repo}/issues",
    {
      ...inRepository(repository),
      ...(label === null ? {} : { labels: label }),
      state: "all",
      sort: "created",
      direction: "desc",
    },
    { schema: issues, maximumPages: 1, items: (page) => page },
  );
  return items.filter((issue) => issue.pull_request === undefined);
}

function referenceTo({ number, state, body, html_url }: Issue): IssueReference {
  return { number, state, body: body ?? "", url: html_url };
}

const belongs = ["OWNER", "MEMBER", "COLLABORATOR"];

/** One request, for the issue of a person who has to do with the repository; to belong to its organisation is not to write. */
async function mayWrite(
  ask: Ask,
  repository: RepositoryAddress,
  { user, author_association }: Issue,
): Promise<boolean> {
  if (user?.type !== "User" || user.login === undefined || !belongs.includes(author_association ?? ""))
    return false;
  try {
    const { permission } = await ask(
      repository.installationId,
      "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
      { ...inRepository(repository), username: user.login },
      z.object({ permission: z.string() }),
    );
    return permission === "admin" || permission === "write";
  } catch (error) {
    if (error instanceof NotFound || error instanceof Refused || error instanceof PermissionError)
      return false;
    throw error;
  }
}
