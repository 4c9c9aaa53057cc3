// Payloads of pushes and releases.
import type { LocalReleaseAsset } from "../../local-github/security-state.ts";
import type { Payload } from "./example.ts";
import {
  dateTime,
  fullNameOf,
  type Person,
  payloadOf,
  type Scene,
  showPerson,
  showRepository,
} from "./scene.ts";

export interface PushedCommitView {
  readonly sha: string;
  readonly message: string;
  readonly committedAt: number;
  readonly distinct: boolean;
  readonly paths: readonly string[];
}

const NO_COMMIT = "0".repeat(40);

export function pushPayload(
  scene: Scene,
  push: {
    readonly ref: string;
    readonly before: string | null;
    readonly after: string;
    readonly forced: boolean;
    readonly pusher: Person;
    readonly commits: readonly PushedCommitView[];
    /** Of a tag, whose push lists no commits. */
    readonly headCommit?: PushedCommitView;
  },
  at: number,
): Payload {
  const show = (commit: PushedCommitView) => ({
    id: commit.sha,
    message: commit.message,
    timestamp: dateTime(commit.committedAt),
    url: `${scene.webOrigin}/${fullNameOf(scene)}/commit/${commit.sha}`,
    distinct: commit.distinct,
    author: { name: push.pusher.login, username: push.pusher.login },
    committer: { name: push.pusher.login, username: push.pusher.login },
    added: [],
    removed: [],
    modified: commit.paths,
  });
  const commits = push.commits.map(show);
  const changes = {
    ref: push.ref,
    before: push.before ?? NO_COMMIT,
    after: push.after,
    created: push.before === null,
    deleted: false,
    forced: push.forced,
    base_ref: null,
    commits,
    head_commit: push.headCommit === undefined ? (commits.at(-1) ?? null) : show(push.headCommit),
    pusher: { name: push.pusher.login },
    // Pushes alone write the repository's times as Unix seconds.
    repository: {
      ...showRepository(scene, at),
      created_at: Math.floor(scene.repository.createdAt / 1000),
      pushed_at: Math.floor(at / 1000),
      master_branch: "main",
    },
  };
  return payloadOf(scene, "push", at, push.pusher, changes);
}

export function releasePayload(
  scene: Scene,
  release: {
    readonly id: number;
    readonly tagName: string;
    readonly author: Person;
    readonly assets: readonly LocalReleaseAsset[];
  },
  at: number,
): Payload {
  const html = `${scene.webOrigin}/${fullNameOf(scene)}/releases/tag/${release.tagName}`;
  const times = { created_at: dateTime(at), updated_at: dateTime(at), published_at: dateTime(at) };
  const changes = {
    release: {
      id: release.id,
      tag_name: release.tagName,
      html_url: html,
      draft: false,
      prerelease: false,
      immutable: false,
      assets: release.assets.map((asset) => showAsset(scene, release, asset, at)),
      ...times,
    },
  };
  return payloadOf(scene, "release", at, release.author, changes, "published");
}

function showAsset(
  scene: Scene,
  release: { readonly tagName: string; readonly author: Person },
  { id, name, digest }: LocalReleaseAsset,
  at: number,
): Payload {
  const place = `${scene.webOrigin}/${fullNameOf(scene)}/releases`;
  return {
    id,
    node_id: `RA_${id}`,
    name,
    digest,
    label: null,
    state: "uploaded",
    content_type: "application/octet-stream",
    size: 1024,
    download_count: 0,
    created_at: dateTime(at),
    updated_at: dateTime(at),
    url: `${place}/assets/${id}`,
    browser_download_url: `${place}/download/${release.tagName}/${name}`,
    uploader: showPerson(release.author, scene.webOrigin),
  };
}
