// The security templates publish a version: a commit, its tag, and a release, as those who adopted them come to know of it.
import { commitTo } from "../../local-github/repository.ts";
import type { Repository } from "../../local-github/state.ts";
import { pushPayload, releasePayload } from "../payloads/pushes.ts";
import { dependabotFile, templateWorkflow } from "./files.ts";
import { type Place, people, tipOf } from "./place.ts";

/** Commits and tags a version, silently. Returns the commit. */
export function addTemplateVersion(templates: Repository, version: number, committedAt: number): string {
  const files = {
    ".github/workflows/security.yml": templateWorkflow(version),
    ".github/dependabot.yml": dependabotFile,
  };
  const { sha } = commitTo(templates, "main", { files, message: `Template ${version}`, committedAt });
  templates.tags.set(`v${version}`, sha);
  return sha;
}

/** The same, told by deliveries: a push to the default branch, a push of the tag, a release. */
export function scheduleTemplateVersion(place: Place, version: number, at: number): void {
  const { world, scene, repository } = place;
  world.schedule(at, () => {
    const before = tipOf(place);
    const sha = addTemplateVersion(repository, version, at);
    const commit = {
      sha,
      message: `Template ${version}`,
      committedAt: at,
      distinct: true,
      paths: [".github/workflows/security.yml"],
    };
    const push = { forced: false, pusher: people.jonas, after: sha };
    const branch = { ...push, ref: "refs/heads/main", before, commits: [commit] };
    world.emit("push", pushPayload(scene, branch, at));
    const tagName = `v${version}`;
    const tag = { ...push, ref: `refs/tags/${tagName}`, before: null, commits: [], headCommit: commit };
    world.emit("push", pushPayload(scene, tag, at));
    const release = { id: world.nextId(), tagName, author: people.jonas, assets: [] };
    const dates = { draft: false, prerelease: false, createdAt: at, publishedAt: at };
    const { security } = repository;
    security.releases = [...security.releases, { id: release.id, tagName, ...dates, assets: [] }];
    world.emit("release", releasePayload(scene, release, at));
  });
}
