// Teams are read because a configuration names them, and for no other reason.
import { describe, expect, it } from "vitest";
import { Transient } from "../../../src/github/errors.ts";
import type { GitHubGateway } from "../../../src/github/gateway.ts";
import { observeTeams } from "../../../src/workflows/observe/observe-teams.ts";
import { defaultAccountId, defaultAt, defaultRepositoryId } from "../../support/facts.ts";
import { openBench, type WorkflowBench } from "../../support/workflow-bench.ts";

const job = { kind: "observe-teams", repositoryId: null, team: null } as const;
const names = (...teams: string[]) =>
  `version: 1\ngroups: [{ id: a, match: { teams: ${JSON.stringify(teams)} } }]\n`;

async function openNaming(...teams: string[]): Promise<WorkflowBench> {
  const bench = await openBench();
  bench.github.addFile("acme/.github", "firstpass.yml", names(...teams));
  await bench.run({ kind: "read-configuration", repositoryId: null });
  await takeJobs(bench);
  return bench;
}

async function takeJobs({ store }: WorkflowBench) {
  const jobs = await store.jobs.lease({ limit: 100, leaseMillis: 1000 });
  for (const { key, fence } of jobs) await store.jobs.complete(key, fence);
  return jobs.map(({ key }) => key);
}

const facts = ({ store }: WorkflowBench) =>
  store.facts.listOfAccount({ accountId: defaultAccountId, kinds: ["team-repositories"] });

describe("observeTeams", () => {
  it("keeps what each named team may write to, and has asked what that changes", async () => {
    const bench = await openNaming("payments", "web");
    bench.github.observed.listTeamRepositories = { seen: [defaultRepositoryId] };
    expect(await bench.run(job)).toEqual({ did: "recorded", reason: null });
    expect(
      (await facts(bench)).map(({ subject, occurredAt, repositoryId }) => [
        subject,
        occurredAt,
        repositoryId,
      ]),
    ).toEqual([
      ["team-repositories:payments", defaultAt, 0],
      ["team-repositories:web", defaultAt, 0],
    ]);
    expect(await takeJobs(bench)).toEqual(["request-observations/1001/organisation"]);
  });

  it("has asked what one team changes, too, where the reading of the next broke off", async () => {
    const bench = await openNaming("payments", "web");
    bench.github.observed.listTeamRepositories = { seen: [defaultRepositoryId] };
    let read = 0;
    const github = {
      ...bench.github.gateway,
      listTeamRepositories: async (...asked: Parameters<GitHubGateway["listTeamRepositories"]>) => {
        read += 1;
        if (read === 2) throw new Transient("502");
        return bench.github.gateway.listTeamRepositories(...asked);
      },
    };
    const lasts = { ...bench.services, github, holdsLease: async () => true };
    await expect(observeTeams(lasts, { ...job, accountId: defaultAccountId })).rejects.toThrow(Transient);
    expect(await takeJobs(bench)).toEqual(["request-observations/1001/organisation"]);
    expect(await facts(bench)).toHaveLength(1);
  });

  it("keeps nothing that it knew, and asks for nothing then", async () => {
    const bench = await openNaming("payments");
    await bench.run(job);
    await takeJobs(bench);
    bench.setNow(defaultAt + 3_600_000);
    expect(await bench.run(job)).toEqual({ did: "unchanged", reason: null });
    expect(await takeJobs(bench)).toEqual([]);
    expect(await facts(bench)).toHaveLength(1);
  });

  it.each([
    ["of which no configuration names any", [], null],
    ["that no configuration names", ["payments"], "web"],
  ])("asks nothing for teams %s", async (_, named, team) => {
    const bench = named.length === 0 ? await openBench() : await openNaming(...named);
    const before = bench.github.requests.length;
    expect(await bench.run({ ...job, team })).toMatchObject({ did: "skipped" });
    expect(bench.github.requests).toHaveLength(before);
  });

  it("asks for the one team that an event names", async () => {
    const bench = await openNaming("payments", "web");
    await bench.run({ ...job, team: "Web" });
    expect((await facts(bench)).map(({ subject }) => subject)).toEqual(["team-repositories:web"]);
  });

  it("says that the account of a person has no teams, and asks nothing", async () => {
    const bench = await openNaming("payments");
    await bench.install({ accountType: "User", updatedAt: 1e13 });
    const before = bench.github.requests.length;
    await bench.run(job);
    expect(bench.github.requests).toHaveLength(before);
    expect(await facts(bench)).toMatchObject([
      {
        data: {
          repositories: { unseen: { permission: null, text: expect.stringContaining("has no teams") } },
        },
      },
    ]);
  });

  it("asks nothing while the installation is suspended", async () => {
    const bench = await openNaming("payments");
    await bench.install({ suspended: true, updatedAt: 1e13 });
    const before = bench.github.requests.length;
    expect(await bench.run(job)).toMatchObject({ did: "skipped" });
    expect(bench.github.requests).toHaveLength(before);
  });
});
