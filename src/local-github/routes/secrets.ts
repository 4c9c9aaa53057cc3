// Routes of where secrets are, and of which scans ended.
import type { components } from "@octokit/openapi-types";
import { dateTime } from "../answers/account.ts";
import { fullName, repositoryUrl } from "../answers/repository.ts";
import { notFound } from "../refusal.ts";
import { paginate, type Route, type RouteRequest, requireRepository } from "../route.ts";
import type { LocalSecretLocation, LocalSecretScan } from "../security-state.ts";
import type { Repository } from "../state.ts";
import { requireSecretScanning } from "./alerts.ts";

type ShownLocation = components["schemas"]["secret-scanning-location"];
type ShownHistory = components["schemas"]["secret-scanning-scan-history"];

function requireScanned(request: RouteRequest): Repository {
  const repository = requireRepository(request);
  requireSecretScanning(repository);
  return repository;
}

function listLocations(request: RouteRequest) {
  const repository = requireScanned(request);
  const number = Number(request.parameters.alert_number);
  const { secretAlerts, secretLocations } = repository.security;
  if (!secretAlerts.some((alert) => alert.number === number)) throw notFound();
  const path = `/repos/${fullName(repository)}/secret-scanning/alerts/${number}/locations`;
  const found = [...(secretLocations.get(number)?.values() ?? [])];
  const { page, headers } = paginate(request, path, found);
  const url = repositoryUrl(repository, request.state.webOrigin ?? request.origin);
  return { status: 200, headers, body: page.map((location) => showLocation(location, url)) };
}

/** Addresses that a payload leaves out are made. */
function showLocation({ type, details }: LocalSecretLocation, url: string): ShownLocation {
  const addresses =
    type === "commit"
      ? {
          blob_url: `${url}/git/blobs/${details.blob_sha}`,
          commit_url: `${url}/git/commits/${details.commit_sha}`,
        }
      : {};
  return { type, details: { ...addresses, ...details } } as ShownLocation;
}

function showScan({ source, startedAt, completedAt }: LocalSecretScan) {
  return {
    ...(source === null ? {} : { type: source }),
    status: "completed",
    started_at: startedAt === null ? null : dateTime(startedAt),
    completed_at: dateTime(completedAt),
  };
}

function showScanHistory(request: RouteRequest) {
  const scans = [...requireScanned(request).security.secretScans.values()];
  const of = (type: string) => scans.filter((scan) => scan.type === type).map(showScan);
  const body: ShownHistory = {
    incremental_scans: of("incremental"),
    pattern_update_scans: of("pattern-version-backfill"),
    backfill_scans: of("backfill"),
    custom_pattern_backfill_scans: of("custom-pattern-backfill"),
  };
  return { status: 200, body };
}

export const secretRoutes: readonly Route[] = [
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}/locations",
    operationId: "secret-scanning/list-locations-for-alert",
    auth: "installation",
    permissions: [["secret_scanning_alerts", "read"]],
    handle: listLocations,
  },
  {
    method: "GET",
    template: "/repos/{owner}/{repo}/secret-scanning/scan-history",
    operationId: "secret-scanning/get-scan-history",
    auth: "installation",
    permissions: [["secret_scanning_alerts", "read"]],
    handle: showScanHistory,
  },
];
