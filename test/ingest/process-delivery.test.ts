import { expect, test } from "vitest";
import { nextDailyMoment } from "../../src/core/work/daily-moment.ts";
import { LeaseLost, processDelivery } from "../../src/ingest/process-delivery.ts";
import { sharedFileKind } from "../../src/records/configuration-kind.ts";
import type { ConfigurationKind, ServerStore } from "../../src/records/store.ts";
import { sha } from "../support/facts.ts";
import {
  checkRunPayload,
  commitPayload,
  installationPayload,
  pullRequestPayload,
  pushPayload,
  repositoryPayload,
} from "../support/payloads.ts";
import { receiveAndLease, receiveAndProcess } from "../support/process-deliveries.ts";
import { describeOnEachStore } from "../support/stores.ts";

/** When the deliveries are received and processed: after everything that they tell of. */
const receivedAt = Date.parse("2026-11-10T12:00:00Z");
const shop = { accountId: 1001, repositoryId: 2001 };
const opened = { event: "pull_request", payload: pullRequestPayload("opened") };
const install = { event: "installation", payload: installationPayload("created") };
const listed = { id: 2001, name: "shop", full_name: "acme/shop", private: true };

async function leaseJobs(store: ServerStore) {
  return await store.jobs.lease({ limit: 100, leaseMillis: 1000 });
}
async function isActive(store: ServerStore) {
  return (await store.repositories.find(1001, 2001))?.active;
}

