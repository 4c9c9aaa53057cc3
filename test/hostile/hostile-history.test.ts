// A GitHub that misbehaves at random while the past is read: once it has come to its senses the ledger is the same, and nothing is kept of
// what it answered wrongly.
import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE, people } from "../../src/demo/organisation/place.ts";
import { type CheckRunView, checkRunPayload, codeScanning } from "../../src/demo/payloads/checks.ts";
import { type PullRequestView, pullRequestPayload } from "../../src/demo/payloads/pull-requests.ts";
import { addCommit, addPullRequest } from "../../src/local-github/repository.ts";
import { askReconciliation } from "../../src/workflows/history/ask-reconciliation.ts";
import { NOW } from "../e2e/small-scene.ts";
import { passingMisdeeds, seeded } from "./hostile-github.ts";
import { closeStages, type HostileScene, openHostileScene, temporarySqlite } from "./hostile-stage.ts";

const place = { accountId: 77, repositoryId: 500 };
const seeds = (process.env.HOSTILE_SEEDS ?? "1,2,3").split(",").map(Number);
const planted = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";

/** What GitHub knows and no delivery told: thirty pull requests, each with a check. */
async function livePast({ stage, scene, repository }: HostileScene): Promise<void> {
  const tell = (event: string, payload: object, id: string) =>
    stage.github.deliver(event, payload, { id, unlogged: true });
  for (let number = 1; number <= 30; number += 1) {
    const at = NOW - 18 * DAY + number * 12 * HOUR;
    const baseSha = repository.branches.get("main") ?? "";
    const message = `c${number}`;
    const { sha: headSha } = addCommit(repository, { parent: baseSha, message, committedAt: at - MINUTE });
    const local = { number, id: 10_000 + number, baseRef: "main", baseSha, headRef: message, headSha };
    addPullRequest(repository, local);
    const view: PullRequestView = {
      ...local,
      title: `Rotate ${planted}`,
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
    await tell("pull_request", pullRequestPayload(scene, "opened", view, at), `opened-${number}`);
    await tell("check_run", checkRunPayload(scene, check), `check-${number}`);
  }
}

async function ledgerOf({ stage }: HostileScene): Promise<string[]> {
  const kinds = ["pull-request", "check-run", "push"] as const;
  const facts = await stage.firstpass.store.facts.list({ ...place, kinds });
  return facts.map(({ kind, subject, occurredAt }) => `${kind} ${subject} ${occurredAt}`).sort();
}

async function compare(scene: HostileScene): Promise<void> {
  await askReconciliation(scene.stage.firstpass.store, place, NOW - 20 * DAY);
  for (let pass = 0; pass < 20; pass += 1) await scene.pass(10 * MINUTE, 10 * MINUTE);
}

closeStages();

test.each(seeds)(
  "fault 36: the past that is read is the same, whatever was answered before (seed %i)",
  async (seed) => {
    const calm = await openHostileScene(await temporarySqlite());
    await livePast(calm);
    await compare(calm);
    const expected = await ledgerOf(calm);
    expect(expected.length).toBeGreaterThan(55);

    const shaken = await openHostileScene(await temporarySqlite());
    await livePast(shaken);
    const random = seeded(seed);
    shaken.hostile.plan(() =>
      random() < 0.3 ? (passingMisdeeds[Math.floor(random() * passingMisdeeds.length)] ?? null) : null,
    );
    const before = shaken.hostile.requests;
    await compare(shaken);
    expect(shaken.hostile.requests - before).toBeLessThan(1500);
    shaken.hostile.plan(() => null);
    await shaken.pass(30 * HOUR, HOUR);
    await shaken.stage.firstpass.store.jobs.retry(null);
    await shaken.pass(HOUR, 10 * MINUTE);
    expect(await ledgerOf(shaken)).toEqual(expected);
    const history = await shaken.stage.firstpass.store.histories.find(place.accountId, place.repositoryId);
    expect(history?.reconciliation).toMatchObject({ inHand: null });
    expect(shaken.hostile.strayed).toEqual([]);
    expect(shaken.stage.github.unexpectedRequests).toEqual([]);
    expect(JSON.stringify([history, await ledgerOf(shaken), shaken.log])).not.toContain(planted);
  },
  240_000,
);
