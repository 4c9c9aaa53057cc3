// Routes of what releases are made of and proven with: releases, attestations, the dependency graph, single commits.
import { dateTime, nodeId, showAppBot } from "../answers/account.ts";
import { fullName, repositoryUrl, showCommit } from "../answers/repository.ts";
import { notFound, Refusal } from "../refusal.ts";
import { resolveCommit } from "../repository.ts";
import { paginate, type Route, type RouteAnswer, type RouteRequest, requireRepository } from "../route.ts";
import type { LocalPackage, LocalRelease, LocalReleaseAsset } from "../security-state.ts";
import type { Repository } from "../state.ts";

function showAsset(
  request: RouteRequest,
  repository: Repository,
  release: LocalRelease,
  asset: LocalReleaseAsset,
) {
  const at = dateTime(release.publishedAt ?? release.createdAt);
  return {
    url: `${repositoryUrl(repository, request.origin)}/releases/assets/${asset.id}`,
    browser_download_url: `${request.origin}/${fullName(repository)}/releases/download/${release.tagName}/${asset.name}`,
    id: asset.id,
    node_id: nodeId("Asset", asset.id),
    name: asset.name,
    label: null,
    state: "uploaded",
    content_type: "application/octet-stream",
    size: 1024,
    digest: asset.digest,
    download_count: 0,
    created_at: at,
    updated_at: at,
    uploader: showAppBot(request.state, request.origin),
  };
}

function showRelease(request: RouteRequest, repository: Repository, release: LocalRelease) {
  const api = repositoryUrl(repository, request.origin);
  const url = `${api}/releases/${release.id}`;
  return {
    url,
    html_url: `${request.state.webOrigin ?? request.origin}/${fullName(repository)}/releases/tag/${release.tagName}`,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    tarball_url: `${api}/tarball/${release.tagName}`,
    zipball_url: `${api}/zipball/${release.tagName}`,
    id: release.id,
    node_id: nodeId("Release", release.id),
    tag_name: release.tagName,
    target_commitish: repository.defaultBranch,
    name: release.tagName,
    body: "",
    draft: release.draft,
    prerelease: release.prerelease,
    created_at: dateTime(release.createdAt),
    published_at: release.publishedAt === null ? null : dateTime(release.publishedAt),
    author: showAppBot(request.state, request.origin),
    assets: release.assets.map((asset) => showAsset(request, repository, release, asset)),
  };
}

/** Drafts are only for those who may write. */
function listReleases(request: RouteRequest): RouteAnswer {
  const repository = requireRepository(request);
  const mayWrite = request.token?.permissions.contents === "write";
  const releases = repository.security.releases
    .filter(({ draft }) => mayWrite || !draft)
    .toSorted((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  const path = `/repos/${fullName(repository)}/releases`;
  const { page, headers } = paginate(request, path, releases);
  return { status: 200, headers, body: page.map((release) => showRelease(request, repository, release)) };
}

/** GitHub answers 404 where a digest has no attestation. */
function listAttestations(request: RouteRequest): RouteAnswer {
  const repository = requireRepository(request);
  const digest = request.parameters.subject_digest ?? "";
  if (!repository.security.attestedDigests.has(digest)) throw notFound();
  const bundle = {
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: {},
    dsseEnvelope: {},
  };
  return {
    status: 200,
    body: {
      attestations: [
        { bundle, repository_id: repository.id, bundle_url: `${request.origin}/bundles/${digest}` },
      ],
    },
  };
}

function showPackage({ name, version, purl }: LocalPackage, index: number) {
  return {
    name,
    SPDXID: `SPDXRef-${index}-${name.replace(/[^A-Za-z0-9.-]/g, "-")}`,
    versionInfo: version,
    downloadLocation: "NOASSERTION",
    filesAnalyzed: false,
    externalRefs: [{ referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl }],
  };
}

function exportSbom(request: RouteRequest): RouteAnswer {
  const repository = requireRepository(request);
  if (!repository.security.dependencyGraph) throw notFound();
  return {
    status: 200,
    body: {
      sbom: {
        SPDXID: "SPDXRef-DOCUMENT",
        spdxVersion: "SPDX-2.3",
        creationInfo: {
          created: dateTime(request.state.now()),
          creators: ["Tool: GitHub.com-Dependency-Graph"],
        },
        name: `com.github.${fullName(repository)}`,
        dataLicense: "CC0-1.0",
        documentNamespace: `${request.origin}/${fullName(repository)}/dependency_graph/sbom`,
        packages: repository.security.packages.map(showPackage),
        relationships: [],
      },
    },
  };
}

function getCommit(request: RouteRequest): RouteAnswer {
  const repository = requireRepository(request);
  const ref = request.parameters.ref ?? "";
  const commit = resolveCommit(repository, ref);
  if (commit === undefined) throw new Refusal(422, `No commit found for SHA: ${ref}`);
  return {
    status: 200,
    body: {
      ...showCommit(repository, commit, request.origin),
      stats: { additions: 0, deletions: 0, total: 0 },
      files: [],
    },
  };
}

const readContents = { method: "GET", auth: "installation", permissions: [["contents", "read"]] } as const;

export const evidenceRoutes: readonly Route[] = [
  {
    ...readContents,
    template: "/repos/{owner}/{repo}/releases",
    operationId: "repos/list-releases",
    handle: listReleases,
  },
  {
    method: "GET",
    auth: "installation",
    permissions: [["attestations", "read"]],
    template: "/repos/{owner}/{repo}/attestations/{subject_digest}",
    operationId: "repos/list-attestations",
    handle: listAttestations,
  },
  {
    ...readContents,
    template: "/repos/{owner}/{repo}/dependency-graph/sbom",
    operationId: "dependency-graph/export-sbom",
    handle: exportSbom,
  },
  {
    ...readContents,
    template: "/repos/{owner}/{repo}/commits/{ref}",
    operationId: "repos/get-commit",
    handle: getCommit,
  },
];
