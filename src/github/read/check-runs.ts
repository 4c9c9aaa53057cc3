// Finds our own check run on a head again, after an answer was lost.
import { z } from "zod";
import { ownCheckName } from "../../core/changes/select-checks.ts";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubReads } from "../gateway.ts";

const checkRuns = z.object({
  check_runs: z.array(z.object({ id: z.number(), external_id: z.string().nullable() })),
});

export function findCheckRun(ask: Ask): GitHubReads["findCheckRun"] {
  return async (repository, headSha, externalId) => {
    const { items } = await ask.pages(
      repository.installationId,
      "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
      { ...inRepository(repository), ref: headSha, check_name: ownCheckName, filter: "all" },
      { schema: checkRuns, maximumPages: 10, items: (page) => page.check_runs },
    );
    const own = items.find((run) => run.external_id === externalId);
    return own === undefined ? null : { checkRunId: own.id };
  };
}
