// What happens to installations and repositories while there is work for them: it stops, follows, or is done for whoever may read it now.
import { describe, expect, test } from "vitest";
import { grantedPermissions } from "../../src/demo/organisation/build.ts";
import { DAY, HOUR, MINUTE, people } from "../../src/demo/organisation/place.ts";
import { override } from "../../src/demo/payloads/example.ts";
import { installationPayload } from "../../src/demo/payloads/installation.ts";
import { payloadOf } from "../../src/demo/payloads/scene.ts";
import { closePolicyStages, openPolicyStage } from "../e2e/policy-scene.ts";
import { NOW, openSmallScene, type SmallScene } from "../e2e/small-scene.ts";
import { closeStages, temporarySqlite } from "./hostile-stage.ts";

const at = NOW - 2 * HOUR;
const open = async () => openSmallScene(await temporarySqlite());

const tell = ({ scene, clock, send }: SmallScene, action: "suspend" | "unsuspend" | "deleted" | "created") =>
  send(
    "installation",
    installationPayload(action, [scene], grantedPermissions, NOW - 90 * DAY, clock.now, people.jonas),
  );

const askedSince = ({ stage }: SmallScene, mark: number) =>
  stage.github.requests.slice(mark).map(({ method, path }) => `${method} ${path}`);

async function passDays(small: SmallScene, days: number): Promise<void> {
  for (let passed = 0; passed < days; passed += 0.5) {
    small.clock.now += DAY / 2;
    await small.stage.firstpass.drain();
  }
}

describe("an installation", () => {
  closeStages();

  test.each(["suspend", "deleted"] as const)(
    "fault 32: after %s nothing is asked of GitHub, whatever still arrives",
    async (action) => {
      const small = await open();
      await small.openPullRequest(1, at);
      await small.settle();
      small.clock.now += MINUTE;
      await tell(small, action);
      await small.stage.firstpass.drain();
      const mark = small.stage.github.requests.length;
      const view = await small.openPullRequest(2, at + MINUTE);
      await small.conclude(view, "CodeQL", "failure", at + 2 * MINUTE);
      const job = {
        kind: "publish-weekly",
        accountId: 77,
        repositoryId: small.repository.id,
        isoWeek: "2026-W46",
      } as const;
      await small.stage.firstpass.store.jobs.enqueue([
        { key: "publish-weekly/x", kind: job.kind, accountId: 77, payload: job },
      ]);
      await small.settle();
      await passDays(small, 8);
      expect(askedSince(small, mark).filter((line) => !line.includes("/app/"))).toEqual([]);
      expect(await small.stage.firstpass.store.jobs.list({ state: "dead", limit: 9 })).toEqual([]);
    },
  );

  test("fault 32: that comes back works again", async () => {
    const small = await open();
    small.clock.now += MINUTE;
    await tell(small, "suspend");
    await small.settle();
    small.clock.now += MINUTE;
    await tell(small, "unsuspend");
    await small.settle();
    await small.openPullRequest(1, small.clock.now);
    await small.settle();
    expect(small.repository.checkRuns.size).toBe(1);
  });
});

