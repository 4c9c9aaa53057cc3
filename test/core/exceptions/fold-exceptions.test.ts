// Exceptions over time: when each was granted, on which terms, until when, and which findings it is for.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ExceptionsFileVersion } from "../../../src/core/exceptions/exception.ts";
import { foldExceptions } from "../../../src/core/exceptions/fold-exceptions.ts";
import { spanInForce } from "../../../src/core/exceptions/in-force.ts";
import type { Finding } from "../../../src/core/findings/finding.ts";
import { foldFindings } from "../../../src/core/findings/fold-findings.ts";
import { entry, fileVersion, finding, organisationVersion } from "../../support/exceptions.ts";
import { repositoryState } from "../../support/facts.ts";
import { codeScanningAlertFact, dependabotAlertFact } from "../../support/findings.ts";
import { day } from "../../support/scorecard-input.ts";

const repository = repositoryState();

function fold(files: readonly ExceptionsFileVersion[], findings: readonly Finding[] = []) {
  return foldExceptions(files, findings, { repository });
}

function version(at: number, ...entries: Record<string, unknown>[]): ExceptionsFileVersion {
  return fileVersion(entries, { readAt: at });
}

describe("entries of a file", () => {
  it("are granted when first read, end when they are gone, and open at their line", () => {
    expect(fold([version(day(1), entry()), version(day(3), entry()), version(day(5))])).toEqual([
      {
        id: "repository-file:legacy-xss",
        origin: "repository-file",
        subject: "rule js/xss in web/**",
        findingIds: [],
        reason: "The page goes away with the new shop.",
        owner: "@acme/web",
        approver: null,
        grantedAt: day(1),
        firstGrantedAt: day(1),
        expiresAt: Date.UTC(2027, 1, 1),
        endedAt: day(5),
        url: "https://github.com/acme/shop/blob/HEAD/.github/firstpass-exceptions.yml#L1",
      },
    ]);
  });

  it("end when the file is removed, and begin anew when they come back", () => {
    const lives = fold([
      version(day(1), entry()),
      fileVersion(null, { readAt: day(2) }),
      version(day(4), entry()),
    ]);
    expect(
      lives.map(({ grantedAt, firstGrantedAt, endedAt }) => [grantedAt, firstGrantedAt, endedAt]),
    ).toEqual([
      [day(1), day(1), day(2)],
      [day(4), day(4), null],
    ]);
  });

  it("keep their first grant when the expiry is extended, and do not cover the days between", () => {
    const early = entry({ expires: "2026-10-22" });
    const [before, after] = fold([version(day(0), early), version(day(9), entry({ expires: "2026-11-30" }))]);
    expect(before).toMatchObject({ grantedAt: day(0), endedAt: day(9) });
    expect(after).toMatchObject({ grantedAt: day(9), firstGrantedAt: day(0), endedAt: null });
    expect(spanInForce(before!, 90)).toEqual({ from: day(0), to: Date.UTC(2026, 9, 23) });
    expect(spanInForce(after!, 90)).toEqual({ from: day(9), to: Date.UTC(2026, 11, 1) });
  });

  it("stop no clock while they are broken, and stop it from when they were mended", () => {
    const [broken, mended] = fold([version(day(1), entry({ owner: undefined })), version(day(4), entry())]);
    expect(broken).toMatchObject({
      owner: null,
      invalid: expect.stringContaining("owner is missing"),
      endedAt: day(4),
    });
    expect(spanInForce(broken!, 90)).toBeNull();
    expect(spanInForce(mended!, 90)).toMatchObject({ from: day(4) });
    expect(mended).not.toHaveProperty("invalid");
  });

  it("stop no clock when they had expired before they were read", () => {
    const [expired] = fold([version(day(1), entry({ expires: "2026-10-01" }))]);
    expect(spanInForce(expired!, 90)).toBeNull();
  });

  it("go on through a version of which nothing can be read", () => {
    const unreadable = fileVersion([], { text: "version: [", readAt: day(2) });
    expect(fold([version(day(1), entry()), unreadable])).toEqual(fold([version(day(1), entry())]));
  });

  it("without an id are told apart by what they select", () => {
    const unnamed = (rule: string) => entry({ id: undefined, path: undefined, rule });
    const lives = fold([version(day(1), unnamed("js/xss")), version(day(2), unnamed("js/sql"))]);
    expect(lives.map(({ id, endedAt }) => [id, endedAt])).toEqual([
      ["repository-file:rule js/sql", null],
      ["repository-file:rule js/xss", day(2)],
    ]);
  });

  it("of the organisation are for the repositories that they name", () => {
    const file = organisationVersion([
      entry({ id: "here", repositories: ["Acme/shop*"] }),
      entry({ id: "there", repositories: ["acme/other"] }),
      entry({ id: "all" }),
    ]);
    expect(fold([file]).map(({ id, url }) => [id, url])).toEqual([
      ["organisation-file:all", "https://github.com/acme/.github/blob/HEAD/firstpass-exceptions.yml#L1"],
      ["organisation-file:here", "https://github.com/acme/.github/blob/HEAD/firstpass-exceptions.yml#L1"],
    ]);
  });
});

