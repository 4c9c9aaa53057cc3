// A list whose next page leads in circles is not read for ever, and nothing is claimed to be known by it.
import { expect, it } from "vitest";
import { factsOfKind } from "../../../src/core/facts/fact.ts";
import type { GitHubGateway } from "../../../src/github/gateway.ts";
import { runJob } from "../../../src/workflows/run-job.ts";
import { defaultAccountId, defaultAt } from "../../support/facts.ts";
import { openHistoryBench } from "../../support/history-bench.ts";
import { makePast } from "../../support/made-past.ts";

const day = 24 * 60 * 60 * 1000;
const place = { accountId: defaultAccountId, repositoryId: 2002 };
const job = { kind: "backfill-repository", ...place, days: null } as const;

it.each(["listActivity", "listPullRequests"] as const)("%s in circles ends as a failure", async (method) => {
  const bench = await openHistoryBench();
  await bench.add(
    2002,
    makePast({ until: defaultAt, everyMillis: day, pullRequests: 5, repositoryId: 2002 }),
  );
  let asked = 0;
  const circle = {
    ...bench.github.gateway,
    [method]: async (...given: readonly unknown[]) => {
      asked += 1;
      const list = bench.github.gateway[method] as (...all: unknown[]) => Promise<{ seen: object }>;
      const page = await list(...given.with(-1, null));
      return { seen: { ...page.seen, next: `page ${asked}` } };
    },
  } as GitHubGateway;
  const services = { ...bench.services, github: circle };
  let failure: unknown = null;
  for (let run = 0; run < 200 && failure === null; run++)
    await runJob(services, job).catch((error: unknown) => {
      failure = error;
    });
  expect(String(failure)).toContain("brings nothing older");
  expect(asked).toBeLessThan(150);
  // Each further try asks one page more.
  const before = asked;
  await expect(runJob(services, job)).rejects.toThrow("brings nothing older");
  expect(asked).toBe(before + 1);
  const history = await bench.store.histories.find(place.accountId, place.repositoryId);
  expect(history?.backfill).toMatchObject({
    state: "reading",
    error: expect.stringContaining("nothing older"),
  });
  expect(factsOfKind(await bench.store.facts.list(place), "history-read")).toEqual([]);
});

it("reads more than ten thousand workflow runs of ten days to their end", async () => {
  const bench = await openHistoryBench();
  await bench.add(2002, makePast({ until: defaultAt, everyMillis: day, pullRequests: 0 }));
  let pages = 0;
  const many: GitHubGateway = {
    ...bench.github.gateway,
    listWorkflowRuns: async (_, __, cursor) => {
      pages += 1;
      const page = Number(cursor ?? 0) + 1;
      return { seen: { items: [], next: page < 150 ? String(page) : null } };
    },
  };
  await bench.work({ services: { ...bench.services, github: many } });
  await bench.store.jobs.enqueue([
    { key: "backfill", kind: job.kind, accountId: place.accountId, payload: job },
  ]);
  await bench.work({ services: { ...bench.services, github: many } });
  expect(pages).toBe(9 * 150);
  const history = await bench.store.histories.find(place.accountId, place.repositoryId);
  expect(history?.backfill).toMatchObject({ state: "done", error: null });
});
