// Deliveries that GitHub could not bring, over real HTTP: a local GitHub with its log, the real server, the real command.
import { expect, test } from "vitest";
import { createFirstpass } from "../../src/app.ts";
import { HOUR, MINUTE } from "../../src/demo/organisation/place.ts";
import { checkRunPayload, codeScanning } from "../../src/demo/payloads/checks.ts";
import { startLocalApp } from "../../src/demo/stage.ts";
import { readEnvironment } from "../../src/environment.ts";
import { startServer } from "../support/server-process.ts";
import { describeOnEachDatabase } from "../support/stores.ts";
import { addSmallOrganisation, closeStages, installed, NOW, openSmallScene } from "./small-scene.ts";

const DAY = 24 * HOUR;
const accountId = 77;

describeOnEachDatabase("deliveries that GitHub could not bring", (createTestDatabase) => {
  closeStages();

  async function open() {
    const { url } = await createTestDatabase();
    const scene = await openSmallScene(url);
    const { stage, clock } = scene;
    const target = `${stage.url}/api/github/webhooks`;
    /** What is sent meanwhile finds nobody. */
    const whileDown = async (work: () => Promise<unknown>) => {
      stage.github.setTarget("http://127.0.0.1:9/");
      await work().catch(() => {});
      stage.github.setTarget(target);
    };
    const checkRuns = async () =>
      (await stage.firstpass.store.facts.list({ accountId, repositoryId: 500 })).filter(
        ({ kind }) => kind === "check-run",
      );
    return { ...scene, url, target, whileDown, checkRuns, sweep: stage.firstpass.sweep, clock };
  }

  test("fault 1, 7: what was sent during an outage comes back by the sweep, and takes effect once", async () => {
    const { stage, sweep, whileDown, checkRuns, conclude, openPullRequest, settle, clock } = await open();
    expect(await sweep()).toMatchObject({ found: 0 });
    const view = await openPullRequest(1, NOW);
    await whileDown(() => conclude(view, "CodeQL", "failure", NOW + MINUTE));
    await settle();
    expect(await checkRuns()).toEqual([]);
    clock.now += HOUR / 2;
    expect(await sweep()).toMatchObject({ found: 1, missedSpans: 0 });
    await settle();
    expect(await checkRuns()).toMatchObject([{ data: { conclusion: "failure" } }]);
    // A second time by hand, and a second sweep: known, and nothing to ask for.
    const [failed] = stage.github.log.filter(({ statusCode }) => statusCode === null);
    await stage.github.redeliver(failed!.id);
    clock.now += 10 * MINUTE;
    expect(await sweep()).toMatchObject({ recovered: 1, asked: [] });
    await settle();
    expect(await checkRuns()).toHaveLength(1);
    expect(stage.github.unexpectedRequests).toEqual([]);
  });

  test("fault 8: an outage of four days becomes a gap, and every repository is to be read again", async () => {
    const { stage, sweep, whileDown, conclude, openPullRequest, clock } = await open();
    await sweep();
    const { store } = stage.firstpass;
    const view = await openPullRequest(1, NOW);
    await whileDown(() => conclude(view, "CodeQL", "failure", NOW + MINUTE));
    clock.now += 4 * DAY;
    const sweptAt = (await store.sweeps.find(4711))!.sweptAt!;
    const outcome = await sweep();
    expect(outcome!.missedSpans).toBe(1);
    const [gap] = await store.facts.listOfAccount({ accountId, kinds: ["deliveries-missed"] });
    expect(gap).toMatchObject({ data: { from: sweptAt - HOUR } });
    const jobs = await store.jobs.list({ limit: 50 });
    expect(jobs.map(({ kind }) => kind)).toContain("reconcile-repository");
  });

  test("a sweep that finds nothing is one request", async () => {
    const { stage, sweep, clock } = await open();
    await sweep();
    const requests = stage.github.requests.length;
    clock.now += 10 * MINUTE;
    await sweep();
    const asked = stage.github.requests.slice(requests).map(({ method, path }) => `${method} ${path}`);
    expect(asked).toEqual(["GET /app/hook/deliveries"]);
  });

  test("fault 1, 2: killed in a burst, what was not acknowledged comes again, and each has one effect", async () => {
    const { url: databaseUrl } = await createTestDatabase();
    const { github, variables } = await startLocalApp(databaseUrl, {});
    const { scene } = addSmallOrganisation(github.state);
    const at = Date.now() - HOUR;
    const send = (number: number) =>
      github.deliver(
        "check_run",
        checkRunPayload(scene, {
          id: number,
          suiteId: number,
          name: "CodeQL",
          app: codeScanning,
          headSha: "a".repeat(40),
          headBranch: "change",
          status: "completed",
          conclusion: "success",
          startedAt: at,
          completedAt: at + number,
        }),
      );
    const numbers = Array.from({ length: 60 }, (_, index) => index + 1);
    try {
      const first = await startServer({ ...variables, LOG_LEVEL: "info" });
      github.setTarget(`${first.url}/api/github/webhooks`);
      await github.deliver("installation", installed(scene));
      const killed = send(30).finally(() => first.signal("SIGKILL"));
      // Some are on their way when it dies, and some come to a closed door.
      const sent = numbers
        .filter((number) => number !== 30)
        .map((number) => (number < 50 ? send(number) : killed.then(() => send(number))));
      await Promise.all([killed, ...sent]);
      await first.ended;
      expect(github.log.some(({ statusCode }) => statusCode === null)).toBe(true);

      // What the killed server held in hand is free again when its leases have ended.
      const firstpass = await createFirstpass(readEnvironment(variables), {
        now: () => Date.now() + HOUR / 2,
      });
      try {
        github.setTarget(`${(await firstpass.start()).url}/api/github/webhooks`);
        await firstpass.sweep();
        await firstpass.drain();
        const facts = await firstpass.store.facts.list({
          accountId,
          repositoryId: 500,
          kinds: ["check-run"],
        });
        expect(facts).toHaveLength(numbers.length);
        const { counts } = await firstpass.store.deliveries.statistics();
        expect(counts).toMatchObject({ done: numbers.length + 1, pending: 0, dead: 0 });
      } finally {
        await firstpass.stop();
      }
    } finally {
      await github.stop();
    }
  });
});
