// A repository of the demo, read with a person's token over HTTP: the same numbers as the App that was told everything, a second reading
// that costs next to nothing, and what is said where the token may not see.
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { KpiResult, Scorecard } from "../../../src/core/scorecard/scorecard.ts";
import { grantedPermissions } from "../../../src/demo/organisation/build.ts";
import { connectWithToken, type TokenConnection } from "../../../src/github/token.ts";
import type { PermissionLevel } from "../../../src/local-github/state.ts";
import { openMemoryStore } from "../../../src/memory/open-memory-store.ts";
import { openResponseFolder } from "../../../src/memory/response-folder.ts";
import { collectRepository } from "../../../src/workflows/collect/collect-repository.ts";
import type { Collected, CollectProgress } from "../../../src/workflows/collect/collected.ts";
import { loadScorecard } from "../../../src/workflows/load-scorecard.ts";
import { type HistoryScene, openHistoryScene } from "../../e2e/history-scene.ts";
import { createSqliteDatabase, type TestDatabase } from "../../support/stores.ts";

const name = "payments-api";
const everything = { ...grantedPermissions, checks: "read", issues: "read" } as const;

let database: TestDatabase;
let scene: HistoryScene;
let folder: string;
let fullName: string;

beforeAll(async () => {
  database = await createSqliteDatabase();
  folder = await mkdtemp(join(tmpdir(), "firstpass-collect-"));
  scene = await openHistoryScene(database.url, [name]);
  await scene.deliver(() => true);
  await scene.settle();
  await scene.readAnew();
  const repository = [...scene.stage.github.state.repositories.values()].find((one) => one.name === name);
  fullName = `${repository?.owner.login}/${name}`;
}, 120_000);

afterAll(async () => {
  await scene.stage.stop();
  await database.remove();
  await rm(folder, { recursive: true, force: true });
});

let tokens = 0;

/** Reads it with a token that may do so much, and makes its scorecard of the window that the App has. */
async function collect(
  permissions: Readonly<Record<string, PermissionLevel>>,
  { kind = "token", cache }: { kind?: TokenConnection["kind"]; cache?: string } = {},
): Promise<{ collected: Collected; scorecard: Scorecard; told: CollectProgress[] }> {
  const { github } = scene.stage;
  const now = () => scene.clock.now;
  tokens += 1;
  const token =
    cache ??
    github.addToken({
      token: `t${tokens}`,
      kind: kind === "token" ? "classic" : "workflow",
      permissions,
      ...(kind === "token" ? {} : { repositories: [fullName] }),
    }).value;
  const apiUrl = `${github.origin}/api/v3`;
  const httpResponses = cache === undefined ? null : await openResponseFolder({ folder, apiUrl, token, now });
  const store = openMemoryStore({ now, ...(httpResponses === null ? {} : { httpResponses }) });
  const graphqlUrl = `${github.origin}/api/graphql`;
  const gateway = connectWithToken({ token, apiUrl, graphqlUrl, kind, store, now });
  const told: CollectProgress[] = [];
  const collected = await collectRepository({ store, github: gateway, now }, fullName, {
    days: 90,
    waitUntil: 0,
    onProgress: (progress) => told.push(progress),
  });
  const { accountId, repositoryId } = collected.repository;
  const { policyUnseen } = collected;
  const query = { accountId, repositoryId, now: collected.readTo, source: "api", policyUnseen } as const;
  return { collected, scorecard: (await loadScorecard(store, query)).scorecard, told };
}

function tell({ id, outcome, value, numerator, denominator }: KpiResult) {
  return { id, outcome, value, numerator, denominator };
}

