// Pull request heads from their deliveries to the check run on a local GitHub: each head is opened and checked six times.
import { grantedPermissions } from "../../src/demo/organisation/build.ts";
import { checkRunPayload, githubActions } from "../../src/demo/payloads/checks.ts";
import type { Payload } from "../../src/demo/payloads/example.ts";
import { pullRequestPayload } from "../../src/demo/payloads/pull-requests.ts";
import type { Scene } from "../../src/demo/payloads/scene.ts";
import { startLocalApp } from "../../src/demo/stage.ts";
import { addCommit, addPullRequest, addRepository, commitTo } from "../../src/local-github/repository.ts";
import type { LocalState } from "../../src/local-github/state.ts";
import { startFirstpass } from "./servers.ts";

/** Each has its own limits on GitHub; a hundred are never held up by one. */
const installations = 100;
const checks = ["CodeQL", "trivy", "gitleaks", "semgrep", "build", "test"];
const minute = 60_000;
const author = { id: 501, login: "ada", type: "User" } as const;

/** A table of one row: how many heads, how long until each has its check run, deliveries and check runs a second. */
export async function postHeads(heads: number): Promise<string[][]> {
  const { github, variables } = await startLocalApp("", {});
  const server = await startFirstpass(undefined, variables);
  github.setTarget(`${server.url}/api/github/webhooks`);
  const scenes = Array.from({ length: installations }, (_, index) => addAccount(github.state, index));
  const deliveries = Array.from({ length: heads }, (_, index) => {
    const scene = scenes[index % installations];
    return scene === undefined ? [] : headOf(github.state, scene, Math.floor(index / installations) + 1);
  }).flat();
  const began = performance.now();
  const waiting = [...deliveries];
  const send = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await github.deliver(next.event, next.payload);
  };
  await Promise.all(Array.from({ length: 16 }, send));
  const written = () =>
    [...github.state.repositories.values()].reduce((sum, { checkRuns }) => sum + checkRuns.size, 0);
  while (written() < heads) await new Promise((resolve) => setTimeout(resolve, 50));
  const seconds = (performance.now() - began) / 1000;
  await server.stop();
  await github.stop();
  return [
    ["heads", "deliveries", "until each has its check run", "check runs a second", "deliveries a second"],
    [
      String(heads),
      String(deliveries.length),
      `${seconds.toFixed(1)} s (5 s of it wait for the rest of a burst)`,
      (heads / seconds).toFixed(0),
      (deliveries.length / seconds).toFixed(0),
    ],
  ];
}

function addAccount(state: LocalState, index: number): Scene {
  const organisation = { id: 100 + index, login: `acme-${index}`, type: "Organization" } as const;
  state.installations.set(1000 + index, {
    id: 1000 + index,
    account: organisation,
    permissions: grantedPermissions,
    suspended: false,
    repositoryIds: null,
  });
  const createdAt = Date.now() - 1000 * minute;
  const shared = {
    id: 5000 + index,
    name: "shop",
    visibility: "private",
    language: "Go",
    createdAt,
  } as const;
  const repository = addRepository(state, { ...shared, owner: organisation });
  commitTo(repository, "main", {
    files: { "README.md": "# shop\n" },
    message: "Begin",
    committedAt: createdAt,
  });
  return {
    webOrigin: "https://github.example",
    organisation,
    installationId: 1000 + index,
    repository: shared,
  };
}

/** The deliveries of one head: opened, and six checks that began and ended. */
function headOf(state: LocalState, scene: Scene, number: number): { event: string; payload: Payload }[] {
  const repository = state.repositories.get(scene.repository.id);
  const baseSha = repository?.branches.get("main");
  if (repository === undefined || baseSha === undefined) throw new Error("The account was not added.");
  const at = Date.now() - 10 * minute;
  const commit = addCommit(repository, {
    parent: baseSha,
    message: `Change ${number}`,
    committedAt: at,
    files: { [`src/${number}.ts`]: "" },
  });
  const headRef = `change-${number}`;
  const id = scene.repository.id * 1000 + number;
  addPullRequest(repository, { number, id, baseRef: "main", baseSha, headRef, headSha: commit.sha });
  repository.branches.set(headRef, commit.sha);
  const opened = pullRequestPayload(
    scene,
    "opened",
    {
      number,
      id,
      title: `Change ${number}`,
      author,
      headRef,
      headSha: commit.sha,
      baseSha,
      fork: null,
      draft: false,
      createdAt: at,
      closedAt: null,
      mergeCommitSha: null,
      commits: 1,
    },
    at,
  );
  const concluded = checks.map((name, index) =>
    checkRunPayload(scene, {
      id: id * 10 + index,
      suiteId: id,
      name,
      app: githubActions,
      headSha: commit.sha,
      headBranch: headRef,
      status: "completed",
      conclusion: "success",
      startedAt: at + minute,
      completedAt: at + 2 * minute,
    }),
  );
  return [
    { event: "pull_request", payload: opened },
    ...concluded.map((payload) => ({ event: "check_run", payload })),
  ];
}
