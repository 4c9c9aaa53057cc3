// The load of the long runs: one repository on the local GitHub, and as many deliveries as are asked for, each its own fact.
// Most are pushes; some open a pull request, whose head wants a check run, and some are checks on those heads.
import { HOUR, MINUTE, people } from "../../../src/demo/organisation/place.ts";
import { type CheckRunView, checkRunPayload, codeScanning } from "../../../src/demo/payloads/checks.ts";
import { type PullRequestView, pullRequestPayload } from "../../../src/demo/payloads/pull-requests.ts";
import { addCommit, addPullRequest } from "../../../src/local-github/repository.ts";
import type { LocalGitHub } from "../../../src/local-github/start.ts";
import { addSmallOrganisation, installed } from "../../e2e/small-scene.ts";
import { commitPayload, repositoryPayload } from "../../support/payloads.ts";
import type { LoadDelivery } from "./senders.ts";

export const ACCOUNT = 77;
export const REPOSITORY = 500;

export interface Load {
  /** To be sent first. */
  readonly installation: LoadDelivery;
  next(): LoadDelivery;
  /** Deliveries made so far, by the kind of their fact. */
  readonly made: { readonly pushes: number; readonly pullRequests: number; readonly checks: number };
  /** Heads of the pull requests made so far. */
  readonly heads: readonly string[];
}

/** @param every how many deliveries there are to one pull request; at most `pullRequests` in all. */
export function makeLoad(
  github: LocalGitHub,
  limit: { readonly every: number; readonly pullRequests: number },
): Load {
  const { scene, repository } = addSmallOrganisation(github.state);
  const baseSha = repository.branches.get("main") ?? "";
  const from = Date.now() - 3 * HOUR;
  const heads: PullRequestView[] = [];
  const made = { pushes: 0, pullRequests: 0, checks: 0 };
  let number = 0;

  function openPullRequest(): LoadDelivery {
    made.pullRequests += 1;
    const at = from + made.pullRequests * 1000;
    const { sha: headSha } = addCommit(repository, {
      parent: baseSha,
      message: `c${made.pullRequests}`,
      committedAt: at,
    });
    const local = {
      number: made.pullRequests,
      id: 20_000 + made.pullRequests,
      baseRef: "main",
      baseSha,
      headRef: `change-${made.pullRequests}`,
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
      commits: 1,
    };
    heads.push(view);
    return {
      id: `pull-${local.number}`,
      event: "pull_request",
      payload: pullRequestPayload(scene, "opened", view, at),
    };
  }

  function concludeCheck(view: PullRequestView): LoadDelivery {
    made.checks += 1;
    const id = made.checks;
    const at = view.createdAt + MINUTE + id * 1000;
    const check: CheckRunView = {
      id,
      suiteId: view.number,
      name: `CodeQL ${id % 5}`,
      app: codeScanning,
      headSha: view.headSha,
      headBranch: view.headRef,
      status: "completed",
      conclusion: id % 4 === 0 ? "failure" : "success",
      startedAt: at,
      completedAt: at + MINUTE,
    };
    return { id: `check-${id}`, event: "check_run", payload: checkRunPayload(scene, check) };
  }

  function push(): LoadDelivery {
    made.pushes += 1;
    const after = `${made.pushes}`.padStart(40, "0");
    const payload = {
      ref: "refs/heads/work",
      before: `${made.pushes - 1}`.padStart(40, "a"),
      after,
      created: false,
      deleted: false,
      forced: false,
      commits: [commitPayload(after)],
      repository: repositoryPayload({
        id: REPOSITORY,
        full_name: "acme/shop",
        owner: scene.organisation,
        pushed_at: Math.floor((from + made.pushes * 1000) / 1000),
        created_at: 1735689600,
      }),
      installation: { id: scene.installationId },
    };
    return { id: `push-${made.pushes}`, event: "push", payload };
  }

  return {
    installation: { id: "installed", event: "installation", payload: installed(scene) },
    next() {
      number += 1;
      if (number % limit.every === 1 && heads.length < limit.pullRequests) return openPullRequest();
      const view = heads[number % Math.max(1, heads.length)];
      return view !== undefined && number % 5 === 2 ? concludeCheck(view) : push();
    },
    made,
    get heads() {
      return heads.map(({ headSha }) => headSha);
    },
  };
}
