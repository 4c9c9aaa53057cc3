// Which work a team's event asks for. It tells nothing of the repository: that one need not be under the App.
import { describe, expect, test } from "vitest";
import { normalizeDelivery } from "../../../src/ingest/normalize.ts";
import { publishedExamples } from "../../support/payloads.ts";

const organization = { id: 1001, login: "acme" };
const payload = (given: Record<string, unknown> = {}) => ({
  action: "added_to_repository",
  team: { id: 5, slug: "payments", name: "Payments" },
  repository: { id: 2099, name: "not-ours", owner: { id: 1001, login: "acme" } },
  organization,
  installation: { id: 3001 },
  ...given,
});

describe("team", () => {
  test.each(["added_to_repository", "removed_from_repository", "created", "edited", "deleted"])(
    "%s has the team read again, a while later, and shows no repository",
    (action) => {
      expect(normalizeDelivery("team", payload({ action }))).toEqual({
        outcome: "facts",
        accountId: 1001,
        installationId: 3001,
        facts: [],
        repositories: [],
        installation: null,
        repositoryChanges: [],
        jobs: [
          {
            job: { kind: "observe-teams", accountId: 1001, repositoryId: null, team: "payments" },
            afterMillis: 60_000,
          },
        ],
        pathsForRules: [],
      });
    },
  );

  test.each([
    ["without its slug", { team: { id: 5 } }],
    ["without the organisation", { organization: undefined }],
    ["with a slug that is none", { team: { slug: "" } }],
  ])("%s is unusable", (_, given) => {
    expect(normalizeDelivery("team", payload(given)).outcome).toBe("unusable");
  });

  test("another action is ignored", () => {
    expect(normalizeDelivery("team", payload({ action: "renamed" })).outcome).toBe("ignored");
  });

  test("every published example gives work of its own organisation", () => {
    const teams = publishedExamples().filter(({ event }) => event === "team");
    expect(teams.length).toBeGreaterThan(10);
    for (const example of teams) {
      const { id } = example.payload.organization as { id: number };
      expect(normalizeDelivery("team", example.payload)).toMatchObject({
        accountId: id,
        jobs: [{ job: { accountId: id } }],
      });
    }
  });
});
