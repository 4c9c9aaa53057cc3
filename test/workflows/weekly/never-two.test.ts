// One weekly issue for a repository and week, when the App and a workflow both post it: in any order, and at the same moment.
import { describe, expect, it } from "vitest";
import type { MarkedIssue } from "../../../src/github/gateway.ts";
import { openMemoryStore } from "../../../src/memory/open-memory-store.ts";
import type { JobServices } from "../../../src/workflows/services.ts";
import { publishWeekly } from "../../../src/workflows/weekly/publish-weekly.ts";
import {
  checkRunFact,
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  pullRequestFact,
  repositoryState,
  sha,
} from "../../support/facts.ts";
import type { FakeGitHub } from "../../support/fake-gateway.ts";
import { installationId, openBench } from "../../support/workflow-bench.ts";

const day = 86_400_000;
/** Monday of 2026-W47, 07:00 UTC: W46 has ended. */
const monday = Date.UTC(2026, 10, 16, 7);
const request = { accountId: defaultAccountId, repositoryId: defaultRepositoryId, isoWeek: "2026-W46" };
const nextRequest = { ...request, isoWeek: "2026-W47" };
const app = { login: "firstpass-acme[bot]", kind: "bot" } as const;
const workflow = { login: "github-actions[bot]", kind: "bot" } as const;
const poster = { kind: "token", login: workflow.login } as const;
const facts = [
  pullRequestFact({ headSha: sha("a1"), at: defaultAt }),
  checkRunFact({ headSha: sha("a1"), name: "CodeQL", at: defaultAt + 60_000 }),
];

/** Services of one who posts, whose issues bear his name. */
function as(services: JobServices, github: FakeGitHub, author: MarkedIssue["author"]): JobServices {
  return {
    ...services,
    holdsLease: async () => true,
    github: {
      ...github.gateway,
      async createIssue(...given) {
        const number = await github.gateway.createIssue(...given);
        const made = github.issues.find((issue) => issue.number === number);
        if (made !== undefined) made.author = author;
        return number;
      },
    },
  };
}

/** The App with its store, and a workflow that begins each run with nothing, on the same GitHub. */
async function bothPost() {
  const bench = await openBench();
  bench.setNow(monday);
  await bench.know(...facts);
  let now = monday;
  const theApp = as({ ...bench.services, holdsLease: async () => true }, bench.github, app);
  async function newRun(): Promise<JobServices> {
    const store = openMemoryStore({ now: () => now });
    await store.installations.save({
      installationId,
      accountId: defaultAccountId,
      accountLogin: repositoryState().ownerLogin,
      accountType: "Organization",
      suspended: false,
      deleted: false,
      permissions: null,
      updatedAt: now,
    });
    await store.repositories.observe(repositoryState(), { observedAt: now, installationId });
    await store.repositories.setCoveredFrom(defaultAccountId, defaultRepositoryId, Date.UTC(2026, 0, 1));
    await store.facts.append(facts, "test");
    return as(
      { ...bench.services, store, now: () => now, holdsLease: async () => true },
      bench.github,
      workflow,
    );
  }
  return {
    github: bench.github,
    theApp,
    newRun,
    passTo(at: number) {
      now = at;
      bench.setNow(at);
    },
    states: () => bench.github.issues.map(({ number, state, author }) => [number, state, author?.login]),
  };
}

