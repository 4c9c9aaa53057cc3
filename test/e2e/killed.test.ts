import { expect, test } from "vitest";
import { createFirstpass } from "../../src/app.ts";
import { HOUR, MINUTE, people } from "../../src/demo/organisation/place.ts";
import type { TimedDelivery } from "../../src/demo/organisation/world.ts";
import { type CheckRunView, checkRunPayload, codeScanning } from "../../src/demo/payloads/checks.ts";
import { type PullRequestView, pullRequestPayload } from "../../src/demo/payloads/pull-requests.ts";
import { deliverAll } from "../../src/demo/play.ts";
import { startLocalApp } from "../../src/demo/stage.ts";
import { readEnvironment } from "../../src/environment.ts";
import { addCommit, addPullRequest } from "../../src/local-github/repository.ts";
import type { LocalGitHub } from "../../src/local-github/start.ts";
import { startServer } from "../support/server-process.ts";
import { describeOnEachDatabase } from "../support/stores.ts";
import { addSmallOrganisation, installed } from "./small-scene.ts";

const CHANGES = 40;

/** Forty changes, each opened and passed: eighty deliveries and one more. */
function writeBurst(github: LocalGitHub): TimedDelivery[] {
  const { scene, repository } = addSmallOrganisation(github.state);
  const from = Date.now() - 3 * HOUR;
  const baseSha = repository.branches.get("main")!;
  const deliveries: TimedDelivery[] = [
    { id: "installed", event: "installation", payload: installed(scene), at: from },
  ];
  for (let number = 1; number <= CHANGES; number += 1) {
    const at = from + number * MINUTE;
    const { sha: headSha } = addCommit(repository, {
      parent: baseSha,
      message: `c${number}`,
      committedAt: at,
    });
    const local = {
      number,
      id: 20_000 + number,
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
      commits: 1,
    };
    const check: CheckRunView = {
      id: number,
      suiteId: number,
      name: "CodeQL",
      app: codeScanning,
      headSha,
      headBranch: local.headRef,
      status: "completed",
      conclusion: number % 4 === 0 ? "failure" : "success",
      startedAt: at,
      completedAt: at + MINUTE,
    };
    deliveries.push({
      id: `pr-${number}`,
      event: "pull_request",
      payload: pullRequestPayload(scene, "opened", view, at),
      at,
    });
    deliveries.push({
      id: `check-${number}`,
      event: "check_run",
      payload: checkRunPayload(scene, check),
      at,
    });
  }
  return deliveries;
}

describeOnEachDatabase("fault 2: the server is killed in a burst", (createTestDatabase) => {
  test("nothing acknowledged is missing, and nothing counts twice", async () => {
    const { url: databaseUrl } = await createTestDatabase();
    const { github, variables } = await startLocalApp(databaseUrl, {});
    try {
      const deliveries = writeBurst(github);
      const first = await startServer({ ...variables, LOG_LEVEL: "info" });
      github.setTarget(`${first.url}/api/github/webhooks`);
      await deliverAll(github, deliveries.slice(0, 30));
      const during = deliverAll(github, deliveries.slice(30));
      first.signal("SIGKILL");
      await during;
      await first.ended;
      const acknowledged = github.log.filter(({ statusCode }) => statusCode === 202).map(({ guid }) => guid);
      expect(acknowledged.length).toBeGreaterThanOrEqual(30);

      // What the killed server held in hand is free again when its leases have ended.
      const later = () => Date.now() + HOUR;
      const firstpass = await createFirstpass(readEnvironment(variables), { now: later });
      try {
        for (const guid of acknowledged) expect(await firstpass.store.deliveries.find(guid)).not.toBeNull();
        const { url } = await firstpass.start();
        github.setTarget(`${url}/api/github/webhooks`);
        // GitHub's log is asked for what failed, and all of it comes again: what was kept must not count twice.
        expect(await deliverAll(github, deliveries)).toBe(deliveries.length);
        await firstpass.drain();
        const { counts } = await firstpass.store.deliveries.statistics();
        expect(counts).toMatchObject({ done: deliveries.length, pending: 0, dead: 0 });
        const facts = await firstpass.store.facts.list({ accountId: 77, repositoryId: 500 });
        expect(facts.filter(({ kind }) => kind === "check-run")).toHaveLength(CHANGES);
        expect(facts.filter(({ kind }) => kind === "pull-request")).toHaveLength(CHANGES);
      } finally {
        await firstpass.stop();
      }
    } finally {
      await github.stop();
    }
  });
});
