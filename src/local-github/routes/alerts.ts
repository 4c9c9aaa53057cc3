// Routes of the three lists of alerts. A feature that is off is refused in GitHub's words, each in its own way.
import { showCodeScanningAlert, showDependabotAlert, showSecretAlert } from "../answers/alerts.ts";
import { fullName } from "../answers/repository.ts";
import { Refusal } from "../refusal.ts";
import { paginate, type Route, type RouteRequest, requireRepository } from "../route.ts";
import type { Repository } from "../state.ts";

function webOriginOf({ state, origin }: RouteRequest): string {
  return state.webOrigin ?? origin;
}

/** A name, or a full ref, as a full ref; pull requests have `refs/pull/N/merge`. */
function fullRef(repository: Repository, ref: string | undefined): string {
  if (ref === undefined) return `refs/heads/${repository.defaultBranch}`;
  return ref.startsWith("refs/") ? ref : `refs/heads/${ref}`;
}

/** @throws Refusal 403 where code scanning is not enabled, 404 where nothing was analysed. */
export function requireCodeScanning({ security }: Repository): void {
  if (!security.codeScanning) {
    throw new Refusal(
      403,
      "Code scanning is not enabled for this repository. Please enable code scanning in the repository settings.",
    );
  }
  if (security.analyses.size === 0) throw new Refusal(404, "no analysis found");
}

/** @throws Refusal 404 where secret scanning is off. */
export function requireSecretScanning({ security }: Repository): void {
  if (security.features.get("secret_scanning") !== true)
    throw new Refusal(404, "Secret scanning is disabled on this repository.");
}

function newestFirst<Alert extends { readonly number: number; readonly createdAt: number }>(
  { query }: RouteRequest,
  alerts: readonly Alert[],
): Alert[] {
  const direction = query.direction === "asc" ? 1 : -1;
  return alerts.toSorted((a, b) => direction * (a.createdAt - b.createdAt || a.number - b.number));
}

function listCodeScanning(request: RouteRequest) {
  const repository = requireRepository(request);
  requireCodeScanning(repository);
  const ref = fullRef(repository, request.query.ref);
  const { state } = request.query;
  const alerts = newestFirst(
    request,
    repository.security.codeScanningAlerts.filter(
      (alert) => alert.refs.includes(ref) && (state === undefined || alert.state === state),
    ),
  );
  const path = `/repos/${fullName(repository)}/code-scanning/alerts`;
  const { page, headers } = paginate(request, path, alerts);
  const body = page.map((alert) => showCodeScanningAlert(repository, alert, ref, webOriginOf(request)));
  return { status: 200, headers, body };
}

function listAnalyses(request: RouteRequest) {
  const repository = requireRepository(request);
  requireCodeScanning(repository);
  const { query, origin } = request;
  const found = [...repository.security.analyses]
    .filter(([ref]) => query.ref === undefined || ref === fullRef(repository, query.ref))
    .sort(([, a], [, b]) => b - a);
  const path = `/repos/${fullName(repository)}/code-scanning/analyses`;
  const { page, headers } = paginate(request, path, found);
  const body = page.map(([ref, at], index) => ({
    ref,
    commit_sha: repository.branches.get(repository.defaultBranch) ?? "0".repeat(40),
    analysis_key: ".github/workflows/codeql.yml:analyze",
    environment: "{}",
    category: ".github/workflows/codeql.yml:analyze",
    error: "",
    created_at: new Date(at).toISOString(),
    results_count: repository.security.codeScanningAlerts.length,
    rules_count: 60,
    id: 1000 + index,
    url: `${origin}/api/v3${path}/${1000 + index}`,
    sarif_id: `sarif-${index}`,
    tool: { name: "CodeQL", guid: null, version: "2.19.0" },
    deletable: true,
    warning: "",
  }));
  return { status: 200, headers, body };
}

/** Pages by cursor: the cursor is the number of the last alert shown. */
function listDependabot(request: RouteRequest) {
  const repository = requireRepository(request);
  const { query, origin } = request;
  if (!repository.security.dependabotAlerts) {
    throw new Refusal(403, "Dependabot alerts are disabled for this repository.");
  }
  if (query.page !== undefined) {
    throw new Refusal(400, "Pagination using the `page` parameter is not supported.");
  }
  const states = query.state?.split(",");
  const alerts = newestFirst(request, repository.security.dependabot).filter(
    ({ state }) => states === undefined || states.includes(state),
  );
  const size = Math.min(100, Number(query.per_page ?? 30));
  const start =
    query.after === undefined ? 0 : alerts.findIndex(({ number }) => String(number) === query.after) + 1;
  const page = alerts.slice(start, start + size);
  const next = new URLSearchParams({ ...query, after: String(page.at(-1)?.number) });
  const url = `${origin}/api/v3/repos/${fullName(repository)}/dependabot/alerts?${next}`;
  return {
    status: 200,
    headers: start + size < alerts.length ? { link: `<${url}>; rel="next"` } : {},
    body: page.map((alert) => showDependabotAlert(repository, alert, webOriginOf(request))),
  };
}

function listSecrets(request: RouteRequest) {
  const repository = requireRepository(request);
  requireSecretScanning(repository);
  const { query } = request;
  const alerts = newestFirst(
    request,
    repository.security.secretAlerts.filter(
      ({ state }) => query.state === undefined || state === query.state,
    ),
  );
  const path = `/repos/${fullName(repository)}/secret-scanning/alerts`;
  const { page, headers } = paginate(request, path, alerts);
  const hidden = query.hide_secret === "true";
  return {
    status: 200,
    headers,
    body: page.map((alert) => showSecretAlert(repository, alert, hidden, webOriginOf(request))),
  };
}

export const alertRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/code-scanning/alerts",
    operationId: "code-scanning/list-alerts-for-repo",
    auth: "installation",
    permissions: [["security_events", "read"]],
    handle: listCodeScanning,
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/code-scanning/analyses",
    operationId: "code-scanning/list-recent-analyses",
    auth: "installation",
    permissions: [["security_events", "read"]],
    handle: listAnalyses,
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/dependabot/alerts",
    operationId: "dependabot/list-alerts-for-repo",
    auth: "installation",
    permissions: [["vulnerability_alerts", "read"]],
    handle: listDependabot,
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/secret-scanning/alerts",
    operationId: "secret-scanning/list-alerts-for-repo",
    auth: "installation",
    permissions: [["secret_scanning_alerts", "read"]],
    handle: listSecrets,
  },
];
