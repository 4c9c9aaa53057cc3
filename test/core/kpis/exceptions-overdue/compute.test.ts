// Exceptions overdue: which stand at the end of the window, which of them are due, what is counted once.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../../src/core/facts/fact.ts";
import { computeExceptionsOverdue } from "../../../../src/core/kpis/exceptions-overdue/compute.ts";
import { exceptionsOverdue } from "../../../../src/core/kpis/exceptions-overdue/definition.ts";
import { measure, type ScorecardInput } from "../../../../src/core/scorecard/build.ts";
import { entry, fileVersion, organisationVersion } from "../../../support/exceptions.ts";
import { allListed, codeScanningAlertFact, findingsListedFact } from "../../../support/findings.ts";
import { expectAnyOrderTheSame } from "../../../support/properties.ts";
import { configWith, day, dayMillis, kpiInput, window } from "../../../support/scorecard-input.ts";

const noFiles = [fileVersion(null), organisationVersion()];

function compute(facts: readonly Fact[], given: Partial<ScorecardInput> = {}) {
  return computeExceptionsOverdue(
    kpiInput([...allListed(day(1)), ...facts], { exceptionFiles: noFiles, ...given }),
  );
}

/** An entry with this expiry, read at `readAt`. */
function withEntry(expires: string, readAt = day(1), more: Record<string, unknown> = {}) {
  return { exceptionFiles: [fileVersion([entry({ expires, ...more })], { readAt }), organisationVersion()] };
}

function alert(
  number = 1,
  at = day(1),
  action: "created" | "closed_by_user" | "reopened_by_user" | "fixed" | "reopened" = "created",
) {
  return codeScanningAlertFact({ number, at, action, createdAt: Math.min(at, day(0) - 200 * dayMillis) });
}

describe("the population", () => {
  it("is empty without an exception, which is not zero per cent", () => {
    expect(compute([alert()])).toMatchObject({
      outcome: "not-applicable",
      reasons: [{ code: "no-exceptions" }],
      excluded: {},
      evidence: [],
    });
  });

  it("is one entry that is not due", () => {
    const computed = compute([alert()], withEntry("2026-12-31"));
    expect(computed).toMatchObject({
      outcome: "measured",
      value: 0,
      numerator: 0,
      denominator: 1,
      notes: [],
    });
    expect(computed.evidence).toEqual([
      {
        kind: "exception",
        id: "repository-file:legacy-xss",
        url: "https://github.com/acme/shop/blob/HEAD/.github/firstpass-exceptions.yml#L1",
        at: day(1),
        note: "rule js/xss in web/**: to be decided again by 2026-12-31; granted on 2026-10-20, until 2026-12-31; owner @acme/web",
        counted: false,
      },
    ]);
  });

  it.each([
    ["exactly at the end of the window is not there yet", window.to, "not-applicable"],
    ["just before the end is", window.to - 1, "measured"],
  ])("granted %s", (_, readAt, outcome) => {
    const exceptionFiles = [fileVersion(null), fileVersion([entry()], { readAt }), organisationVersion()];
    expect(compute([], { exceptionFiles }).outcome).toBe(outcome);
  });

  it.each([
    ["exactly at the end of the window still stands", window.to, "measured"],
    ["just before the end does not", window.to - 1, "not-applicable"],
  ])("ended %s", (_, readAt, outcome) => {
    const exceptionFiles = [fileVersion([entry()]), fileVersion([], { readAt }), organisationVersion()];
    expect(compute([], { exceptionFiles }).outcome).toBe(outcome);
  });

  it("has a dismissal and the entry that covers it once, as the entry", () => {
    const dismissed = [alert(), alert(1, day(2), "closed_by_user")];
    const computed = compute(dismissed, withEntry("2026-12-31"));
    expect(computed).toMatchObject({
      denominator: 1,
      excluded: { "dismissals on GitHub that an entry of an exceptions file covers": 1 },
    });
    expect(computed.evidence[1]).toMatchObject({
      counted: null,
      note: "code-scanning #1 (js/xss): left out: dismissed on GitHub, and counted as repository-file:legacy-xss",
    });
  });

  it("has both while the entry is broken", () => {
    const dismissed = [alert(), alert(1, day(2), "closed_by_user")];
    const broken = withEntry("2026-12-31", day(1), { owner: "" });
    expect(compute(dismissed, broken)).toMatchObject({ denominator: 2 });
  });

  it("does not take a dismissal that is no accepted risk for one that cannot be judged", () => {
    const dismissedReason = "false positive";
    const dismissed = codeScanningAlertFact({ action: "closed_by_user", dismissedReason, at: day(2) });
    expect(compute([dismissed])).toMatchObject({ outcome: "not-applicable", excluded: {} });
  });

  it("leaves out dismissals with a reason that is not known, and does not call nothing what hides there", () => {
    const unknown = codeScanningAlertFact({
      action: "closed_by_user",
      dismissedReason: "new word",
      at: day(2),
    });
    expect(compute([unknown])).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "dismissal-reason-unknown", text: expect.stringContaining("1 alert was dismissed") }],
      excluded: { "dismissals on GitHub whose reason is not known": 1 },
      evidence: [
        { id: "code-scanning#1", counted: null, note: expect.stringContaining("left out: dismissed") },
      ],
    });
  });
});

