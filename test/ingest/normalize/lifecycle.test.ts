import { describe, expect, test } from "vitest";
import { normalizeDelivery } from "../../../src/ingest/normalize.ts";
import type { NormalizedFacts } from "../../../src/ingest/normalized.ts";
import { installationPayload, repositoryPayload } from "../../support/payloads.ts";

function factsOf(event: string, payload: unknown): NormalizedFacts {
  const normalized = normalizeDelivery(event, payload);
  if (normalized.outcome !== "facts") throw new Error(normalized.reason);
  return normalized;
}
const installed = Date.parse("2026-11-01T08:00:00Z");
const jobKinds = (normalized: NormalizedFacts) =>
  normalized.jobs.map(({ job }) => `${job.kind} ${job.repositoryId}`);

describe("installation", () => {
  test("created covers its repositories from GitHub's own time of it, and reads them", () => {
    const created = factsOf("installation", installationPayload("created"));
    expect(created.repositoryChanges).toEqual([
      { accountId: 1001, repositoryId: 2001, change: "added", at: installed },
    ]);
    expect(jobKinds(created)).toEqual([
      "read-configuration null",
      "read-configuration 2001",
      "observe-paved-road 2001",
      "observe-repository 2001",
      "backfill-repository 2001",
    ]);
    expect(created.installation?.state).toEqual({
      installationId: 3001,
      accountId: 1001,
      accountLogin: "acme",
      accountType: "Organization",
      suspended: false,
      deleted: false,
      permissions: { checks: "write", metadata: "read" },
      updatedAt: installed,
    });
  });

  test("a repository known by name alone never replaces what is known, and its default branch is HEAD", () => {
    expect(factsOf("installation", installationPayload("created")).repositories).toMatchObject([
      {
        observedAt: 0,
        installationId: 3001,
        state: {
          ownerLogin: "acme",
          name: "shop",
          defaultBranch: "HEAD",
          url: "https://github.com/acme/shop",
        },
      },
    ]);
  });

  test("a repository of GitHub Enterprise Server is linked on its own host", () => {
    const account = { id: 1001, login: "acme", html_url: "https://github.acme.example/acme" };
    const { repositories } = factsOf("installation", installationPayload("created", { account }));
    expect(repositories[0]?.state.url).toBe("https://github.acme.example/acme/shop");
  });

  test("Unix seconds say the same as text", () => {
    const seconds = { created_at: installed / 1000, updated_at: installed / 1000 };
    expect(factsOf("installation", installationPayload("created", seconds))).toEqual(
      factsOf("installation", installationPayload("created")),
    );
  });

  test("what GitHub gives one time is put in the order in which it can happen", () => {
    const times = ["created", "new_permissions_accepted", "suspend", "unsuspend", "deleted"].map((action) => {
      const { installation } = factsOf("installation", installationPayload(action));
      return installation?.state.updatedAt ?? Number.NaN;
    });
    expect(times).toEqual([...times].sort());
    expect(new Set(times).size).toBe(5);
  });

  test.each([
    ["suspend", { suspended_at: "2026-11-05T08:00:00Z" }, { suspended: true, deleted: false }, "leave"],
    ["unsuspend", {}, { suspended: false, deleted: false }, "resume"],
    ["new_permissions_accepted", {}, { suspended: false, deleted: false }, "resume"],
    ["deleted", {}, { suspended: false, deleted: true }, "deactivate"],
  ])("fault 32: %s", (action, given, state, knownRepositories) => {
    expect(factsOf("installation", installationPayload(action, given)).installation).toMatchObject({
      state,
      knownRepositories,
    });
  });
});

