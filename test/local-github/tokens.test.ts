// Tokens that are no app's: of people, fine-grained and classic, and of workflow runs.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { faultAnswers } from "../../src/local-github/fault-answers.ts";
import { addRepository, commitTo } from "../../src/local-github/repository.ts";
import type { Repository } from "../../src/local-github/state.ts";
import { type LocalClient, NOW, openLocalClient, organisation, pluck } from "./local-client.ts";

let client: LocalClient;
let open: Repository;
beforeEach(async () => {
  client = await openLocalClient();
  const rival = { ...organisation, id: 901, login: "rival" };
  const add = (id: number, owner: typeof organisation, name: string, visibility: "public" | "private") => {
    const repository = addRepository(client.github.state, {
      id,
      owner,
      name,
      visibility,
      createdAt: NOW - id,
    });
    commitTo(repository, "main", { files: { "README.md": name }, message: "first", committedAt: NOW - 1 });
    return repository;
  };
  open = add(43, organisation, "open", "public");
  add(44, rival, "secret", "private");
  add(45, rival, "shop", "public");
});
afterEach(() => client.github.stop());

type NewToken = Parameters<typeof client.github.addToken>[0];
const give = (token: Omit<NewToken, "token">): string =>
  `token ${client.github.addToken({ token: "t", ...token }).value}`;
const ask = async (path: string, token: string) => {
  const { status, body, headers } = await client.ask("GET", path, undefined, token);
  return {
    status,
    message: body?.message ?? null,
    accepted: headers.get("x-accepted-github-permissions"),
    body,
    headers,
  };
};
const query = (text: string, token: string) => client.ask("POST", "/graphql", { query: text }, token);
const checkAnswers = () =>
  client.github.requests.flatMap(({ path, answerProblems }) =>
    answerProblems.map((problem) => `${path}: ${problem}`),
  );
afterEach(() => expect(checkAnswers()).toEqual([]));

describe("a fine-grained token", () => {
  const fineGrained = (permissions: NewToken["permissions"], repositories?: string[]) =>
    give({
      kind: "fine-grained",
      owner: "acme",
      permissions,
      ...(repositories === undefined ? {} : { repositories }),
    });

  test("is refused in its own words, with the permission to add", async () => {
    const token = fineGrained({ contents: "read" });
    expect(await ask("/repos/acme/billing/pulls", token)).toMatchObject({
      status: 403,
      message: "Resource not accessible by personal access token",
      accepted: "pull_requests=read",
    });
    expect((await ask("/repos/acme/billing/git/ref/heads/main", token)).status).toBe(200);
  });

  test("does not know of private repositories that it was not given", async () => {
    const token = fineGrained({ contents: "read" }, ["acme/open"]);
    expect((await ask("/repos/acme/billing", token)).status).toBe(404);
    expect((await ask("/repos/rival/secret", token)).status).toBe(404);
  });

  test("reads what is public without being given it, but neither alerts nor settings", async () => {
    const token = fineGrained({}, ["acme/billing"]);
    for (const path of ["pulls", "actions/runs", "commits/main/check-runs", "git/ref/heads/main", "issues"])
      expect([path, (await ask(`/repos/rival/shop/${path}`, token)).status]).toEqual([path, 200]);
    for (const path of [
      "secret-scanning/alerts",
      "code-scanning/alerts",
      "dependabot/alerts",
      "vulnerability-alerts",
    ])
      expect([path, (await ask(`/repos/rival/shop/${path}`, token)).status]).toEqual([path, 403]);
  });

  test("cannot read checks of a private repository, by REST or GraphQL, whatever it was given", async () => {
    expect(() => fineGrained({ checks: "read" })).toThrow("GitHub gives checks to no fine-grained token.");
    const token = fineGrained({ contents: "read", statuses: "read", actions: "read" });
    expect((await ask("/repos/acme/billing/commits/main/check-runs", token)).status).toBe(403);
    const text = `{ repository(owner: "acme", name: "billing") { object(oid: "${client.headSha}") { ... on Commit { checkSuites(first: 1) { totalCount } } } } }`;
    expect((await query(text, token)).body.errors?.[0]).toMatchObject({
      type: "FORBIDDEN",
      message: "Resource not accessible by personal access token",
    });
  });

  test("cannot read rule suites, even with administration", async () => {
    const token = fineGrained({ administration: "write" });
    expect((await ask("/repos/acme/billing/rulesets/rule-suites", token)).status).toBe(403);
    expect((await ask("/repos/acme/billing/code-scanning/default-setup", token)).status).toBe(200);
  });

  test("ends when its time is over", async () => {
    const token = give({ kind: "fine-grained", permissions: {}, expiresAt: Date.now() - 1 });
    expect((await ask("/repos/acme/open", token)).status).toBe(401);
  });
});