describe("what is due", () => {
  it.each([
    ["the day before the window's last", "2026-11-14", 1],
    ["the window's last day, which ends with it", "2026-11-15", 0],
  ])("an expiry on %s", (_, expires, numerator) => {
    expect(compute([], withEntry(expires))).toMatchObject({
      numerator,
      denominator: 1,
      value: 100 * numerator,
    });
  });

  it.each([
    ["exactly as old as the review window is not", window.to - 90 * dayMillis, 0],
    ["a millisecond older is", window.to - 90 * dayMillis - 1, 1],
  ])("a dismissal %s", (_, at, numerator) => {
    const facts = [alert(1, at - dayMillis), alert(1, at, "closed_by_user")];
    expect(compute(facts)).toMatchObject({ numerator, denominator: 1 });
  });

  it("says of an entry that ends with the window that it is still to be decided", () => {
    const [row] = compute([], withEntry("2026-11-15")).evidence;
    expect(row?.note).toContain("to be decided again by 2026-11-15");
  });

  it("an entry older than the configured review window is, however far its expiry", () => {
    const config = configWith({ exceptions: { reviewAfterDays: 20 } });
    const extended = [
      fileVersion([entry({ expires: "2026-11-01" })], { readAt: day(0) }),
      fileVersion([entry({ expires: "2027-10-01" })], { readAt: day(10) }),
      organisationVersion(),
    ];
    const computed = compute([], { config, exceptionFiles: extended });
    expect(computed).toMatchObject({ numerator: 1, denominator: 1 });
    expect(computed.breakdown).toMatchObject([{ label: "older than 20 days", count: 1, of: 1 }]);
    expect(computed.evidence[0]?.note).toContain(
      "to be decided again since 2026-11-08, 20 days after it was granted",
    );
  });

  it("tells the expired from the old, and what matches nothing or has no owner", () => {
    const old = window.from - 100 * dayMillis;
    const facts = [alert(1, old), alert(1, old + 1, "closed_by_user")];
    const exceptionFiles = [
      fileVersion([
        entry({ expires: "2026-11-01", rule: "other/*" }),
        entry({ id: "b", rule: "b", expires: "2026-10-30" }),
      ]),
      organisationVersion([entry({ id: "c", owner: undefined })]),
    ];
    const computed = compute(facts, { exceptionFiles });
    expect(computed).toMatchObject({ numerator: 3, denominator: 4, value: 75 });
    expect(computed.breakdown.map(({ label, count, of }) => [label, count, of])).toEqual([
      ["past their expiry", 2, 3],
      ["older than 90 days", 1, 3],
    ]);
    expect(computed.beside.map(({ id, value }) => [id, value])).toEqual([
      ["orphaned", 2],
      ["ownerless", 2],
      ["dismissed", 1],
    ]);
    expect(exceptionsOverdue.advise(computed, kpiInput([]).config)).toEqual({
      text: "Decide again on the 3 overdue exceptions: fix what it is for and take it away, or write a new entry with an expiry.",
      why: "2 of 3 past their expiry, 1 of 3 older than 90 days",
      evidenceIds: ["repository-file:b", "repository-file:legacy-xss"],
    });
  });

  it("advises nothing where nothing is overdue", () => {
    expect(exceptionsOverdue.advise(compute([], withEntry("2026-12-31")), kpiInput([]).config)).toBeNull();
  });
});