describe("installation_repositories", () => {
  const listed = { id: 2002, name: "web", full_name: "acme/web", private: false };

  test("added ones are covered from the receipt, for GitHub does not say since when", () => {
    const payload = installationPayload(
      "added",
      {},
      { repositories_added: [listed], repositories_removed: [] },
    );
    const added = factsOf("installation_repositories", payload);
    expect(added.repositoryChanges).toEqual([
      { accountId: 1001, repositoryId: 2002, change: "added", at: null },
    ]);
    expect(jobKinds(added)).toEqual([
      "read-configuration 2002",
      "observe-paved-road 2002",
      "observe-repository 2002",
      "backfill-repository 2002",
      // It may hold what others extend.
      "request-observations null",
    ]);
  });

  test("removed ones are ours no more", () => {
    const payload = installationPayload(
      "removed",
      {},
      { repositories_added: [], repositories_removed: [listed] },
    );
    expect(factsOf("installation_repositories", payload)).toMatchObject({
      repositories: [],
      repositoryChanges: [{ repositoryId: 2002, change: "removed", at: null }],
      jobs: [],
    });
  });
});

describe("repository", () => {
  const repository = (action: string, changes: unknown = undefined, given: Record<string, unknown> = {}) =>
    factsOf("repository", {
      action,
      changes,
      repository: repositoryPayload(given),
      installation: { id: 3001 },
    });

  test.each([
    ["edited", []],
    ["archived", []],
    // It may have a past that nobody has read.
    ["unarchived", ["backfill-repository 2001"]],
    // Others may extend a file by its new name; groups select by visibility.
    ["renamed", ["request-observations null"]],
    ["privatized", ["request-observations 2001"]],
    ["publicized", ["backfill-repository 2001", "request-observations 2001"]],
  ])(
    "%s is a fact at repository.updated_at and reads at most what groups and shared files bring",
    (action, jobs) => {
      expect(jobKinds(repository(action))).toEqual(jobs);
      expect(repository(action)).toMatchObject({
        facts: [
          {
            subject: `repository:${action}`,
            occurredAt: Date.parse("2026-11-09T09:00:00Z"),
            data: { action },
          },
        ],
        repositoryChanges: [],
      });
    },
  );

  test("changed topics may move it to another group", () => {
    expect(jobKinds(repository("edited", { topics: { from: ["pci"] } }))).toEqual([
      "request-observations 2001",
    ]);
  });

  test("created is covered from its birth", () => {
    expect(repository("created").repositoryChanges).toEqual([
      { accountId: 1001, repositoryId: 2001, change: "added", at: Date.parse("2025-01-01T00:00:00Z") },
    ]);
  });

  test("fault 33: renamed keeps its id and tells the former name", () => {
    const { facts } = repository("renamed", { repository: { name: { from: "store" } } });
    expect(facts[0]).toMatchObject({
      repositoryId: 2001,
      data: { previousName: "store", state: { name: "shop" } },
    });
  });

  test.each([
    ["organization", { organization: { id: 1009, login: "old" } }],
    ["user", { user: { id: 1009, login: "old" } }],
  ])("fault 33: transferred from an %s changes the tenant", (_, from) => {
    const { accountId, facts, repositoryChanges } = repository("transferred", { owner: { from } });
    expect(accountId).toBe(1001);
    expect(facts[0]?.data).toMatchObject({ previousAccountId: 1009 });
    expect(repositoryChanges).toEqual([
      { accountId: 1001, repositoryId: 2001, change: "added", at: null },
      { accountId: 1009, repositoryId: 2001, change: "transferred-away", at: null },
    ]);
  });

  test("another default branch is read anew", () => {
    expect(jobKinds(repository("edited", { default_branch: { from: "master" } }))).toEqual([
      "read-configuration 2001",
      "observe-paved-road 2001",
      "observe-repository 2001",
    ]);
  });

  test("fault 34: public and repository.publicized are one fact", () => {
    const made = factsOf("public", { repository: repositoryPayload(), installation: { id: 3001 } });
    expect(made.facts).toEqual(repository("publicized").facts);
  });

  test("carries its template and custom properties; what is not said is null", () => {
    const custom_properties = { tier: "1", owners: ["a", "b"], retired: null, odd: { nested: true } };
    const { facts } = repository("edited", undefined, {
      template_repository: { full_name: "acme/paved" },
      custom_properties,
    });
    expect(facts[0]?.data).toMatchObject({
      state: {
        templateRepository: "acme/paved",
        customProperties: { tier: "1", owners: ["a", "b"], retired: null },
      },
    });
    expect(repository("edited").facts[0]?.data).toMatchObject({
      state: { templateRepository: null, customProperties: null },
    });
  });
});
