// Routes of what is in a commit: files by path, trees, blobs.
import { nodeId } from "../answers/account.ts";
import { fullName, repositoryUrl } from "../answers/repository.ts";
import { hashTree } from "../git-objects.ts";
import { notFound, Refusal } from "../refusal.ts";
import { resolveCommit } from "../repository.ts";
import { type Route, type RouteRequest, requireRepository } from "../route.ts";
import type { Commit, Repository } from "../state.ts";

const MAX_CONTENTS_BYTES = 100 * 1024 * 1024;
const MAX_INLINE_BYTES = 1024 * 1024;

function requireCommit(repository: Repository, ref: string): Commit {
  const commit = resolveCommit(repository, ref);
  if (commit === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`);
  return commit;
}

function showEntry(repository: Repository, path: string, sha: string, origin: string) {
  const api = repositoryUrl(repository, origin);
  const html = `${origin}/${fullName(repository)}/blob/${repository.defaultBranch}/${path}`;
  const git = `${api}/git/blobs/${sha}`;
  const url = `${api}/contents/${path}`;
  return {
    type: "file",
    size: repository.blobs.get(sha)?.length ?? 0,
    name: path.split("/").at(-1) ?? path,
    path,
    sha,
    url,
    git_url: git,
    html_url: html,
    download_url: html.replace("/blob/", "/raw/"),
    _links: { self: url, git, html },
  };
}

function getContent(request: RouteRequest) {
  const repository = requireRepository(request);
  const path = (request.parameters.path ?? "").replace(/\/$/, "");
  if (repository.commits.size === 0) throw new Refusal(404, "This repository is empty.");
  const commit = requireCommit(repository, request.query.ref ?? repository.defaultBranch);
  const sha = commit.files.get(path);
  if (sha === undefined) {
    const inside = [...commit.files].filter(([file]) => file.startsWith(`${path}/`));
    if (inside.length === 0) throw notFound();
    const direct = inside.filter(([file]) => !file.slice(path.length + 1).includes("/"));
    return {
      status: 200,
      body: direct.map(([file, blob]) => showEntry(repository, file, blob, request.origin)),
    };
  }
  const blob = repository.blobs.get(sha) ?? Buffer.alloc(0);
  if (blob.length > MAX_CONTENTS_BYTES) {
    throw new Refusal(
      403,
      "This API returns blobs up to 100 MB in size. The requested blob is too large to fetch via the API.",
    );
  }
  const inline = blob.length <= MAX_INLINE_BYTES;
  const content = inline ? blob.toString("base64").replace(/.{60}/g, "$&\n") : "";
  const entry = showEntry(repository, path, sha, request.origin);
  return { status: 200, body: { ...entry, encoding: inline ? "base64" : "none", content } };
}

function getTree(request: RouteRequest) {
  const repository = requireRepository(request);
  const wanted = request.parameters.tree_sha ?? "";
  const commit =
    resolveCommit(repository, wanted) ??
    [...repository.commits.values()].find(({ treeSha }) => treeSha === wanted);
  if (commit === undefined) throw notFound();
  const api = repositoryUrl(repository, request.origin);
  const trees = [...hashTree(commit.files).folders].map(([path, sha]) => ({
    path,
    mode: "040000",
    type: "tree",
    sha,
    url: `${api}/git/trees/${sha}`,
  }));
  const blobs = [...commit.files].map(([path, sha]) => {
    const size = repository.blobs.get(sha)?.length ?? 0;
    return { path, mode: "100644", type: "blob", sha, size, url: `${api}/git/blobs/${sha}` };
  });
  const entries = [...trees, ...blobs].sort((a, b) => (a.path < b.path ? -1 : 1));
  const recursive = request.query.recursive !== undefined;
  const tree = recursive ? entries : entries.filter(({ path }) => !path.includes("/"));
  const url = `${api}/git/trees/${commit.treeSha}`;
  return { status: 200, body: { sha: commit.treeSha, url, tree, truncated: false } };
}

function getBlob(request: RouteRequest) {
  const repository = requireRepository(request);
  const sha = request.parameters.file_sha ?? "";
  const blob = repository.blobs.get(sha);
  if (blob === undefined) throw notFound();
  return {
    status: 200,
    body: {
      sha,
      node_id: nodeId(sha, repository.id),
      size: blob.length,
      url: `${repositoryUrl(repository, request.origin)}/git/blobs/${sha}`,
      content: blob.toString("base64"),
      encoding: "base64",
    },
  };
}

function getRef(request: RouteRequest) {
  const repository = requireRepository(request);
  const ref = request.parameters.ref ?? "";
  const [, kind, name = ""] = /^(heads|tags)\/(.+)$/.exec(ref) ?? [];
  const sha = kind === "heads" ? repository.branches.get(name) : repository.tags.get(name);
  if (sha === undefined) throw notFound();
  const api = repositoryUrl(repository, request.origin);
  const object = { sha, type: "commit", url: `${api}/git/commits/${sha}` };
  const node = nodeId(`Ref:${ref}`, repository.id);
  return { status: 200, body: { ref: `refs/${ref}`, node_id: node, url: `${api}/git/refs/${ref}`, object } };
}

const readContents = { method: "GET", auth: "installation", permissions: [["contents", "read"]] } as const;

export const contentsRoutes: readonly Route[] = [
  {
    ...readContents,
    template: "/repos/{owner}/{repo}/git/ref/{+ref}",
    operationId: "git/get-ref",
    handle: getRef,
  },
  {
    ...readContents,
    template: "/repos/{owner}/{repo}/contents/{+path}",
    operationId: "repos/get-content",
    handle: getContent,
  },
  {
    ...readContents,
    template: "/repos/{owner}/{repo}/git/trees/{tree_sha}",
    operationId: "git/get-tree",
    handle: getTree,
  },
  {
    ...readContents,
    template: "/repos/{owner}/{repo}/git/blobs/{file_sha}",
    operationId: "git/get-blob",
    handle: getBlob,
  },
];
