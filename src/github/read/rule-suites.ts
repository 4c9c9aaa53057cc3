// Lists the pushes to a branch that were let through against the rules. GitHub tells a month of them at most.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import { Refused } from "../errors.ts";
import type { GitHubObservations } from "../observations.ts";
import { time } from "./parts.ts";
import { see } from "./see.ts";

const suites = z.array(
  z.object({
    id: z.number(),
    ref: z.string(),
    before_sha: z.string(),
    after_sha: z.string(),
    pushed_at: time,
    result: z.string(),
  }),
);

const maximumPages = 10;

export function listBypassedRuleSuites(ask: Ask): GitHubObservations["listBypassedRuleSuites"] {
  // GitHub's list of permissions names write here, although nothing is written.
  const wanted = {
    what: "bypassed rules",
    permission: "administration: write",
    turnOn: "rules need another plan of GitHub",
  };
  return (repository, branch) =>
    see(wanted, async () => {
      const { items, complete } = await ask.pages(
        repository.installationId,
        "GET /repos/{owner}/{repo}/rulesets/rule-suites",
        {
          ...inRepository(repository),
          ref: `refs/heads/${branch}`,
          rule_suite_result: "bypass",
          time_period: "month",
        },
        { schema: suites, items: (page) => page, maximumPages },
      );
      if (!complete)
        throw new Refused(`GitHub lists more than ${maximumPages * 100} bypasses of one month.`, 422);
      return items
        .filter(({ result }) => result === "bypass")
        .map((suite) => ({
          id: suite.id,
          ref: suite.ref,
          beforeSha: suite.before_sha,
          afterSha: suite.after_sha,
          pushedAt: suite.pushed_at,
        }))
        .sort((a, b) => a.pushedAt - b.pushedAt || a.id - b.id);
    });
}