describe("a classic token", () => {
  const classic = (permissions: NewToken["permissions"], scopes?: string[]) =>
    give({ kind: "classic", permissions, ...(scopes === undefined ? {} : { scopes }) });

  test("tells its scopes with every answer", async () => {
    const token = classic({}, ["public_repo", "read:org"]);
    expect((await ask("/repos/acme/open", token)).headers.get("x-oauth-scopes")).toBe(
      "public_repo, read:org",
    );
    expect((await ask("/repos/acme/billing", token)).headers.get("x-oauth-scopes")).toBe(
      "public_repo, read:org",
    );
  });

  test("without repo sees no private repository, by REST or GraphQL", async () => {
    const token = classic({ contents: "read" }, ["public_repo", "security_events"]);
    expect((await ask("/repos/acme/billing", token)).status).toBe(404);
    const answer = await query(`{ repository(owner: "acme", name: "billing") { name } }`, token);
    expect(answer.body.errors?.[0]?.type).toBe("NOT_FOUND");
  });

  test.each([
    ["code-scanning/alerts", 403, "You are not authorized to read code scanning alerts."],
    ["dependabot/alerts", 403, "You are not authorized to perform this operation."],
    ["secret-scanning/alerts", 404, "Not Found"],
    ["vulnerability-alerts", 404, "Not Found"],
    ["branches/main/protection", 404, "Not Found"],
  ])(
    "of somebody without the right asks for %s in vain, without hearing of a permission",
    async (path, status, message) => {
      const answer = await ask(`/repos/acme/billing/${path}`, classic({ contents: "write" }));
      expect(answer).toMatchObject({ status, message, accepted: null });
    },
  );

  test("reads all that its person may", async () => {
    const token = classic({
      contents: "read",
      checks: "read",
      security_events: "read",
      administration: "read",
    });
    client.repository.security.analyses.set("refs/heads/main", NOW);
    for (const path of ["commits/main/check-runs", "code-scanning/alerts", "code-scanning/default-setup"])
      expect([path, (await ask(`/repos/acme/billing/${path}`, token)).status]).toEqual([path, 200]);
  });

  test("is told what its person may do in a repository", async () => {
    const roles = async (permissions: NewToken["permissions"]) =>
      (await ask("/repos/acme/billing", classic(permissions))).body.permissions;
    expect(await roles({})).toMatchObject({ admin: false, push: false, pull: true });
    expect(await roles({ administration: "write" })).toMatchObject({ admin: true, push: true });
  });
});

