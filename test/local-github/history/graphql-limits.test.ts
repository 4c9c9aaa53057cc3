import { parse } from "graphql";
import { afterEach, expect, test } from "vitest";
import { costOf } from "../../../src/local-github/graphql/cost.ts";
import { allPermissions, type LocalClient, openLocalClient } from "../local-client.ts";

let client: LocalClient;
afterEach(() => client?.github.stop());
const name = 'repository(owner: "acme", name: "billing")';

test("GraphQL has a budget of its own, and says with HTTP 200 that it is used up", async () => {
  client = await openLocalClient({ limits: { pointsPerHour: 2, requestsPerHour: 1 } });
  const token = await client.takeToken();
  const ask = () => client.ask("POST", "/graphql", { query: `{ ${name} { databaseId } }` }, token);
  expect((await ask()).headers.get("x-ratelimit-resource")).toBe("graphql");
  expect((await ask()).headers.get("x-ratelimit-remaining")).toBe("0");
  const refused = await ask();
  expect([refused.status, refused.body.errors![0]!.type]).toEqual([200, "RATE_LIMITED"]);
  expect((await client.ask("GET", "/repos/acme/billing", undefined, token)).status).toBe(200);
  const { resources } = (await client.ask("GET", "/rate_limit", undefined, token)).body;
  expect([resources!.graphql!.remaining, resources!.core!.remaining]).toEqual([0, 0]);
});

test.each([
  ["pull_requests", "pullRequests(first: 1) { totalCount }", ["repository", "pullRequests"]],
  ["contents", 'ref(qualifiedName: "refs/heads/main") { name }', ["repository", "ref"]],
])("without %s a query is forbidden where it needs it", async (permission, fields, path) => {
  client = await openLocalClient();
  const { [permission]: _taken, ...rest } = allPermissions;
  client.installation.permissions = rest;
  const token = await client.takeToken();
  const { status, body } = await client.ask(
    "POST",
    "/graphql",
    { query: `{ ${name} { ${fields} } }` },
    token,
  );
  expect(status).toBe(200);
  expect(body.errors).toEqual([
    expect.objectContaining({ type: "FORBIDDEN", path, message: "Resource not accessible by integration" }),
  ]);
});

test("checks and statuses are forbidden alone, beside what may be read", async () => {
  client = await openLocalClient();
  const { checks, ...rest } = allPermissions;
  client.installation.permissions = rest;
  const token = await client.takeToken();
  const query = `{ ${name} { object(oid: "${client.headSha}") { oid ... on Commit { checkSuites(first: 1) { totalCount } } } } }`;
  const { body } = await client.ask("POST", "/graphql", { query }, token);
  expect(body.data!.repository!.object).toEqual({ oid: client.headSha, checkSuites: null });
  expect(body.errors![0]).toMatchObject({ type: "FORBIDDEN", path: ["repository", "object", "checkSuites"] });
});

test("a server without GraphQL answers 404, and a token that is none 401", async () => {
  client = await openLocalClient();
  const token = await client.takeToken();
  const query = { query: "{ rateLimit { cost } }" };
  expect((await client.ask("POST", "/graphql", query, "token no")).status).toBe(401);
  client.github.state.absentOperations.add("/graphql");
  expect((await client.ask("POST", "/graphql", query, token)).status).toBe(404);
});

test("a query costs a point for a hundred lists, and each item is a node", () => {
  const lists =
    "pullRequests(first: $n) { nodes { reviews(first: 20) { nodes { id } } labels(last: 10) @include(if: $l) { totalCount } } }";
  const document = parse(`query ($n: Int = 100, $l: Boolean!) { ${name} { ${lists} } }`);
  expect(costOf(document, { l: true })).toEqual({ points: 2, nodes: 100 + 2000 + 1000 });
  expect(costOf(document, { l: false, n: 10 })).toEqual({ points: 1, nodes: 10 + 200 });
});
