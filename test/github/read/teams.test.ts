// The repositories of a team, through the real Octokit: who may write counts, over all pages; a refusal says what to grant.
import { describe, expect, it } from "vitest";
import { Transient } from "../../../src/github/errors.ts";
import { api, installationId, testGateway } from "../../support/octokit.ts";

const organisation = { installationId, owner: "acme" };
const path = "/orgs/acme/teams/payments/repos";
const may = (id: number, permissions: Record<string, boolean> | undefined) => ({
  id,
  name: "r",
  permissions,
});

describe("listTeamRepositories", () => {
  it("lists those that the team may write to, of every page, sorted", async () => {
    const first = [
      may(9, { pull: true, triage: true, push: true, maintain: false, admin: false }),
      may(3, { pull: true, triage: true, push: false, maintain: false, admin: false }),
      may(4, undefined),
    ];
    const second = [may(2, { admin: true }), may(5, { push: false, maintain: true })];
    const link = `<https://ghe.example/api/v3${path}?page=2>; rel="next"`;
    api().get(path).query({ per_page: 100, page: 1 }).reply(200, first, { link });
    api().get(path).query({ per_page: 100, page: 2 }).reply(200, second);
    expect(await testGateway().listTeamRepositories(organisation, "payments")).toEqual({ seen: [2, 5, 9] });
  });

  it("says what to grant where GitHub refuses", async () => {
    api().get(path).query(true).reply(403, { message: "Resource not accessible by integration" });
    expect(await testGateway().listTeamRepositories(organisation, "payments")).toMatchObject({
      unseen: {
        why: "permission-missing",
        permission: "members: read",
        text: expect.stringContaining("repositories of the team payments"),
      },
    });
  });

  it("does not take a team that is not there for one without repositories", async () => {
    api().get(path).query(true).reply(404, { message: "Not Found" });
    expect(await testGateway().listTeamRepositories(organisation, "payments")).toMatchObject({
      unseen: { why: "not-available" },
    });
  });

  it("leaves an outage to be tried again", async () => {
    api().get(path).query(true).reply(502);
    await expect(testGateway().listTeamRepositories(organisation, "payments")).rejects.toThrow(Transient);
  });
});
