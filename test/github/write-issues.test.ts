// What is sent for a weekly issue, and how it is found again.
import { describe, expect, it } from "vitest";
import { describeOperation } from "../../src/local-github/openapi.ts";
import { answerOnlyByNock, api, repository, testGateway } from "../support/octokit.ts";

const content = { title: "Firstpass 2026-W46", body: "<!-- marker -->\nNumbers", labels: ["firstpass"] };

function expectBody(operation: string, path: string, method: string, status: number, answer: unknown) {
  api()
    .intercept(path, method, (body) => {
      expect(describeOperation(operation).checkBody(body)).toEqual([]);
      return true;
    })
    .reply(status, answer as object);
}

const listed = (number: number, body: string, type = "Bot") => ({
  number,
  state: "open",
  body,
  html_url: `https://ghe.example/acme/shop/issues/${number}`,
  user: { type },
});

describe("createIssue", () => {
  answerOnlyByNock();

  it("takes one request where the label is there", async () => {
    expectBody("issues/create", "/repos/acme/shop/issues", "POST", 201, {
      number: 4,
      labels: [{ name: "firstpass" }],
    });
    expect(await testGateway().createIssue(repository, content)).toBe(4);
  });

  it("makes the label where GitHub dropped it", async () => {
    expectBody("issues/create", "/repos/acme/shop/issues", "POST", 201, { number: 4, labels: [] });
    expectBody("issues/create-label", "/repos/acme/shop/labels", "POST", 201, { name: "firstpass" });
    expectBody("issues/add-labels", "/repos/acme/shop/issues/4/labels", "POST", 200, []);
    expect(await testGateway().createIssue(repository, content)).toBe(4);
  });

  it("says that the issue exists even when it cannot be labelled", async () => {
    expectBody("issues/create", "/repos/acme/shop/issues", "POST", 201, { number: 4, labels: [] });
    expectBody("issues/create-label", "/repos/acme/shop/labels", "POST", 502, { message: "Bad Gateway" });
    expect(await testGateway().createIssue(repository, content)).toBe(4);
  });
});

describe("ensureLabel", () => {
  answerOnlyByNock();

  const label = { name: "firstpass", color: "1f6feb", description: "Weekly" };

  it("is content with a label that is there", async () => {
    api()
      .post("/repos/acme/shop/labels")
      .reply(422, {
        message: "Validation Failed",
        errors: [{ resource: "Label", code: "already_exists", field: "name" }],
      });
    await expect(testGateway().ensureLabel(repository, label)).resolves.toBeUndefined();
  });

  it("reports any other refusal", async () => {
    api()
      .post("/repos/acme/shop/labels")
      .reply(422, { message: "Validation Failed", errors: [{ code: "invalid" }] });
    await expect(testGateway().ensureLabel(repository, label)).rejects.toThrow(/Validation Failed/);
  });
});

describe("findIssue", () => {
  answerOnlyByNock();

  const query = { state: "all", sort: "created", direction: "desc", per_page: 100, page: 1 };

  it("finds our issue by its marker", async () => {
    api()
      .get("/repos/acme/shop/issues")
      .query({ ...query, labels: "firstpass" })
      .reply(200, [listed(6, "other"), listed(5, content.body)]);
    expect(await testGateway().findIssue(repository, "firstpass", "<!-- marker -->")).toEqual({
      number: 5,
      state: "open",
      body: content.body,
      url: "https://ghe.example/acme/shop/issues/5",
    });
  });

  it("looks at unlabelled issues too, and never takes a person's for ours", async () => {
    api()
      .get("/repos/acme/shop/issues")
      .query({ ...query, labels: "firstpass" })
      .reply(200, []);
    api()
      .get("/repos/acme/shop/issues")
      .query(query)
      .reply(200, [listed(8, content.body, "User"), { ...listed(7, content.body), pull_request: {} }]);
    expect(await testGateway().findIssue(repository, "firstpass", "<!-- marker -->")).toBeNull();
  });
});

describe("listMarkedIssues", () => {
  answerOnlyByNock();

  const query = {
    state: "all",
    sort: "created",
    direction: "desc",
    per_page: 100,
    page: 1,
    labels: "firstpass",
  };
  const search = { label: "firstpass", mark: "<!-- marker" };
  const byPerson = (number: number, login: string, author_association: string) => ({
    ...listed(number, content.body),
    user: { type: "User", login },
    author_association,
  });
  const answerList = (...issues: object[]) =>
    api().get("/repos/acme/shop/issues").query(query).reply(200, issues);
  const answerPermission = (login: string, status: number, permission: string) =>
    api().get(`/repos/acme/shop/collaborators/${login}/permission`).reply(status, { permission });

  it("tells whose an issue is: an App's, a workflow's", async () => {
    answerList(
      { ...listed(7, content.body), user: { type: "Bot", login: "github-actions[bot]" } },
      { ...listed(6, content.body), user: { type: "Bot", login: "firstpass-acme[bot]" } },
      listed(5, "no such text"),
    );
    expect(await testGateway().listMarkedIssues(repository, search)).toMatchObject([
      { number: 7, author: { login: "github-actions[bot]", kind: "bot" } },
      { number: 6, author: { login: "firstpass-acme[bot]", kind: "bot" } },
    ]);
  });

  it("believes the marker of a person who may write, and of no other", async () => {
    answerList(
      byPerson(9, "stranger", "NONE"),
      byPerson(8, "contributor", "CONTRIBUTOR"),
      byPerson(7, "reader", "MEMBER"),
      byPerson(6, "hidden", "COLLABORATOR"),
      byPerson(5, "writer", "MEMBER"),
      { ...listed(4, content.body), user: null },
    );
    answerPermission("reader", 200, "read");
    answerPermission("hidden", 403, "none");
    answerPermission("writer", 200, "write");
    expect(await testGateway().listMarkedIssues(repository, search)).toMatchObject([
      { number: 5, author: { login: "writer", kind: "person" } },
    ]);
  });
});
