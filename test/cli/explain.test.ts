import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { basisOf } from "../../src/core/scorecard/basis.ts";
import { processDelivery } from "../../src/ingest/process-delivery.ts";
import { openStore } from "../../src/store/database.ts";
import { prepareWeekly } from "../../src/workflows/weekly/publish-weekly.ts";
import { defaultAccountId, defaultRepositoryId, sha } from "../support/facts.ts";
import { checkRunPayload, pullRequestPayload, pushPayload } from "../support/payloads.ts";
import { runCommand, temporaryFolder } from "../support/server-process.ts";

const received = Date.UTC(2026, 10, 10);
const posted = Date.UTC(2026, 10, 16, 7);
const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId };

/** acme/shop: a change that passed on 9 November 2026, received on the 10th, told of by the issue of W46. */
async function storeWithPostedWeek(changed: { value?: number } = {}): Promise<string> {
  const url = `sqlite:${join(temporaryFolder(), "cli.db")}`;
  let now = received;
  const store = await openStore(url, { now: () => now });
  const deliver = async (id: string, event: string, payload: unknown) => {
    await store.deliveries.add([{ id, event, body: Buffer.from(JSON.stringify(payload)) }]);
    const [leased] = await store.deliveries.lease({ limit: 1, leaseMillis: 1000 });
    await processDelivery(store, { id, event, fence: leased!.fence, payload });
  };
  await deliver("d-1", "push", pushPayload());
  const head = { sha: sha("a1"), ref: "feature", repo: { id: 2001 } };
  await deliver("d-2", "pull_request", pullRequestPayload("opened", { head }));
  await deliver("d-3", "check_run", checkRunPayload("completed"));
  now = posted;
  const isoWeek = "2026-W46";
  const { loaded } = await prepareWeekly({ store, now: () => posted }, { ...place, isoWeek });
  const [first, ...others] = loaded.scorecard.kpis;
  const scorecard = { ...loaded.scorecard, kpis: [{ ...first!, ...changed }, ...others] };
  const basis = basisOf(loaded, loaded.cut);
  const issue = { ...place, isoWeek, issueNumber: 12, contentHash: "h", postedAt: posted, closed: false };
  await store.weeklyIssues.save({ ...issue, scorecard, basis });
  now = posted + 1000;
  await deliver("d-4", "check_run", checkRunPayload("completed", { id: 999, conclusion: "failure" }));
  await store.close();
  return url;
}

const explain = async (DATABASE_URL: string, ...args: string[]) =>
  runCommand(["explain", "acme/shop", ...args], { DATABASE_URL });

