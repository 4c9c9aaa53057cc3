// Reads what holds on a branch: the active rules of rulesets at every level, and classic branch protection.
import { z } from "zod";
import type { BranchRules } from "../../core/facts/observations.ts";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubObservations } from "../observations.ts";
import { known } from "./parts.ts";
import { notFoundOf, see } from "./see.ts";

const contexts = z.array(z.object({ context: z.string() }));

/** Rules whose kind says nothing of checks, reviews or workflows are read by their type alone. */
const rule = z.object({
  type: z.string(),
  parameters: known(
    z.object({
      required_status_checks: known(contexts),
      required_approving_review_count: known(z.number()),
      workflows: known(
        z.array(
          z.object({
            path: z.string(),
            repository_id: z.number(),
            ref: known(z.string()),
            sha: known(z.string()),
          }),
        ),
      ),
    }),
  ),
});

const paidPlan = "rules need a public repository or another plan of GitHub";

export function readBranchRules(ask: Ask): GitHubObservations["readBranchRules"] {
  const wanted = { what: "rules of the default branch", permission: "metadata: read", turnOn: paidPlan };
  return (repository, branch) =>
    see(wanted, async () => {
      const { items } = await ask.pages(
        repository.installationId,
        "GET /repos/{owner}/{repo}/rules/branches/{branch}",
        { ...inRepository(repository), branch },
        { schema: z.array(rule), items: (page) => page, maximumPages: 10 },
      );
      return rulesOf(items);
    });
}

function rulesOf(rules: readonly z.infer<typeof rule>[]): BranchRules {
  const of = (type: string) => rules.flatMap((one) => (one.type === type ? (one.parameters ?? []) : []));
  const approvals = of("pull_request").map((parameters) => parameters.required_approving_review_count ?? 0);
  const checks = of("required_status_checks").flatMap(
    (parameters) => parameters.required_status_checks ?? [],
  );
  const workflows = of("workflows").flatMap((parameters) => parameters.workflows ?? []);
  return {
    requiredChecks: sorted(checks.map(({ context }) => context)),
    // Where rules disagree, GitHub holds to the strictest.
    requiredApprovals: rules.some(({ type }) => type === "pull_request") ? Math.max(0, ...approvals) : null,
    // The rule names the workflow's repository by its id.
    requiredWorkflows: sorted(
      workflows.map(
        ({ repository_id, path, ref, sha }) =>
          `repositories/${repository_id}/${path}${ref === null && sha === null ? "" : `@${sha ?? ref}`}`,
      ),
    ),
  };
}

const protection = z.object({
  required_status_checks: known(z.object({ contexts: known(z.array(z.string())), checks: known(contexts) })),
  required_pull_request_reviews: known(z.object({ required_approving_review_count: known(z.number()) })),
});

/** 404 with these words is no refusal: the branch is there, or will be, and nothing protects it. */
const unprotected = /branch not (?:protected|found)/i;

export function readBranchProtection(ask: Ask): GitHubObservations["readBranchProtection"] {
  const wanted = { what: "branch protection", permission: "administration: read", turnOn: paidPlan };
  return (repository, branch) =>
    see(wanted, async () => {
      try {
        const answer = await ask(
          repository.installationId,
          "GET /repos/{owner}/{repo}/branches/{branch}/protection",
          { ...inRepository(repository), branch },
          protection,
        );
        const checks = answer.required_status_checks;
        const reviews = answer.required_pull_request_reviews;
        return {
          requiredChecks: sorted([
            ...(checks?.contexts ?? []),
            ...(checks?.checks ?? []).map(({ context }) => context),
          ]),
          requiredApprovals: reviews === null ? null : (reviews.required_approving_review_count ?? 0),
          requiredWorkflows: [],
        };
      } catch (error) {
        if (unprotected.test(notFoundOf(error)?.message ?? "")) return null;
        throw error;
      }
    });
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