describe("what an entry selects", () => {
  const findings = [
    finding({ number: 1 }),
    finding({ number: 2, rule: "js/sql-injection", path: "api/db.ts" }),
    finding({ number: 3, path: null }),
    finding({
      source: "dependabot",
      number: 1,
      rule: "GHSA-1",
      tool: "npm:lodash",
      path: "web/package.json",
    }),
    finding({ source: "secret-scanning", number: 1, rule: "aws_key", tool: null, path: null }),
  ];

  it.each([
    [{ finding: "code-scanning#2" }, ["code-scanning#2"]],
    [{ rule: "JS/*" }, ["code-scanning#1", "code-scanning#2", "code-scanning#3"]],
    [{ rule: "js/xss", path: "web/*.ts" }, ["code-scanning#1"]],
    [{ path: "web/**" }, ["code-scanning#1", "dependabot#1"]],
    [{ tool: "codeql" }, ["code-scanning#1", "code-scanning#2", "code-scanning#3"]],
    [{ tool: "npm:*" }, []],
    [{ package: "lodash" }, ["dependabot#1"]],
    [{ package: "npm:lo?ash" }, ["dependabot#1"]],
    [{ package: "CodeQL" }, []],
    [{ finding: "code-scanning#1", rule: "js/sql*" }, []],
    [{ rule: "aws_key" }, ["secret-scanning#1"]],
  ])("is what matches all of %j", (selection, expected) => {
    const file = version(day(1), entry({ rule: undefined, path: undefined, ...selection }));
    expect(fold([file], findings)[0]?.findingIds).toEqual(expected);
  });
});

describe("dismissals on GitHub", () => {
  const created = codeScanningAlertFact({ at: day(1) });
  const dismissed = codeScanningAlertFact({ action: "closed_by_user", at: day(3), createdAt: day(1) });
  const reopened = codeScanningAlertFact({ action: "reopened_by_user", at: day(5), createdAt: day(1) });
  const again = codeScanningAlertFact({ action: "closed_by_user", at: day(7), createdAt: day(1) });
  const lives = (...facts: Parameters<typeof foldFindings>[0]) =>
    fold([], foldFindings(facts, { repository })).map(({ id, grantedAt, endedAt }) => [
      id,
      grantedAt,
      endedAt,
    ]);

  it("that accept a risk are exceptions, of the finding, with GitHub's reason", () => {
    expect(fold([], foldFindings([created, dismissed], { repository }))).toEqual([
      {
        id: "code-scanning#1 dismissed 2026-10-22",
        origin: "dismissal",
        subject: "code-scanning #1 (js/xss)",
        findingIds: ["code-scanning#1"],
        reason: "won't fix",
        owner: null,
        approver: null,
        grantedAt: day(3),
        expiresAt: null,
        endedAt: null,
        url: "https://github.com/acme/shop/security/code-scanning/1",
      },
    ]);
  });

  it("end when the finding is reopened, and are another when it is dismissed again", () => {
    expect(lives(created, dismissed, reopened, again)).toEqual([
      ["code-scanning#1 dismissed 2026-10-22", day(3), day(5)],
      ["code-scanning#1 dismissed 2026-10-26", day(7), null],
    ]);
  });

  it("end when the finding is fixed, and do not come back when it is reintroduced", () => {
    const facts = (["created", "dismissed", "fixed", "reintroduced"] as const).map((action, index) =>
      dependabotAlertFact({ action, at: day(index + 1), createdAt: day(1) }),
    );
    expect(lives(...facts)).toEqual([["dependabot#1 dismissed 2026-10-21", day(2), day(3)]]);
  });

  it.each([
    [
      "false positive",
      codeScanningAlertFact({ action: "closed_by_user", dismissedReason: "false positive" }),
    ],
    ["used in tests", codeScanningAlertFact({ action: "closed_by_user", dismissedReason: "used in tests" })],
    ["a rule", dependabotAlertFact({ action: "auto_dismissed" })],
    [
      "a reason that is not known",
      codeScanningAlertFact({ action: "closed_by_user", dismissedReason: null }),
    ],
    ["no security finding", codeScanningAlertFact({ action: "closed_by_user", securitySeverity: null })],
  ])("for %s are no exceptions", (_, fact) => {
    expect(lives(fact)).toEqual([]);
  });

  it("stop the clock until they are due for review, or end", () => {
    const [open] = fold([], foldFindings([created, dismissed], { repository }));
    expect(spanInForce(open!, 10)).toEqual({ from: day(3), to: day(13) });
    expect(spanInForce({ ...open!, endedAt: day(5) }, 10)).toEqual({ from: day(3), to: day(5) });
  });
});

it("any order and repetition of the versions gives the same, also of versions read at one moment", () => {
  const versions = [
    version(day(1), entry(), entry({ id: "b", rule: "b" })),
    version(day(2), entry({ expires: "2026-12-31" })),
    version(day(2), entry({ expires: "2026-12-30" })),
    fileVersion(null, { readAt: day(4) }),
    version(day(5), entry({ reason: "" })),
    organisationVersion([entry()], { readAt: day(2) }),
    organisationVersion(null, { readAt: day(3) }),
  ];
  const expected = fold(versions, [finding()]);
  const repeated = fc.shuffledSubarray([...versions, ...versions], { minLength: versions.length * 2 });
  fc.assert(
    fc.property(repeated, (shuffled) => {
      expect(fold(shuffled, [finding()])).toEqual(expected);
    }),
  );
  for (const { id, grantedAt, endedAt } of expected) {
    expect(endedAt).not.toBe(grantedAt);
    const others = expected.filter((other) => other.id === id && other.grantedAt !== grantedAt);
    for (const other of others)
      expect(other.grantedAt < grantedAt || other.grantedAt >= (endedAt ?? Infinity)).toBe(true);
  }
});