describe("explain", () => {
  it("prints definition, window, configuration, numbers and every row of evidence", async () => {
    const url = await storeWithPostedWeek();
    const { code, stdout, stderr } = await explain(url, "first-pass-rate", "--as-of", "2026-11-15");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^First-pass security check rate \(first-pass-rate\) of acme\/shop\n/);
    for (const line of [
      /Value +100 % \(1\/1\)/,
      /95 % interval +20\.7 to 100 % \(Wilson score interval of a share\)/,
      /Definition +first-pass-rate, version \d+/,
      /Window +from 2026-10-18T00:00:00Z up to, not with, 2026-11-15T00:00:00Z \(28 days\)/,
      /Known +what was recorded before 2026-11-15T00:00:00Z/,
      /pull_requests\.bots +separate/,
      /1 row: 1 in the numerator, 0 in the denominator alone, 0 in neither\./,
      /yes +#1 +2026-11-09T10:\d\d:\d\dZ +passed on the first try\n +https:\/\/github\.com\/acme\/shop\/pull\/1/,
    ])
      expect(stdout).toMatch(line);
  });

  it("carries the same in JSON, and the definition's documentation", async () => {
    const url = await storeWithPostedWeek();
    const { stdout } = await explain(url, "first-pass-rate", "--as-of", "2026-11-15", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      repository: { fullName: "acme/shop" },
      window: { days: 28, to: Date.UTC(2026, 10, 15) },
      recordedBefore: Date.UTC(2026, 10, 15),
      definition: {
        id: "first-pass-rate",
        statistic: "share",
        documentation: { formula: expect.any(String) },
      },
      configuration: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      kpi: { numerator: 1, denominator: 1, evidence: [{ id: "#1", counted: true }] },
      reproduction: null,
    });
  });

  it("says what was known then by --as-of, and what is known now by --known-at now", async () => {
    const url = await storeWithPostedWeek();
    const { code, stderr } = await explain(url, "first-pass-rate", "--as-of", "2026-11-09");
    expect([code, stderr]).toEqual([
      1,
      "firstpass: Nothing of acme/shop had been recorded by then: its ledger begins at 2026-11-10T00:00:00.000Z. Add --known-at now to look at that window with what is known today.\n",
    ]);
    const args = ["first-pass-rate", "--as-of", "2026-11-10", "--format", "json"];
    const { stdout } = await explain(url, ...args, "--known-at", "now");
    expect(JSON.parse(stdout)).toMatchObject({ recordedBefore: null, kpi: { denominator: 1 } });
  });

  it("makes a posted week again, whatever arrived since, and says so", async () => {
    const url = await storeWithPostedWeek();
    const { code, stdout, stderr } = await explain(url, "--week", "2026-W46");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^Reproduced exactly: \d+ KPIs, \d+ evidence rows?, configuration [0-9a-f]{12}, definitions first-pass-rate \d+, .*The ledger gives today what the weekly issue #12 of 2026-W46 said, field by field\.\n$/,
    );
    const one = await explain(url, "first-pass-rate", "--week", "2026-W46", "--format", "markdown");
    expect(one.stdout).toMatch(/#### Reproduction\n\n- Reproduced exactly/);
  });

  it("fails with what differs and why, when a posted week cannot be made again", async () => {
    const url = await storeWithPostedWeek({ value: 42 });
    const { code, stdout, stderr } = await explain(url, "--week", "2026-W46");
    expect(code).toBe(1);
    expect(stderr).toBe("firstpass: 2026-W46 is not what it was: see the differences above.\n");
    expect(stdout).toMatch(
      /^Not reproduced: 1 field of the weekly issue #12 of 2026-W46 is different today\.\nWhy: /,
    );
    expect(stdout).toContain("kpis.first-pass-rate.value: posted 42, today 100");
    const { stdout: json } = await explain(url, "--week", "2026-W46", "--format", "json");
    expect(JSON.parse(json)).toMatchObject({
      exact: false,
      differences: [{ path: "kpis.first-pass-rate.value", posted: 42, rebuilt: 100 }],
    });
  });

  it("explains a week that was never posted by what is known today, and says so", async () => {
    const url = await storeWithPostedWeek();
    const { code, stdout, stderr } = await explain(url, "first-pass-rate", "--week", "2026-W45");
    expect(code).toBe(0);
    expect(stderr).toContain("No issue of 2026-W45 was posted");
    expect(stdout).toMatch(/Known +all that is recorded now/);
    const whole = await explain(url, "--week", "2026-W45");
    expect([whole.code, whole.stderr]).toEqual([1, expect.stringContaining("Posted: 2026-W46.")]);
  });

  it.each<[RegExp, string[]]>([
    [
      /There is no KPI "first-pas-rate"\. Did you mean first-pass-rate\? KPIs: first-pass-rate, /,
      ["first-pas-rate"],
    ],
    [/There is no KPI "velocity"\. KPIs: /, ["velocity"]],
    [/Name a KPI, or a --week that was posted/, []],
    [/leave out --as-of and --window/, ["risk-debt", "--week", "2026-W46", "--window", "7d"]],
    [/Use a date such as/, ["risk-debt", "--known-at", "later"]],
  ])("refuses with %s", async (said, args) => {
    const { code, stderr } = await explain("sqlite::memory:", ...args);
    expect(stderr).toMatch(said);
    expect(code).toBe(2);
  });
});
