// Routes of how a repository is governed: features, effective rules, classic protection, bypassed rules, custom properties.
import { dateTime } from "../answers/account.ts";
import { fullName, repositoryUrl } from "../answers/repository.ts";
import { notFound, Refusal } from "../refusal.ts";
import { paginate, type Route, type RouteAnswer, type RouteRequest, requireRepository } from "../route.ts";
import type { LocalBranchRule } from "../security-state.ts";
import { requireCodeScanning } from "./alerts.ts";

function showVulnerabilityAlerts(request: RouteRequest): RouteAnswer {
  const { security } = requireRepository(request);
  if (!security.dependabotAlerts) throw new Refusal(404, "Vulnerability alerts are disabled.");
  return { status: 204, body: null };
}

function showDefaultSetup(request: RouteRequest): RouteAnswer {
  const repository = requireRepository(request);
  const { defaultSetup, codeScanning } = repository.security;
  if (!codeScanning) requireCodeScanning(repository);
  return {
    status: 200,
    body: defaultSetup
      ? {
          state: "configured",
          languages: ["actions"],
          query_suite: "default",
          updated_at: null,
          schedule: "weekly",
        }
      : { state: "not-configured", languages: [], query_suite: "default", updated_at: null, schedule: null },
  };
}

function showRule({ rule, rulesetId }: LocalBranchRule, source: string) {
  const ruleset = { ruleset_source_type: "Repository", ruleset_source: source, ruleset_id: rulesetId };
  switch (rule.type) {
    case "required_status_checks":
      return {
        type: rule.type,
        ...ruleset,
        parameters: {
          required_status_checks: rule.contexts.map((context) => ({ context })),
          strict_required_status_checks_policy: false,
        },
      };
    case "pull_request":
      return {
        type: rule.type,
        ...ruleset,
        parameters: {
          dismiss_stale_reviews_on_push: false,
          require_code_owner_review: false,
          require_last_push_approval: false,
          required_approving_review_count: rule.approvals,
          required_review_thread_resolution: false,
        },
      };
    case "workflows":
      return {
        type: rule.type,
        ...ruleset,
        parameters: {
          workflows: rule.workflows.map(({ repositoryId, path, ref }) => ({
            repository_id: repositoryId,
            path,
            ...(ref === undefined ? {} : { ref }),
          })),
        },
      };
    default:
      return { type: rule.type, ...ruleset };
  }
}

function listBranchRules(request: RouteRequest): RouteAnswer {
  const repository = requireRepository(request);
  const branch = request.parameters.branch ?? "";
  const rules = repository.security.rules.filter(({ branches }) =>
    (branches ?? [repository.defaultBranch]).includes(branch),
  );
  const path = `/repos/${fullName(repository)}/rules/branches/${encodeURIComponent(branch)}`;
  const { page, headers } = paginate(request, path, rules);
  return { status: 200, headers, body: page.map((rule) => showRule(rule, fullName(repository))) };
}

function showProtection(request: RouteRequest): RouteAnswer {
  const repository = requireRepository(request);
  const branch = request.parameters.branch ?? "";
  if (!repository.branches.has(branch)) throw new Refusal(404, "Branch not found");
  const protection = repository.security.protection.get(branch);
  if (protection === undefined) throw new Refusal(404, "Branch not protected");
  const url = `${repositoryUrl(repository, request.origin)}/branches/${branch}/protection`;
  const { contexts, approvals } = protection;
  const checks = {
    url: `${url}/required_status_checks`,
    strict: false,
    contexts: [...(contexts ?? [])],
    contexts_url: `${url}/required_status_checks/contexts`,
    checks: (contexts ?? []).map((context) => ({ context, app_id: null })),
  };
  const reviews = {
    url: `${url}/required_pull_request_reviews`,
    dismiss_stale_reviews: false,
    require_code_owner_reviews: false,
    required_approving_review_count: approvals ?? 0,
  };
  return {
    status: 200,
    body: {
      url,
      ...(contexts === null ? {} : { required_status_checks: checks }),
      ...(approvals === null ? {} : { required_pull_request_reviews: reviews }),
      enforce_admins: { url: `${url}/enforce_admins`, enabled: false },
    },
  };
}

const periods: Readonly<Record<string, number>> = { hour: 1, day: 24, week: 168, month: 720 };

function listRuleSuites(request: RouteRequest): RouteAnswer {
  const repository = requireRepository(request);
  const { query, state } = request;
  const since = state.now() - (periods[query.time_period ?? "day"] ?? 24) * 3_600_000;
  const wanted = query.rule_suite_result ?? "all";
  const ref = query.ref;
  const suites = repository.security.ruleSuites.filter(
    (suite) =>
      suite.pushedAt >= since &&
      suite.pushedAt <= state.now() &&
      (wanted === "all" || suite.result === wanted) &&
      (ref === undefined || suite.ref === ref || suite.ref === `refs/heads/${ref}`),
  );
  const path = `/repos/${fullName(repository)}/rulesets/rule-suites`;
  const { page, headers } = paginate(request, path, suites);
  return {
    status: 200,
    headers,
    body: page.map((suite) => ({
      id: suite.id,
      actor_id: suite.actor.id,
      actor_name: suite.actor.login,
      before_sha: suite.beforeSha,
      after_sha: suite.afterSha,
      ref: suite.ref,
      repository_id: repository.id,
      repository_name: repository.name,
      pushed_at: dateTime(suite.pushedAt),
      result: suite.result,
      evaluation_result: suite.result,
    })),
  };
}

function listProperties(request: RouteRequest): RouteAnswer {
  const { owner, security } = requireRepository(request);
  // Only organisations have custom properties.
  if (owner.type !== "Organization") throw notFound();
  const body = [...security.properties].map(([property_name, value]) => ({ property_name, value }));
  return { status: 200, body };
}

const administer = {
  method: "GET",
  auth: "installation",
  permissions: [["administration", "read"]],
} as const;
const look = { method: "GET", auth: "installation", permissions: [["metadata", "read"]] } as const;

export const governanceRoutes: readonly Route[] = [
  {
    ...administer,
    template: "/repos/{owner}/{repo}/vulnerability-alerts",
    operationId: "repos/check-vulnerability-alerts",
    handle: showVulnerabilityAlerts,
  },
  {
    ...administer,
    template: "/repos/{owner}/{repo}/code-scanning/default-setup",
    operationId: "code-scanning/get-default-setup",
    handle: showDefaultSetup,
  },
  {
    ...administer,
    template: "/repos/{owner}/{repo}/branches/{branch}/protection",
    operationId: "repos/get-branch-protection",
    handle: showProtection,
  },
  {
    ...administer,
    // As GitHub's list of permissions has it, although nothing is written.
    permissions: [["administration", "write"]],
    template: "/repos/{owner}/{repo}/rulesets/rule-suites",
    operationId: "repos/get-repo-rule-suites",
    handle: listRuleSuites,
  },
  {
    ...look,
    template: "/repos/{owner}/{repo}/rules/branches/{branch}",
    operationId: "repos/get-branch-rules",
    handle: listBranchRules,
  },
  {
    ...look,
    template: "/repos/{owner}/{repo}/properties/values",
    operationId: "repos/custom-properties-for-repos-get-repository-values",
    handle: listProperties,
  },
];
