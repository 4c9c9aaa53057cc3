// The server is killed in the middle of a simulation: after the restart it is made once, and told in the one check run.
import { describe, expect, test } from "vitest";
import { createFirstpass } from "../../src/app.ts";
import { DAY, HOUR } from "../../src/demo/organisation/place.ts";
import { startLocalApp } from "../../src/demo/stage.ts";
import { readEnvironment } from "../../src/environment.ts";
import type { ServerStore } from "../../src/records/store.ts";
import { openStore } from "../../src/store/database.ts";
import { repositoryState } from "../support/facts.ts";
import { triedChange } from "../support/scorecard-input.ts";
import { startServer } from "../support/server-process.ts";
import { createSqliteDatabase } from "../support/stores.ts";
import { type Member, readCheckRun } from "./policy-member.ts";
import { openScene } from "./policy-organisation.ts";

/** An hour of everybody's daily readings falls due at once when the clock is moved. */
const noLimits = { requestsPerHour: 1e6, contentCreationsPerMinute: 1e6, contentCreationsPerHour: 1e6 };
const accountId = 77;
const many = 200;
const services = Array.from({ length: many }, (_, index) => `service-${index}`);
const before = 'version: 1\nowner: "@acme/x"\ntargets:\n  first-pass-rate: ">= 50 %"\n';
const after = before.replace("50", "90");

/** Repositories with ten changes each, of which eight passed, and the organisation's file. */
async function fill(store: ServerStore, members: readonly Member[], now: number): Promise<void> {
  for (const { local } of members) {
    const { id: repositoryId, name } = local;
    const state = repositoryState({ accountId, repositoryId, name });
    await store.repositories.observe(state, { observedAt: now - 300 * DAY, installationId: 9 });
    await store.repositories.setCoveredFrom(accountId, repositoryId, now - 300 * DAY);
    if (name === ".github-private") continue;
    const facts = Array.from({ length: 10 }, (_, n) =>
      triedChange(n + 1, n < 2 ? "failure" : "success", now - (n + 1) * DAY),
    );
    await store.facts.append(
      facts.flat().map((fact) => ({ ...fact, accountId, repositoryId })),
      "test",
    );
  }
  const path = "acme/.github-private/firstpass.yml";
  const kept = { accountId, repositoryId: null, kind: "configuration", commitSha: null } as const;
  await store.configurations.save({ ...kept, path, text: before, readAt: now - DAY, problem: null });
}

describe("the server is killed in the middle of a simulation", () => {
  test("it is made once after the restart, and told in the one check run", async () => {
    const { url: databaseUrl } = await createSqliteDatabase();
    const { github, variables } = await startLocalApp(databaseUrl, { limits: noLimits });
    try {
      const clock = { now: Date.now() };
      const { add } = openScene({ github, clock, databaseUrl });
      const files = { "firstpass.yml": before };
      const names = [".github-private", ...services];
      const acme = add({
        repositories: names.map((name) => (name === ".github-private" ? { name, files } : { name })),
      });
      const policies = acme.member(".github-private");
      const filling = await openStore(databaseUrl);
      await fill(filling, names.map(acme.member), clock.now);
      await filling.close();

      const server = await startServer({ ...variables, LOG_LEVEL: "info" });
      github.setTarget(`${server.url}/api/github/webhooks`);
      const { headSha } = await policies.openPullRequest(1, { "firstpass.yml": after });
      const beside = await openStore(databaseUrl, { shared: true });
      const find = () => beside.simulations.find(accountId, policies.local.id, headSha);
      const waiting = () => policies.local.checkRuns.size;
      await expect.poll(waiting, { interval: 5, timeout: 60_000 }).toBe(1);
      server.signal("SIGKILL");
      await server.ended;
      const interrupted = await find();
      await beside.close();
      expect(interrupted).toMatchObject({ headSha, result: null });
      expect(readCheckRun(policies.checkRun({ headSha }))).toContain("⏳ Simulating");

      // What the killed server held in hand is free again when its lease has ended.
      const now = () => Date.now() + HOUR;
      const firstpass = await createFirstpass(readEnvironment(variables), { now });
      try {
        const told = () =>
          policies
            .checkRun({ headSha })
            .writes.filter((write) => JSON.stringify(write).includes("get worse"));
        await firstpass.drain();
        const made = await firstpass.store.simulations.find(accountId, policies.local.id, headSha);
        expect(made?.result?.repositories).toEqual({
          total: many + 1,
          affected: many + 1,
          worse: many,
          better: 0,
        });
        expect(readCheckRun(policies.checkRun({ headSha }))).toContain(`${many} get worse`);
        expect(told()).toHaveLength(1);
        await firstpass.drain();
        expect(told()).toHaveLength(1);
      } finally {
        await firstpass.stop();
      }
    } finally {
      await github.stop();
    }
  }, 120_000);
});