describeOnEachStore("process a delivery", (openTestStore) => {
  const open = () => openTestStore({ now: () => receivedAt });

  test("keeps facts, the repository and the work, and ends the delivery", async () => {
    const store = await open();
    expect(await receiveAndProcess(store, { ...opened, id: "d-1" })).toEqual([
      { state: "done", reason: null, newFacts: 1 },
    ]);
    expect(await store.facts.list(shop)).toMatchObject([{ kind: "pull-request", data: { number: 1 } }]);
    expect(await store.repositories.find(1001, 2001)).toMatchObject({
      state: { name: "shop", defaultBranch: "main" },
      installationId: 3001,
      active: true,
      coveredFrom: null,
    });
    expect(await store.deliveries.find("d-1")).toMatchObject({ state: "done", reason: null });
    expect(await store.jobs.statistics()).toMatchObject({ waiting: 2 });
  });

  test("a repository at work is read once, at its own moment of the day, however much happens", async () => {
    let now = receivedAt;
    const store = await openTestStore({ now: () => now });
    const checks = checkRunPayload("completed", { id: 1 });
    await receiveAndProcess(store, opened, { event: "check_run", payload: checks }, opened);
    now = nextDailyMoment(2001, receivedAt) - 1;
    expect((await leaseJobs(store)).map(({ key }) => key)).not.toContain("observe-repository/1001/2001");
    now += 1;
    expect((await leaseJobs(store)).map(({ key }) => key)).toEqual(["observe-repository/1001/2001"]);
  });

  test("checks alone, whose bursts are large, ask for no reading", async () => {
    const store = await open();
    await receiveAndProcess(store, { event: "check_run", payload: checkRunPayload("completed", { id: 1 }) });
    expect(await store.jobs.statistics()).toMatchObject({ waiting: 1 });
  });

  test("waits for the rest of the burst before a head is evaluated, once for all of it", async () => {
    let now = receivedAt;
    const store = await openTestStore({ now: () => now });
    const checks = [1, 2, 3].map((id) => ({
      event: "check_run",
      payload: checkRunPayload("completed", { id }),
    }));
    await receiveAndProcess(store, opened, ...checks);
    expect(await leaseJobs(store)).toEqual([]);
    now += 5_000;
    expect(await leaseJobs(store)).toMatchObject([
      { kind: "evaluate-head", payload: { headSha: sha("a1") } },
    ]);
  });

  test("fault 4: the same delivery twice takes effect once", async () => {
    const store = await open();
    const results = await receiveAndProcess(store, { ...opened, id: "d-1" }, { ...opened, id: "d-1" });
    expect(results).toHaveLength(1);
    expect(await store.facts.count(1001)).toBe(1);
  });

  test("the same event under another delivery id is not counted again", async () => {
    const store = await open();
    expect(await receiveAndProcess(store, opened, opened)).toMatchObject([{ newFacts: 1 }, { newFacts: 0 }]);
    expect(await store.facts.count(1001)).toBe(1);
  });

  test.each([
    ["ignored", "star", {}, "this event carries nothing that is measured"],
    ["unusable", "push", { ref: "refs/heads/main" }, expect.stringContaining("repository")],
  ])("fault 14: %s deliveries are kept with the reason", async (state, event, payload, reason) => {
    const store = await open();
    expect(await receiveAndProcess(store, { event, payload, id: "d-1" })).toEqual([
      { state, reason, newFacts: 0 },
    ]);
    expect(await store.deliveries.find("d-1")).toMatchObject({ state, reason });
    expect((await store.deliveries.statistics()).counts).toMatchObject({ [state]: 1, pending: 0 });
  });

  test("fault 47: a worker that lost its lease leaves nothing behind", async () => {
    let now = receivedAt;
    const store = await openTestStore({ now: () => now });
    const first = (await receiveAndLease(store, opened))!;
    now += 61_000;
    const [second] = await store.deliveries.lease({ limit: 1, leaseMillis: 60_000 });
    await expect(processDelivery(store, first)).rejects.toThrow(LeaseLost);
    expect(await store.facts.count(1001)).toBe(0);
    expect(await store.repositories.listAll()).toEqual([]);
    expect(await store.jobs.statistics()).toMatchObject({ waiting: 0 });

    expect(await processDelivery(store, { ...first, fence: second!.fence })).toMatchObject({ newFacts: 1 });
  });

  test("fault 13: NUL and lone surrogates in names are kept and found again", async () => {
    const store = await open();
    const ref = "odd\u0000\ud800name";
    const head = { sha: sha("a1"), ref, repo: null };
    await receiveAndProcess(store, {
      event: "pull_request",
      payload: pullRequestPayload("opened", { head }),
    });
    expect(await store.facts.list(shop)).toMatchObject([{ data: { headRef: ref } }]);
  });

  test("an installed repository is covered from the installation on, and read", async () => {
    const store = await open();
    await receiveAndProcess(store, install);
    const jobs = await leaseJobs(store);
    expect(jobs.map((job) => job.key).sort()).toEqual([
      "backfill-repository/1001/2001",
      "observe-paved-road/1001/2001",
      "observe-repository/1001/2001",
      "read-configuration/1001/2001",
      "read-configuration/1001/organisation",
    ]);
    expect(jobs.find((job) => job.kind === "observe-paved-road")?.payload).toMatchObject({
      causedAt: receivedAt,
    });
    expect(await store.repositories.find(1001, 2001)).toMatchObject({
      active: true,
      coveredFrom: Date.parse("2026-11-01T08:00:00Z"),
      installationId: 3001,
    });
  });

  test("a repository added later is covered from when we were told, not from the installation", async () => {
    const store = await open();
    const payload = installationPayload(
      "added",
      {},
      { repositories_added: [listed], repositories_removed: [] },
    );
    await receiveAndProcess(store, { event: "installation_repositories", payload });
    expect(await store.repositories.find(1001, 2001)).toMatchObject({
      active: true,
      coveredFrom: receivedAt,
    });
  });

  test("a removed repository stays removed though older events of it arrive after", async () => {
    const store = await open();
    const payload = installationPayload(
      "removed",
      {},
      { repositories_added: [], repositories_removed: [listed] },
    );
    await receiveAndProcess(store, install, { event: "installation_repositories", payload }, opened);
    expect(await isActive(store)).toBe(false);
    expect(await store.facts.count(1001)).toBe(1);
  });

  test("fault 32: a deleted installation ends its repositories, late events bring none back", async () => {
    const store = await open();
    await receiveAndProcess(
      store,
      install,
      opened,
      { event: "installation", payload: installationPayload("deleted", {}, { repositories: undefined }) },
      { event: "pull_request", payload: pullRequestPayload("closed") },
      install,
    );
    expect(await store.installations.find(1001)).toMatchObject({ deleted: true });
    expect(await isActive(store)).toBe(false);
  });

  test("fault 32: installed again it is active again", async () => {
    const store = await open();
    await receiveAndProcess(store, install, {
      event: "installation",
      payload: installationPayload("deleted", { updated_at: "2026-11-02T08:00:00Z" }),
    });
    const later = { id: 3002, created_at: "2026-11-11T08:00:00Z", updated_at: "2026-11-11T08:00:00Z" };
    await receiveAndProcess(store, { event: "installation", payload: installationPayload("created", later) });
    expect(await store.installations.find(1001)).toMatchObject({ installationId: 3002, deleted: false });
    expect(await isActive(store)).toBe(true);
  });

  test("fault 32: after a suspension the known repositories are read again", async () => {
    const store = await open();
    await receiveAndProcess(store, install, opened);
    for (const job of await leaseJobs(store)) await store.jobs.complete(job.key, job.fence);
    const time = "2026-11-05T08:00:00Z";
    const suspended = installationPayload("suspend", { updated_at: time, suspended_at: time });
    await receiveAndProcess(store, { event: "installation", payload: suspended });
    expect(await store.installations.find(1001)).toMatchObject({ suspended: true });
    expect(await leaseJobs(store)).toEqual([]);

    const unsuspended = installationPayload("unsuspend", { updated_at: time }, { repositories: undefined });
    await receiveAndProcess(store, { event: "installation", payload: unsuspended });
    expect(await store.installations.find(1001)).toMatchObject({ suspended: false });
    expect((await leaseJobs(store)).map((job) => job.key).sort()).toEqual([
      "backfill-repository/1001/2001",
      "observe-paved-road/1001/2001",
      "observe-repository/1001/2001",
      "read-configuration/1001/2001",
      "read-configuration/1001/organisation",
    ]);
  });

  test("fault 33: a transfer ends the repository at its former account and begins it at the new one", async () => {
    const store = await open();
    await receiveAndProcess(store, install, opened);
    const repository = repositoryPayload({ owner: { id: 1002, login: "globex" } });
    const changes = { owner: { from: { organization: { id: 1001, login: "acme" } } } };
    const payload = { action: "transferred", changes, repository, installation: { id: 3009 } };
    await receiveAndProcess(store, { event: "repository", payload });
    expect(await isActive(store)).toBe(false);
    expect(await store.repositories.find(1002, 2001)).toMatchObject({
      active: true,
      coveredFrom: receivedAt,
    });
    expect(await store.facts.count(1001)).toBe(1);
    expect(await store.facts.count(1002)).toBe(1);
  });

  test("a push that touches a file of a rule has the paved road read, another push has not", async () => {
    const store = await open();
    const push = (path: string) => ({
      event: "push",
      payload: pushPayload({ commits: [commitPayload(sha("c1"), { modified: [path] })] }),
    });
    await receiveAndProcess(store, push("SECURITY.md"));
    expect(await leaseJobs(store)).toEqual([]);

    const text = [
      "version: 1",
      "templates:",
      "  rules:",
      "    - id: policy",
      "      kind: file",
      "      path: SECURITY.md",
      "      template: acme/paved",
      "",
    ].join("\n");
    const file = { path: ".github/firstpass.yml", text, commitSha: null, readAt: receivedAt, problem: null };
    await store.configurations.save({ ...shop, kind: "configuration", ...file });
    await receiveAndProcess(store, push("README.md"));
    expect(await leaseJobs(store)).toEqual([]);
    await receiveAndProcess(store, push("SECURITY.md"));
    expect(await leaseJobs(store)).toMatchObject([
      { kind: "observe-paved-road", payload: { causedAt: Date.parse("2026-11-09T09:30:00Z") } },
    ]);
  });

  test("a push that touches a file which others extend has it read, another file of its form not", async () => {
    const store = await open();
    const push = (path: string, given: Record<string, unknown> = {}) => ({
      event: "push",
      payload: pushPayload({ commits: [commitPayload(sha("c1"), { modified: [path] })], ...given }),
    });
    const path = "firstpass/base.yml";
    await receiveAndProcess(store, push(path));
    expect(await leaseJobs(store)).toEqual([]);
    const kept = { path: `acme/shop:${path}`, text: "version: 1\n", commitSha: null, problem: null };
    await store.configurations.save({ ...shop, kind: sharedFileKind(path), ...kept, readAt: receivedAt });
    await receiveAndProcess(store, push("firstpass/other.yml"), push(path, { ref: "refs/heads/topic" }));
    expect(await leaseJobs(store)).toEqual([]);
    await receiveAndProcess(store, push(path));
    expect((await leaseJobs(store)).map((job) => job.key)).toEqual(["read-configuration/1001/2001"]);
  });

  test("what the rules of an extended file name is read, too", async () => {
    const store = await open();
    const rule =
      "templates: { rules: [{ id: policy, kind: file, path: SECURITY.md, template: acme/paved }] }";
    const save = (kind: ConfigurationKind, path: string, text: string) =>
      store.configurations.save({
        ...shop,
        kind,
        path,
        text,
        commitSha: null,
        readAt: receivedAt,
        problem: null,
      });
    await receiveAndProcess(store, install, opened);
    for (const job of await leaseJobs(store)) await store.jobs.complete(job.key, job.fence);
    await save(sharedFileKind("firstpass.yml"), "acme/shop:firstpass.yml", `version: 1\n${rule}\n`);
    await save("configuration", ".github/firstpass.yml", "version: 1\nextends: acme/shop:firstpass.yml\n");
    const payload = pushPayload({ commits: [commitPayload(sha("c1"), { modified: ["SECURITY.md"] })] });
    await receiveAndProcess(store, { event: "push", payload });
    expect((await leaseJobs(store)).map((job) => job.key)).toContain("observe-paved-road/1001/2001");
  });
});