describe("a workflow's token", () => {
  const workflow = (permissions: NewToken["permissions"]) =>
    give({ kind: "workflow", permissions, repositories: ["acme/billing"] });

  test("is one of an integration, and of one repository", async () => {
    const token = workflow({ contents: "read" });
    expect(await ask("/repos/acme/billing/code-scanning/alerts", token)).toMatchObject({
      status: 403,
      message: "Resource not accessible by integration",
      accepted: "security_events=read",
    });
    expect((await ask("/repos/rival/secret", token)).status).toBe(404);
    expect(() => give({ kind: "workflow", permissions: {} })).toThrow("for one repository");
  });

  test.each(["secret_scanning_alerts", "administration", "members"])("is never given %s", (name) => {
    expect(() => workflow({ [name]: "read" })).toThrow(`GitHub gives ${name} to no workflow token.`);
  });

  test("may ask a thousand times an hour, whichever run asks", async () => {
    const headers = (await ask("/repos/acme/billing", workflow({}))).headers;
    expect(headers.get("x-ratelimit-limit")).toBe("1000");
    const other = client.github.addToken({
      token: "u",
      kind: "workflow",
      permissions: {},
      repositories: ["acme/billing"],
    });
    const again = await ask("/rate_limit", `bearer ${other.value}`);
    expect(again.body.rate).toMatchObject({ limit: 1000, used: 1 });
  });

  test("opens issues as github-actions[bot]", async () => {
    const token = workflow({ issues: "write" });
    const made = await client.ask(
      "POST",
      "/repos/acme/billing/issues",
      { title: "t", labels: ["firstpass"] },
      token,
    );
    expect([made.status, made.body.user?.login, made.body.performed_via_github_app?.slug]).toEqual([
      201,
      "github-actions[bot]",
      "github-actions",
    ]);
    const listed = await ask(
      "/repos/acme/billing/issues?labels=firstpass&creator=github-actions%5Bbot%5D",
      token,
    );
    expect(pluck(listed.body, "number")).toEqual([made.body.number]);
  });

  test("without the permission opens none", async () => {
    const token = workflow({ issues: "read" });
    expect((await client.ask("POST", "/repos/acme/billing/issues", { title: "t" }, token)).status).toBe(403);
  });
});

describe("lists of repositories", () => {
  const person = () =>
    give({ kind: "fine-grained", owner: "acme", permissions: {}, repositories: ["acme/billing"] });

  test("of an organisation hold what the token was given and what is public", async () => {
    const names = async (path: string, token: string) => pluck((await ask(path, token)).body, "full_name");
    expect(await names("/orgs/acme/repos", person())).toEqual(
      ["acme/open", "acme/billing"].toSorted((a) => (a === "acme/open" ? -1 : 1)),
    );
    expect(await names("/orgs/rival/repos", person())).toEqual(["rival/shop"]);
    expect(await names("/orgs/acme/repos?type=private&per_page=100", person())).toEqual(["acme/billing"]);
    expect((await ask("/orgs/nobody/repos", person())).status).toBe(404);
  });

  test("come in pages, with an ETag each", async () => {
    const token = person();
    const first = await ask("/orgs/acme/repos?per_page=1", token);
    expect(first.headers.get("link")).toContain("page=2");
    const etag = first.headers.get("etag") ?? "";
    const again = await fetch(`${client.github.origin}/api/v3/orgs/acme/repos?per_page=1`, {
      headers: { authorization: token, "if-none-match": etag },
    });
    expect([again.status, again.headers.get("x-ratelimit-used")]).toEqual([304, "1"]);
  });

  test("of a person are what is public, and those of the asker what the token was given", async () => {
    const token = person();
    expect(pluck((await ask("/users/rival/repos", token)).body, "name")).toEqual(["shop"]);
    expect(pluck((await ask("/user/repos", token)).body, "name")).toEqual(["billing"]);
    expect((await ask("/user", token)).body.login).toBe("mona");
    const app = await client.takeToken();
    expect((await ask("/user", app)).status).toBe(403);
    expect((await ask("/orgs/acme/repos", app)).status).toBe(200);
    expect((await ask("/installation/repositories", token)).status).toBe(403);
  });
});

test("single sign-on is asked for as GitHub does, by a fault", async () => {
  client.github.failNext({ method: "GET", path: /billing$/, answer: faultAnswers.ssoRequired() });
  const answer = await ask("/repos/acme/billing", give({ kind: "classic", permissions: {} }));
  expect([answer.status, answer.headers.get("x-github-sso")]).toEqual([
    403,
    expect.stringContaining("required; url="),
  ]);
});

test("tokens of people share their person's limit", async () => {
  client.github.addToken({ token: "a", kind: "classic", permissions: {} });
  client.github.addToken({ token: "b", kind: "fine-grained", permissions: {} });
  await ask("/repos/acme/open", "token a");
  expect((await ask("/repos/acme/open", "token b")).headers.get("x-ratelimit-used")).toBe("2");
  expect(open.visibility).toBe("public");
});