describe("lives of alerts", () => {
  const states: [string, Fact[], number | undefined][] = [
    ["dismissed", [alert(), alert(1, day(2), "closed_by_user")], 1],
    [
      "dismissed, then reopened",
      [alert(), alert(1, day(2), "closed_by_user"), alert(1, day(3), "reopened_by_user")],
      undefined,
    ],
    ["dismissed exactly at the end", [alert(), alert(1, window.to, "closed_by_user")], undefined],
    [
      "reopened exactly at the end",
      [alert(), alert(1, day(2), "closed_by_user"), alert(1, window.to, "reopened_by_user")],
      1,
    ],
    [
      "fixed, then reintroduced",
      [alert(), alert(1, day(2), "closed_by_user"), alert(1, day(3), "fixed"), alert(1, day(4), "reopened")],
      undefined,
    ],
    [
      "dismissed, reopened and dismissed again",
      [
        alert(),
        alert(1, day(2), "closed_by_user"),
        alert(1, day(3), "reopened_by_user"),
        alert(1, day(4), "closed_by_user"),
      ],
      1,
    ],
  ];

  it.each(states)("an alert that was %s, in any order", (_, facts, denominator) => {
    const computed = compute(facts);
    expect(computed.outcome === "measured" ? computed.denominator : undefined).toBe(denominator);
    expectAnyOrderTheSame(facts, compute);
  });
});

describe("what cannot be seen", () => {
  const text = "Grant it.";
  const unseen = (why: "permission-missing" | "feature-off") => ({ unseen: { why, permission: null, text } });

  it("is not measured where a kind of alerts may not be read, whatever the file says", () => {
    const facts = [
      findingsListedFact({ source: "dependabot", listing: unseen("permission-missing"), at: day(2) }),
    ];
    expect(compute(facts, withEntry("2026-12-31"))).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text }],
      evidence: [{ id: "repository-file:legacy-xss" }],
    });
  });

  it("is not measured where the installation lacks the permission for the file", () => {
    const permissions = {
      security_events: "read",
      secret_scanning_alerts: "read",
      vulnerability_alerts: "read",
    };
    const input = kpiInput(allListed(), { exceptionFiles: noFiles, permissions });
    expect(measure(exceptionsOverdue, input)).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "permission-missing", text: expect.stringContaining('"contents: read"') }],
    });
  });

  it("is measured with a note where a feature is off, and not measured where all are", () => {
    const off = (["code-scanning", "dependabot", "secret-scanning"] as const).map((source) =>
      findingsListedFact({ source, listing: unseen("feature-off"), at: day(2) }),
    );
    expect(compute(off.slice(0, 1), withEntry("2026-12-31"))).toMatchObject({
      outcome: "measured",
      notes: [`Code scanning is not in this number. ${text}`],
    });
    expect(compute(off, withEntry("2026-12-31"))).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "feature-off" }, { code: "feature-off" }, { code: "feature-off" }],
    });
  });

  it("calls no entry an orphan before all alerts are listed", () => {
    const computed = computeExceptionsOverdue(kpiInput([], withEntry("2026-12-31")));
    expect(computed.outcome).toBe("measured");
    expect(computed.beside[0]).toMatchObject({ id: "orphaned", value: null });
  });

  it("does not say that there is none before alerts are listed, or a file was read", () => {
    expect(computeExceptionsOverdue(kpiInput([], { exceptionFiles: noFiles }))).toMatchObject({
      outcome: "not-measured",
      reasons: [{ code: "alerts-not-listed" }],
    });
    expect(compute([], { exceptionFiles: [fileVersion(null)] })).toMatchObject({
      outcome: "not-measured",
      reasons: [
        { code: "exceptions-not-read", text: expect.stringContaining("the organisation's exceptions file") },
      ],
    });
    const late = [fileVersion(null, { readAt: window.to }), organisationVersion()];
    expect(compute([], { exceptionFiles: late })).toMatchObject({
      reasons: [{ code: "exceptions-not-read" }],
    });
  });

  it("gives no trend to a window before the files were read, and says what is not in force", () => {
    const dismissed = [alert(), alert(1, day(2), "closed_by_user")];
    expect(compute(dismissed, { exceptionFiles: [] })).toMatchObject({
      outcome: "measured",
      comparable: false,
      notes: [
        expect.stringContaining("had not read the repository's exceptions file and the organisation's"),
      ],
    });
    const problem = "e.yml:3:5: exceptions[0].owner is missing.\ne.yml:9:5: more.";
    const computed = compute(dismissed, {
      exceptionFiles: [fileVersion(null, { problem }), organisationVersion()],
    });
    expect(computed).not.toHaveProperty("comparable");
    expect(computed.notes).toEqual([
      "Not all of .github/firstpass-exceptions.yml is in force (and 1 more): e.yml:3:5: exceptions[0].owner is missing.",
    ]);
  });
});
