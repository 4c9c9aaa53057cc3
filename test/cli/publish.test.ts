import { join } from "node:path";
import { expect, it } from "vitest";
import { jobKey } from "../../src/core/work/job.ts";
import { openStore } from "../../src/store/database.ts";
import { defaultAccountId, defaultRepositoryId, repositoryState } from "../support/facts.ts";
import { runCommand, serverVariables, temporaryFolder } from "../support/server-process.ts";

const job = {
  kind: "publish-weekly",
  accountId: defaultAccountId,
  repositoryId: defaultRepositoryId,
  isoWeek: "2025-W46",
} as const;
const request = { key: jobKey(job), kind: job.kind, accountId: job.accountId, payload: job };

async function openKnowing(state = repositoryState()) {
  const DATABASE_URL = `sqlite:${join(temporaryFolder(), "publish.db")}`;
  const store = await openStore(DATABASE_URL);
  await store.repositories.observe(state, { observedAt: 1, installationId: 77 });
  const publish = () =>
    runCommand(["publish", "weekly", "--repo", `${state.ownerLogin}/${state.name}`, "--week", job.isoWeek], {
      ...serverVariables,
      DATABASE_URL,
    });
  const plan = (...args: string[]) =>
    runCommand(["publish", "weekly", "--plan", ...args], { ...serverVariables, DATABASE_URL });
  return { store, publish, plan };
}

it("fault 30: does not publish a week that a server has in hand", async () => {
  const { store, publish } = await openKnowing();
  await store.jobs.take(request, 60_000);
  const { code, stdout, stderr } = await publish();
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^firstpass: The server works on publish-weekly\/.*2025-W46 right now/);
  await store.close();
});

it("leaves no job behind when there is nothing to publish", async () => {
  const { store, publish } = await openKnowing(repositoryState({ archived: true }));
  const { code, stderr } = await publish();
  expect([code, stderr]).toEqual([1, expect.stringContaining("skipped. The repository is archived")]);
  expect(await store.jobs.statistics()).toMatchObject({ waiting: 0, dead: 0 });
  await store.close();
});

it("leaves to the server what GitHub did not answer", async () => {
  const { store, publish } = await openKnowing();
  const { code, stderr } = await publish();
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^firstpass: No answer from GitHub/)]);
  expect(await store.jobs.statistics()).toMatchObject({ waiting: 1, dead: 0 });
  await store.close();
});

it("tells when the weekly issues of all repositories go out, and posts nothing", async () => {
  const { store, plan } = await openKnowing();
  const { code, stdout } = await plan("--format", "json");
  expect(code).toBe(0);
  const [account] = JSON.parse(stdout);
  expect(account).toMatchObject({
    account: "acme",
    rate: { perMinute: 15, perHour: 140 },
    waiting: { issues: 0, firstAt: null, hours: null },
    next: { issues: 1, hours: 0 },
    order: [{ repository: "acme/shop", why: "never-posted", at: account.next.firstAt }],
  });
  const table = await plan("acme");
  expect(table.stdout).toMatch(/acme +│ next time +│ 1 /);
  expect(table.stdout).toContain("nothing was posted yet");
  expect(await store.jobs.statistics()).toMatchObject({ waiting: 0 });
  await store.close();
});

it("refuses to plan and to post in one command", async () => {
  const { store, plan } = await openKnowing();
  const { code, stderr } = await plan("acme", "--repo", "acme/shop");
  expect([code, stderr]).toEqual([2, expect.stringContaining("leave out --repo")]);
  await store.close();
});
