// Lists pull requests with all that happened to them, last updated first: by GraphQL in one request for twenty-five, by REST in
// two for each.
import type { Ask } from "../../ask.ts";
import type { GitHubHistory } from "../../history.ts";
import { see } from "../see.ts";
import { pageNumberOf, partsOf } from "./parts.ts";
import { askForFewer, type PreferGraphql } from "./prefer-graphql.ts";
import { askPullRequests, pullRequestsAtOnce } from "./pull-requests-by-graphql.ts";
import { readPullRequestsByRest } from "./pull-requests-by-rest.ts";

const wanted = { what: "pull requests and their reviews", permission: "pull_requests: read", turnOn: "" };

/** How many a page had, so that the next one need not find out again what is too much; and GitHub's cursor. */
const ofGraphql = /^graphql:(\d{1,2}):(.*)$/s;
const ofRest = /^rest:(\d{1,9})$/;

export function listPullRequests(ask: Ask, prefer: PreferGraphql): GitHubHistory["listPullRequests"] {
  return (repository, cursor) =>
    see(wanted, async () => {
      const page = partsOf(cursor, ofRest)?.[0] ?? null;
      // A list that REST began is ended by REST. One that GraphQL began is begun anew: a thing told twice does no harm.
      return page === null ? prefer(byGraphql, () => byRest(null)) : byRest(page);

      async function byGraphql() {
        const [size, after = null] = partsOf(cursor, ofGraphql) ?? [];
        const most = Math.min(pullRequestsAtOnce, 2 * Number(size ?? pullRequestsAtOnce));
        const { answer, size: read } = await askForFewer(most, (first) =>
          askPullRequests(ask, repository, first, after),
        );
        const { items, endCursor } = answer;
        return { items, next: endCursor === null ? null : `graphql:${read}:${endCursor}` };
      }

      async function byRest(page: string | null) {
        const number = pageNumberOf(page);
        const { items, hasNext } = await readPullRequestsByRest(ask, repository, number);
        return { items, next: hasNext ? `rest:${number + 1}` : null };
      }
    });
}
