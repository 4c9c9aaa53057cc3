// Every status that was set on a commit, not only the last of each context.
import { z } from "zod";
import type { ListedChecks } from "../../../core/listed-history/listed.ts";
import { inRepository } from "../../address.ts";
import type { Ask } from "../../ask.ts";
import type { RepositoryAddress } from "../../gateway.ts";
import { known, webUrl } from "../parts.ts";
import { see } from "../see.ts";
import { eachOf, id, second } from "./parts.ts";

const wanted = { what: "commit statuses", permission: "statuses: read", turnOn: "" };

const statuses = eachOf(
  z.object({
    id,
    context: z.string(),
    state: z.enum(["pending", "success", "failure", "error"]),
    target_url: webUrl,
    created_at: second,
    updated_at: known(second),
  }),
);

/** GitHub keeps a thousand of each context. */
const maximumPages = 20;

/** What of a commit's checks its statuses are; that they were refused is told beside the check runs, which are seen all the same. */
export async function readStatuses(
  ask: Ask,
  repository: RepositoryAddress,
  sha: string,
): Promise<Pick<ListedChecks, "statuses"> & Partial<Pick<ListedChecks, "statusesUnseen" | "complete">>> {
  let unusable = 0;
  const sight = await see(wanted, () =>
    ask.pages(
      repository.installationId,
      "GET /repos/{owner}/{repo}/commits/{ref}/statuses",
      { ...inRepository(repository), ref: sha },
      {
        schema: statuses,
        items: (page) => {
          unusable += page.unusable;
          return page.items;
        },
        maximumPages,
      },
    ),
  );
  if ("unseen" in sight) return { statuses: [], statusesUnseen: sight.unseen };
  const listed = sight.seen.items
    .map((status) => ({
      statusId: status.id,
      sha,
      context: status.context,
      state: status.state,
      url: status.target_url,
      at: Math.max(status.created_at, status.updated_at ?? 0),
    }))
    .sort((a, b) => a.statusId - b.statusId);
  return { statuses: listed, ...(sight.seen.complete && unusable === 0 ? {} : { complete: false }) };
}
