// Lists all that ran on commits: twenty a request by GraphQL; by REST where there is no GraphQL, and for a commit on which more
// ran than a request tells. Statuses are always read by REST, of commits that have any: GraphQL tells the last of each alone.
import type { ListedChecks } from "../../../core/listed-history/listed.ts";
import type { Ask } from "../../ask.ts";
import { Refused } from "../../errors.ts";
import type { GitHubHistory } from "../../history.ts";
import { see } from "../see.ts";
import { askCommits, commitsAtOnce } from "./checks-by-graphql.ts";
import { readChecksByRest } from "./checks-by-rest.ts";
import { askForFewer, type PreferGraphql } from "./prefer-graphql.ts";
import { readStatuses } from "./statuses.ts";

const wanted = { what: "check runs", permission: "checks: read", turnOn: "" };

export function listChecks(ask: Ask, prefer: PreferGraphql): GitHubHistory["listChecks"] {
  return (repository, shas) =>
    see(wanted, async () => {
      const once = [...new Set(shas)];
      return prefer(
        () => byGraphql(once),
        () => byRest(once),
      );

      async function byGraphql(all: readonly string[]): Promise<ListedChecks[]> {
        const found: ListedChecks[] = [];
        let rest = all;
        let most = commitsAtOnce;
        while (rest.length > 0) {
          const asked = rest;
          const { answer, size } = await askForFewer(Math.min(most, asked.length), (count) =>
            askCommits(ask, repository, asked.slice(0, count)),
          );
          for (const { sha, checks, hasStatuses } of answer) {
            if (checks === null) found.push(...(await byRest([sha])));
            else found.push({ ...checks, ...(hasStatuses ? await readStatuses(ask, repository, sha) : {}) });
          }
          rest = rest.slice(size);
          most = size;
        }
        return found;
      }

      async function byRest(all: readonly string[]): Promise<ListedChecks[]> {
        const found: ListedChecks[] = [];
        for (const sha of all) {
          const checks = await unlessGone(() => readChecksByRest(ask, repository, sha));
          if (checks !== null) found.push({ ...checks, ...(await readStatuses(ask, repository, sha)) });
        }
        return found;
      }
    });
}

/** 422: no such commit; 409: the repository is empty. A 404 says that of the repository, and is not an answer for one commit. */
async function unlessGone<Answer>(read: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refused && [409, 422].includes(error.status)) return null;
    throw error;
  }
}
