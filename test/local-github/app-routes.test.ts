import { afterEach, beforeEach, expect, test } from "vitest";
import { addRepository } from "../../src/local-github/repository.ts";
import { type LocalClient, NOW, openLocalClient, pluck, signJwt } from "./local-client.ts";

let client: LocalClient;
beforeEach(async () => {
  client = await openLocalClient({ limits: { requestsPerHour: 2 } });
});
afterEach(async () => {
  expect(client.github.requests.flatMap(({ answerProblems }) => answerProblems)).toEqual([]);
  await client.github.stop();
});

test("the app sees how its webhook is set, and never its secret", async () => {
  const jwt = `bearer ${signJwt({})}`;
  const { status, body } = await client.ask("GET", "/app/hook/config", undefined, jwt);
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({ content_type: "json", secret: "********" }),
  ]);
  client.github.state.registration.webhook.secret = null;
  const without = await client.ask("GET", "/app/hook/config", undefined, jwt);
  expect(without.body).not.toHaveProperty("secret");
});

test("an installation sees what is left of its hour, which costs nothing, also when nothing is left", async () => {
  const token = await client.takeToken();
  const look = async () => {
    const { status, body } = await client.ask("GET", "/rate_limit", undefined, token);
    return [status, body.resources?.core];
  };
  const reset = (NOW + 3_600_000) / 1000;
  expect(await look()).toEqual([200, { limit: 2, remaining: 2, used: 0, reset }]);
  for (let time = 0; time < 3; time++) await client.ask("GET", "/repos/acme/billing", undefined, token);
  expect(await look()).toEqual([200, { limit: 2, remaining: 0, used: 2, reset }]);
});

test("the app sees where it is installed, page by page, and one installation alone", async () => {
  const { github, installation } = client;
  github.state.installations.set(6, { ...installation, id: 6, suspended: true, repositoryIds: [41] });
  const jwt = `bearer ${signJwt({})}`;
  const first = await client.ask("GET", "/app/installations?per_page=1", undefined, jwt);
  expect(first.body).toMatchObject([{ id: 5, account: { login: "acme" }, repository_selection: "all" }]);
  expect(first.headers.get("link")).toMatch(/page=2>; rel="next"/);
  const one = await client.ask("GET", "/app/installations/6", undefined, jwt);
  expect(one.body).toMatchObject({
    id: 6,
    repository_selection: "selected",
    suspended_at: expect.any(String),
  });
  expect((await client.ask("GET", "/app/installations/7", undefined, jwt)).status).toBe(404);
});

test("a token sees the repositories that its installation still has, and no others", async () => {
  const { github, installation } = client;
  const other = { id: 42, owner: installation.account, name: "ledger", visibility: "private" } as const;
  addRepository(github.state, { ...other, createdAt: NOW });
  const token = await client.takeToken();
  const list = async () => (await client.ask("GET", "/installation/repositories", undefined, token)).body;
  expect(pluck((await list()).repositories!, "name")).toEqual(["billing", "ledger"]);
  installation.repositoryIds = [42];
  expect(await list()).toMatchObject({ total_count: 1, repository_selection: "selected" });
  const again = await openLocalClient();
  again.installation.repositoryIds = [42];
  const asked = await again.ask("GET", "/repos/acme/billing/pulls", undefined, await again.takeToken());
  expect(asked.status).toBe(404);
  await again.github.stop();
});