it("has the App's numbers for all that both can tell, and writes nothing", async () => {
  const before = scene.stage.github.requests.filter(({ method }) => method !== "GET").length;
  const { collected, scorecard, told } = await collect(everything);
  const { accountId, repositoryId } = collected.repository;
  const app = (
    await loadScorecard(scene.stage.firstpass.store, { accountId, repositoryId, now: collected.readTo })
  ).scorecard;
  expect(collected.problems).toEqual([]);
  const reached = scorecard.kpis.filter(
    ({ reasons }) => !reasons.some(({ code }) => code === "out-of-reach"),
  );
  expect(reached.length).toBeGreaterThan(12);
  const ids = new Set(reached.map(({ id }) => id));
  const [ours, theirs] = [reached, app.kpis.filter(({ id }) => ids.has(id))].map((kpis) => kpis.map(tell));
  const withoutDebt = (kpis: typeof ours) => kpis?.filter(({ id }) => id !== "risk-debt");
  expect(withoutDebt(ours)).toEqual(withoutDebt(theirs));
  // An exception holds from when its file was read first: the App knew it for an hour, and it halts the clock of a finding that counts five.
  const debtOf = (kpis: typeof ours) => kpis?.find(({ id }) => id === "risk-debt")?.value ?? 0;
  expect(debtOf(ours) - debtOf(theirs)).toBeCloseTo((5 * (3600 - 1)) / 86_400, 6);
  expect(reached.filter(({ outcome }) => outcome === "measured").length).toBeGreaterThan(6);
  const written = scene.stage.github.requests.filter(({ method }) => method !== "GET").slice(before);
  expect(written.filter(({ path }) => !path.endsWith("/graphql"))).toEqual([]);
  expect(told.at(-1)).toMatchObject({ daysWanted: 90, daysRead: 90, waitingUntil: null });
  expect(told.at(-1)?.requests).toBe(collected.requests);
}, 60_000);

it("asks a second time only for what may have changed, and keeps what it was told to itself", async () => {
  const token = scene.stage.github.addToken({
    token: "ghp_kept",
    kind: "classic",
    permissions: everything,
  }).value;
  const first = await collect(everything, { cache: token });
  const second = await collect(everything, { cache: token });
  expect(second.scorecard.kpis.map(tell)).toEqual(first.scorecard.kpis.map(tell));
  // What is left: GraphQL, what GitHub says of secrets, and what is not there.
  const sent = second.collected.requests - second.collected.notModified;
  expect(sent).toBeLessThan(first.collected.requests / 3);
  expect(second.collected.requests).toBeLessThan(first.collected.requests);
  const names = await readdir(folder);
  expect(names.length).toBeGreaterThan(10);
  expect((await stat(join(folder, names[0] ?? ""))).mode & 0o777).toBe(0o600);
  for (const file of names) expect((await readFile(join(folder, file))).includes("ghp_kept")).toBe(false);
}, 90_000);

it("says of a workflow's token what to add to the workflow, and what no such token may see", async () => {
  const { scorecard, collected } = await collect(
    { contents: "read", pull_requests: "read" },
    { kind: "workflow-token" },
  );
  const reasons = scorecard.kpis.flatMap((kpi) => kpi.reasons.map(({ text }) => `${kpi.id}: ${text}`));
  expect(scorecard.kpis.find(({ id }) => id === "secret-exposure")?.outcome).toBe("not-measured");
  expect(scorecard.kpis.find(({ id }) => id === "first-pass-rate")?.outcome).toBe("not-measured");
  const text = reasons.join("\n");
  expect(text).toContain('add "checks: read" under "permissions:" of the workflow');
  expect(text).toContain("The GITHUB_TOKEN of a workflow cannot have it");
  expect(collected.problems).toEqual([expect.stringContaining("a workflow's GITHUB_TOKEN cannot see it")]);
  expect(collected.policyUnseen).toBe(collected.problems[0]);
  // Without rules of its own, that there are none anywhere is not known.
  const adoption = scorecard.kpis.find(({ id }) => id === "template-adoption");
  expect(adoption?.outcome).toBe("not-measured");
  expect(adoption?.reasons.map(({ text }) => text)).toContainEqual(expect.stringContaining("GITHUB_TOKEN"));
}, 60_000);

it("says of a repository that is hidden, or not there, that it may be either", async () => {
  fullName = "nobody/nothing";
  await expect(collect(everything)).rejects.toThrow(/there is none, or the token may not see it/);
});