describe("the weekly issue that the App and a workflow post", () => {
  it("is made once by a workflow, however often it runs", async () => {
    const { github, newRun, states } = await bothPost();
    const post = async () => publishWeekly(await newRun(), request, { asked: true, poster });
    expect(await post()).toMatchObject({ did: "created" });
    expect(await post()).toMatchObject({ did: "unchanged" });
    expect(states()).toEqual([[10, "open", workflow.login]]);
    expect(github.count("updateIssue")).toBe(0);
  });

  it("is left alone by a workflow where the App has posted it", async () => {
    const { github, theApp, newRun, states } = await bothPost();
    await publishWeekly(theApp, request);
    const outcome = await publishWeekly(await newRun(), request, { asked: true, poster });
    expect(outcome).toMatchObject({ did: "skipped", reason: expect.stringContaining("firstpass-acme[bot]") });
    expect(states()).toEqual([[10, "open", app.login]]);
    expect(github.count("updateIssue")).toBe(0);
  });

  it("is taken over by the App where a workflow has posted it, and kept by the App from then on", async () => {
    const { github, theApp, newRun, states } = await bothPost();
    await publishWeekly(await newRun(), request, { asked: true, poster });
    for (const issue of github.issues) issue.body += "\nfrom fewer facts";
    expect(await publishWeekly(theApp, request)).toMatchObject({ did: "updated" });
    expect(github.issues[0]?.body).not.toContain("fewer facts");
    const asked = github.requests.length;
    expect(await publishWeekly(theApp, request)).toMatchObject({ did: "unchanged" });
    expect(github.requests).toHaveLength(asked);
    expect(states()).toEqual([[10, "open", workflow.login]]);
  });

  it("is found by a workflow and by a new App where a person removed its label", async () => {
    const { github, theApp, newRun } = await bothPost();
    await publishWeekly(await newRun(), request, { asked: true, poster });
    for (const issue of github.issues) issue.labels = [];
    await publishWeekly(await newRun(), request, { asked: true, poster });
    await publishWeekly(theApp, request);
    expect(github.issues).toHaveLength(1);
  });

  it.each([
    ["the App comes second", "workflow"],
    ["the workflow comes second", "app"],
  ])(
    "is one after both posted at the same moment: the younger closes itself with a link (%s)",
    async (_, first) => {
      const { github, theApp, newRun, states } = await bothPost();
      const theRun = await newRun();
      const [older, younger] = first === "app" ? [theApp, theRun] : [theRun, theApp];
      const publish = (services: JobServices) =>
        services === theApp
          ? publishWeekly(services, request)
          : publishWeekly(services, request, { asked: true, poster });
      // Between the younger's look and its issue, the older one posts.
      const { createIssue } = younger.github;
      const raced: JobServices = {
        ...younger,
        github: {
          ...younger.github,
          async createIssue(...given) {
            await publish(older);
            return createIssue(...given);
          },
        },
      };
      await (younger === theApp
        ? publishWeekly(raced, request)
        : publishWeekly(raced, request, { asked: true, poster }));
      expect(states()).toEqual([
        [10, "open", first === "app" ? app.login : workflow.login],
        [11, "closed", first === "app" ? workflow.login : app.login],
      ]);
      expect(github.issues[1]?.body).toMatch(/^> .*Duplicate of #10/);
      // And so it stays.
      await publish(theApp);
      await publishWeekly(await newRun(), request, { asked: true, poster });
      expect(states().map(([number, state]) => [number, state])).toEqual([
        [10, "open"],
        [11, "closed"],
      ]);
    },
  );

  it("is one after a workflow ended between posting and looking again", async () => {
    const { github, theApp, newRun, states } = await bothPost();
    await publishWeekly(await newRun(), request, { asked: true, poster });
    github.issues.push({ ...github.issues[0]!, number: 11 });
    await publishWeekly(theApp, request);
    expect(states().map(([number, state]) => [number, state])).toEqual([
      [10, "open"],
      [11, "closed"],
    ]);
  });

  it("closes past weeks that another posted, with a link to its own", async () => {
    const { github, theApp, newRun, passTo, states } = await bothPost();
    await publishWeekly(await newRun(), request, { asked: true, poster });
    passTo(monday + 7 * day);
    await publishWeekly(theApp, nextRequest, { asked: true });
    expect(states()).toEqual([
      [10, "closed", workflow.login],
      [11, "open", app.login],
    ]);
    expect(github.issues[0]?.body).toMatch(/^> .*#11 \(2026-W47\)/);
  });

  it("closes at once a late week behind the newer one that another posted", async () => {
    const { theApp, newRun, passTo, states } = await bothPost();
    passTo(monday + 7 * day);
    await publishWeekly(await newRun(), nextRequest, { asked: true, poster });
    await publishWeekly(theApp, request);
    expect(states()).toEqual([
      [10, "open", workflow.login],
      [11, "closed", app.login],
    ]);
  });
});