describe("a repository", () => {
  closeStages();

  test("fault 31: that is archived is asked for no check run and no issue", async () => {
    const small = await open();
    small.repository.archived = true;
    const archived = payloadOf(small.scene, "repository", small.clock.now, people.jonas, {}, "archived");
    await small.send("repository", override(archived, { repository: { archived: true } }));
    await small.settle();
    await small.openPullRequest(1, at);
    const job = {
      kind: "publish-weekly",
      accountId: 77,
      repositoryId: small.repository.id,
      isoWeek: "2026-W46",
    } as const;
    await small.stage.firstpass.store.jobs.enqueue([
      { key: "publish-weekly/x", kind: job.kind, accountId: 77, payload: job },
    ]);
    await small.settle();
    expect([small.repository.checkRuns.size, small.repository.issues.size]).toEqual([0, 0]);
    expect(small.posted().posts).toBe(0);
  });

  test("fault 33: that is renamed keeps its numbers and its check runs", async () => {
    const small = await open();
    const view = await small.openPullRequest(1, at);
    await small.settle();
    small.repository.name = "boutique";
    const moved = { ...small.scene, repository: { ...small.scene.repository, name: "boutique" } };
    const renamed = payloadOf(
      moved,
      "repository",
      small.clock.now,
      people.jonas,
      { changes: { repository: { name: { from: "shop" } } } },
      "renamed",
    );
    await small.send("repository", renamed);
    await small.conclude(view, "CodeQL", "failure", at + MINUTE);
    await small.settle();
    expect([...small.repository.checkRuns.values()].map(({ title }) => title)).toEqual([
      "Failed on the first try: CodeQL",
    ]);
    expect(await small.stage.firstpass.store.repositories.findByName("acme/boutique")).toMatchObject({
      state: { repositoryId: small.repository.id },
    });
    expect((await small.stage.firstpass.store.repositories.list(77)).length).toBe(1);
  });

  test("fault 34: that becomes public while its check run is worked out is told only what the public may read", async () => {
    const small = await open();
    const view = await small.openPullRequest(1, at);
    await small.settle();
    await small.conclude(view, "CodeQL", "failure", at + MINUTE);
    const { store } = small.stage.firstpass;
    const [known] = await store.repositories.list(77);
    if (known === undefined) throw new Error("The repository is known.");
    // The last thing before a write is to ask whether the lease still holds: in that very moment it becomes public.
    const extend = store.jobs.extend.bind(store.jobs);
    let turned = false;
    Object.assign(store.jobs, {
      async extend(...lease: Parameters<typeof extend>) {
        if (!turned) {
          turned = true;
          small.repository.visibility = "public";
          await store.repositories.observe(
            { ...known.state, visibility: "public" },
            { observedAt: small.clock.now, installationId: 9 },
          );
        }
        return extend(...lease);
      },
    });
    await small.settle();
    expect(turned).toBe(true);
    const [run] = small.repository.checkRuns.values();
    const privateWrites = run?.writes.length ?? 0;
    small.clock.now += 10_000;
    await small.stage.firstpass.drain();
    expect(run?.writes.length).toBe(privateWrites + 1);
    const scorecard = JSON.stringify(run?.writes.at(-1));
    expect(privateWrites).toBe(1);
    expect(scorecard).not.toMatch(/exposure|remediation|SLA/i);
  });
});

describe("one bad repository", () => {
  closePolicyStages();

  test("fault 36: with a poisoned configuration and a GitHub that fails for it holds up none of its neighbours", async () => {
    const opened = await openPolicyStage(await temporarySqlite());
    const poison = `version: 1\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]\n`;
    const acme = opened.add({
      repositories: [
        { name: "bad", files: { ".github/firstpass.yml": poison } },
        { name: "good" },
        { name: "better" },
      ],
    });
    await acme.install();
    await opened.settle();
    const { github, firstpass } = opened.stage;
    const failing = { path: /^\/repos\/acme\/bad\//, answer: { status: 500 }, times: 1000 } as const;
    for (const method of ["GET", "POST", "PATCH"]) github.failNext({ ...failing, method });
    for (const name of ["bad", "good", "better"]) {
      const member = acme.member(name);
      const view = await member.openPullRequest(1, { "a.txt": "1" });
      await member.conclude(view, "failure");
    }
    await opened.settle(3);
    expect(acme.member("bad").local.checkRuns.size).toBe(0);
    for (const name of ["good", "better"]) {
      const runs = [...acme.member(name).local.checkRuns.values()];
      expect(runs.map(({ title }) => title)).toEqual(["Failed on the first try: CodeQL"]);
    }
    expect(await firstpass.store.jobs.list({ state: "dead", limit: 9 })).toEqual([]);
  });
});
