// The life of three repositories: three months of pull requests that GitHub alone knows, and some that come by webhook now.

import { grantedPermissions } from "../../../src/demo/organisation/build.ts";
import { DAY, HOUR, MINUTE, people } from "../../../src/demo/organisation/place.ts";
import { type CheckRunView, checkRunPayload, codeScanning } from "../../../src/demo/payloads/checks.ts";
import type { Payload } from "../../../src/demo/payloads/example.ts";
import { installationPayload } from "../../../src/demo/payloads/installation.ts";
import { type PullRequestView, pullRequestPayload } from "../../../src/demo/payloads/pull-requests.ts";
import { pushPayload } from "../../../src/demo/payloads/pushes.ts";
import type { Scene } from "../../../src/demo/payloads/scene.ts";
import { addCommit, addPullRequest, addRepository, commitTo } from "../../../src/local-github/repository.ts";
import type { LocalGitHub } from "../../../src/local-github/start.ts";
import type { Repository } from "../../../src/local-github/state.ts";
import { addSmallOrganisation } from "../../e2e/small-scene.ts";

export const REPOSITORIES: readonly number[] = [500, 501, 502];

export interface LifeDelivery {
  readonly id: string;
  readonly event: string;
  readonly payload: Payload;
}

const PAST_PULL_REQUESTS = 40;
const LIVE_PULL_REQUESTS = 12;

/** The installation first; the rest comes while the past is read. What happened before it, GitHub knows already. */
export async function makeLife(github: LocalGitHub): Promise<LifeDelivery[]> {
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  const { scene, repository } = addSmallOrganisation(github.state);
  const places: { scene: Scene; repository: Repository }[] = [{ scene, repository }];
  for (const id of REPOSITORIES.slice(1)) {
    const shared = { ...scene.repository, id, name: `shop-${id}` };
    const made = addRepository(github.state, { ...shared, owner: repository.owner });
    commitTo(made, "main", { files: { "README.md": "#\n" }, message: "Begin", committedAt: now - 200 * DAY });
    places.push({ scene: { ...scene, repository: shared }, repository: made });
  }
  for (const place of places) {
    for (let number = 1; number <= PAST_PULL_REQUESTS; number += 1) {
      const at = now - 85 * DAY + number * 2 * DAY;
      for (const { event, payload, id } of pullRequestLife(place, number, at, number % 5 !== 0))
        await github.deliver(event, payload, { id, unlogged: true });
    }
  }
  const scenes = places.map((place) => place.scene);
  const installation = installationPayload("created", scenes, grantedPermissions, now, now, people.jonas);
  const live: LifeDelivery[] = [];
  for (let index = 0; index < LIVE_PULL_REQUESTS; index += 1)
    for (const place of places)
      live.push(
        ...pullRequestLife(
          place,
          PAST_PULL_REQUESTS + 1 + index,
          now - HOUR + index * MINUTE,
          index % 2 === 0,
        ),
      );
  return [{ id: "installed", event: "installation", payload: installation }, ...live];
}

/** Opened, pushed to once, checked twice, and merged with its push. */
function pullRequestLife(
  { scene, repository }: { scene: Scene; repository: Repository },
  number: number,
  at: number,
  merged: boolean,
): LifeDelivery[] {
  const name = `${scene.repository.id}-${number}`;
  const baseSha = repository.branches.get("main") ?? "";
  const commitOf = (parent: string, message: string, committedAt: number) =>
    addCommit(repository, { parent, message, committedAt, files: { [`src/${message}.ts`]: "//\n" } }).sha;
  const firstSha = commitOf(baseSha, `${name}-a`, at - MINUTE);
  const headSha = commitOf(firstSha, `${name}-b`, at + 2 * MINUTE);
  const local = {
    number,
    id: scene.repository.id * 1000 + number,
    baseRef: "main",
    baseSha,
    headRef: `change-${number}`,
    headSha,
  };
  addPullRequest(repository, local);
  const view: PullRequestView = {
    ...local,
    title: "c",
    author: people.mira,
    fork: null,
    draft: false,
    createdAt: at,
    closedAt: null,
    mergeCommitSha: null,
    commits: 2,
  };
  const pushOf = (ref: string, before: string, after: string, when: number, message: string) =>
    pushPayload(
      scene,
      {
        ref,
        before,
        after,
        forced: false,
        commits: [
          { sha: after, message, committedAt: when - MINUTE, distinct: true, paths: [`src/${name}.ts`] },
        ],
        pusher: people.mira,
      },
      when,
    );
  const check = (id: number, sha: string, conclusion: string, when: number): CheckRunView => ({
    id,
    suiteId: id,
    name: "CodeQL",
    app: codeScanning,
    headSha: sha,
    headBranch: local.headRef,
    status: "completed",
    conclusion,
    startedAt: when - MINUTE,
    completedAt: when,
  });
  const ids = scene.repository.id * 10_000 + number * 10;
  const branch = `refs/heads/change-${number}`;
  const opened = { ...view, headSha: firstSha, commits: 1 };
  const deliveries: [string, Payload][] = [
    ["push", pushOf(branch, "0".repeat(40), firstSha, at - 1000, `${name}-a`)],
    ["pull_request", pullRequestPayload(scene, "opened", opened, at)],
    ["check_run", checkRunPayload(scene, check(ids, firstSha, "failure", at + 2 * MINUTE))],
    ["push", pushOf(branch, firstSha, headSha, at + 3 * MINUTE, `${name}-b`)],
    ["pull_request", pullRequestPayload(scene, "synchronize", view, at + 3 * MINUTE)],
    ["check_run", checkRunPayload(scene, check(ids + 1, headSha, "success", at + 5 * MINUTE))],
  ];
  if (merged) {
    const mergedAt = at + 10 * MINUTE;
    const merge = commitTo(repository, "main", {
      files: {},
      message: `Merge ${name}`,
      committedAt: mergedAt,
    });
    const closed = { ...view, closedAt: mergedAt, mergeCommitSha: merge.sha };
    deliveries.push(
      ["pull_request", pullRequestPayload(scene, "closed", closed, mergedAt)],
      ["push", pushOf("refs/heads/main", baseSha, merge.sha, mergedAt, `Merge ${name}`)],
    );
  }
  return deliveries.map(([event, payload], index) => ({ id: `life-${name}-${index}`, event, payload }));
}
