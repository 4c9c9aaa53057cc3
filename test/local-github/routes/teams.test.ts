import { afterEach, beforeEach, expect, test } from "vitest";
import { addRepository } from "../../../src/local-github/repository.ts";
import {
  allPermissions,
  type LocalClient,
  NOW,
  openLocalClient,
  organisation,
  pluck,
} from "../local-client.ts";

let client: LocalClient;
const list = async (path: string) => client.ask("GET", path, undefined, await client.takeToken());

beforeEach(async () => {
  client = await openLocalClient();
  const { state } = client.github;
  client.installation.permissions = { ...allPermissions, members: "read" };
  const other = { id: 42, owner: organisation, name: "archive", visibility: "private" } as const;
  addRepository(state, { ...other, createdAt: NOW - 1000 });
  const repositories = new Map([
    [41, "maintain"],
    [42, "triage"],
  ] as const);
  state.teams.push({ organisation: "acme", slug: "payments", repositories });
});
afterEach(async () => {
  expect(client.github.requests.flatMap(({ answerProblems }) => answerProblems)).toEqual([]);
  await client.github.stop();
});

test("a team's repositories say what it may do there", async () => {
  const { status, body } = await list("/orgs/ACME/teams/payments/repos");
  expect(status).toBe(200);
  expect(pluck(body, "name")).toEqual(["archive", "billing"]);
  expect(pluck(body, "permissions")).toEqual([
    { pull: true, triage: true, push: false, maintain: false, admin: false },
    { pull: true, triage: true, push: true, maintain: true, admin: false },
  ]);
});

test("a repository that was not given to the installation is not told of", async () => {
  client.installation.repositoryIds = [41];
  expect(pluck((await list("/orgs/acme/teams/payments/repos")).body, "name")).toEqual(["billing"]);
});

test.each(["/orgs/acme/teams/nobody/repos", "/orgs/other/teams/payments/repos"])(
  "%s is not found",
  async (path) => {
    expect((await list(path)).status).toBe(404);
  },
);

test("without members: read a team is refused, and the permission named", async () => {
  client.installation.permissions = allPermissions;
  const { status, headers } = await list("/orgs/acme/teams/payments/repos");
  expect([status, headers.get("x-accepted-github-permissions")]).toEqual([403, "members=read"]);
});
