// Findings: one life for each alert of each source, whatever was told, in whatever order, how often, and what was lost.
import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import type { Finding } from "../../../src/core/findings/finding.ts";
import { foldFindings } from "../../../src/core/findings/fold-findings.ts";
import { codeLife, dependabotLife, secretLife } from "../../support/alert-lives.ts";
import {
  pushFact,
  repositoryState,
  secretLocationFact,
  secretScanFact,
  secretScanningAlertFact,
  sha,
} from "../../support/facts.ts";
import { codeScanningAlertFact, dependabotAlertFact } from "../../support/findings.ts";
import { expectAnyOrderTheSame } from "../../support/properties.ts";
import { day } from "../../support/scorecard-input.ts";

const minute = 60_000;

function fold(facts: readonly Fact[]): Finding[] {
  return foldFindings(facts, { repository: repositoryState() });
}

function only(facts: readonly Fact[]): Finding {
  const findings = fold(facts);
  expect(findings).toHaveLength(1);
  return findings[0]!;
}

/** `created 0, fixed 3`: what happened, with the day of the window. */
function life(facts: readonly Fact[]): string {
  return only(facts)
    .transitions.map(({ what, at, closure }) => {
      const as = closure === null ? "" : ` as ${closure}`;
      return `${what}${as} ${(at - day(0)) / (day(1) - day(0))}`;
    })
    .join(", ");
}

describe("a life", () => {
  it.each([
    ["that only began", codeLife(1, day(0)), "created 0"],
    ["that was fixed", codeLife(1, day(0), [["fixed", day(3)]]), "created 0, fixed 3"],
    [
      "that was dismissed, then reopened",
      codeLife(1, day(0), [
        ["closed_by_user", day(2)],
        ["reopened_by_user", day(4)],
      ]),
      "created 0, dismissed as accepted 2, reopened 4",
    ],
    [
      "that was fixed, then came back",
      dependabotLife(1, day(0), [
        ["fixed", day(2)],
        ["reintroduced", day(4)],
      ]),
      "created 0, fixed 2, reintroduced 4",
    ],
    [
      "that a rule dismissed and reopened",
      dependabotLife(1, day(0), [
        ["auto_dismissed", day(2)],
        ["auto_reopened", day(4)],
      ]),
      "created 0, dismissed as administrative 2, reopened 4",
    ],
    ["of a revoked secret", secretLife(1, day(0), [["resolved", day(3)]]), "created 0, fixed 3"],
    [
      "of a secret whose pattern was hidden",
      secretLife(1, day(0), [["resolved", day(3), { resolution: "hidden_by_config" }]]),
      "created 0, dismissed as administrative 3",
    ],
    [
      "of a secret of which more was told",
      secretLife(1, day(0), [
        ["validated", day(1)],
        ["publicly_leaked", day(2)],
        ["updated_assignment", day(3)],
      ]),
      "created 0",
    ],
    [
      "dismissed for a reason that is not known",
      codeLife(1, day(0), [["closed_by_user", day(2), { dismissedReason: "toString" }]]),
      "created 0, dismissed as unknown 2",
    ],
    [
      "dismissed again for the same reason",
      codeLife(1, day(0), [
        ["closed_by_user", day(2)],
        ["closed_by_user", day(3)],
      ]),
      "created 0, dismissed as accepted 2",
    ],
    [
      "dismissed again for another reason",
      codeLife(1, day(0), [
        ["closed_by_user", day(2)],
        ["closed_by_user", day(3), { dismissedReason: "false positive" }],
      ]),
      "created 0, dismissed as accepted 2, dismissed as false-positive 3",
    ],
  ])("%s", (_, facts, expected) => {
    expect(life(facts)).toBe(expected);
    expectAnyOrderTheSame(facts, fold);
  });

  it("is decided by the action, whatever state the same delivery names", () => {
    expect(life(codeLife(1, day(0), [["fixed", day(3), { state: "open" }]]))).toBe("created 0, fixed 3");
    expect(life([codeScanningAlertFact({ at: day(0), state: "dismissed" })])).toBe("created 0");
  });

  it("says who dismissed it and why, in GitHub's words, from whichever fact knows", () => {
    const bare = codeScanningAlertFact({
      action: "reopened_by_user",
      at: day(4),
      createdAt: day(0),
      dismissedAt: day(2),
    });
    const facts = [...codeLife(1, day(0), [["closed_by_user", day(2)]]), bare];
    expect(only(facts).transitions[1]).toMatchObject({ reason: "won't fix", byId: 502 });
    expectAnyOrderTheSame(facts, fold);
  });

  it("puts together what two facts know of one dismissal", () => {
    const of = (data: object) => codeLife(1, day(0), [["closed_by_user", day(2), data]]);
    const facts = [...of({ dismissedReason: null }), ...of({ dismissedById: null })];
    expect(only(facts).transitions).toHaveLength(2);
    expect(only(facts).transitions[1]).toMatchObject({ closure: "accepted", reason: "won't fix", byId: 502 });
    expectAnyOrderTheSame(facts, fold);
  });
});

describe("a delivery that was lost", () => {
  it.each([
    [
      "the creation",
      [codeScanningAlertFact({ action: "fixed", at: day(3), createdAt: day(0) })],
      "created 0, fixed 3",
    ],
    [
      "the fix of a dependency",
      dependabotLife(1, day(0), [["reintroduced", day(5), { fixedAt: day(3) }]]),
      "created 0, fixed 3, reintroduced 5",
    ],
    [
      "the dismissal",
      codeLife(1, day(0), [["fixed", day(5), { dismissedAt: day(2), dismissedReason: "used in tests" }]]),
      "created 0, dismissed as test 2, fixed 5",
    ],
    [
      "the resolution of a secret",
      secretLife(1, day(0), [
        ["validated", day(5), { state: "resolved", resolvedAt: day(2), resolution: "revoked" }],
      ]),
      "created 0, fixed 2",
    ],
    ["the closing before a reopening", codeLife(1, day(0), [["reopened", day(5)]]), "created 0, reopened 5"],
    [
      "the reopening between two fixes: the later one stands",
      codeLife(1, day(0), [
        ["fixed", day(2)],
        ["fixed", day(6)],
      ]),
      "created 0, fixed 2, fixed 6",
    ],
    [
      "a reopening that a list tells of later, and that came late itself",
      codeLife(1, day(0), [
        ["fixed", day(2)],
        ["reopened", day(4)],
        ["reopened", day(5)],
      ]),
      "created 0, fixed 2, reopened 4",
    ],
  ])("%s is made good by what other facts carry", (_, facts, expected) => {
    expect(life(facts)).toBe(expected);
    expectAnyOrderTheSame(facts, fold);
  });

  it("is one transition when a list tells the same again", () => {
    const told = codeLife(1, day(0), [["fixed", day(3)]]);
    const listed = codeLife(1, day(0), [["fixed", day(3), { fixedAt: day(3), startLine: 99 }]]);
    expect(life([...told, ...listed])).toBe("created 0, fixed 3");
  });
});

describe("within one second", () => {
  it.each([
    ["fixed", "reopened", "created 0, fixed 0, reopened 0"],
    ["closed_by_user", "reopened_by_user", "created 0, dismissed as accepted 0, reopened 0"],
  ])("an alert is created, %s and %s", (closing, opening, expected) => {
    const facts = codeLife(1, day(0), [
      [opening, day(0)],
      [closing, day(0)],
    ]);
    expect(life(facts)).toBe(expected);
    expectAnyOrderTheSame(facts, fold);
  });

  it("a fixed one is reopened before it is fixed again", () => {
    const facts = codeLife(1, day(0), [
      ["fixed", day(2)],
      ["fixed", day(4)],
      ["reopened", day(4)],
    ]);
    expect(life(facts)).toBe("created 0, fixed 2, reopened 4, fixed 4");
    expectAnyOrderTheSame(facts, fold);
  });

  it("an open one is closed, reopened and closed again, in turn", () => {
    const facts = codeLife(1, day(0), [
      ["fixed", day(4)],
      ["reopened_by_user", day(4)],
      ["closed_by_user", day(4)],
    ]);
    expect(life(facts)).toBe("created 0, dismissed as accepted 4, reopened 4, fixed 4");
    expectAnyOrderTheSame(facts, fold);
  });
});

describe("an alert that is seen again after its fix", () => {
  const before = codeLife(1, day(0), [
    ["closed_by_user", day(1)],
    ["fixed", day(2)],
  ]);
  const dismissal = { dismissedAt: day(1), dismissedReason: "won't fix", dismissedById: 502 };

  it.each([
    ["open", {}, "reopened 3"],
    ["as dismissed as it was", { state: "dismissed", ...dismissal }, "dismissed as accepted 3"],
  ] as const)("is %s by what it carries", (_, carried, expected) => {
    const again = codeScanningAlertFact({
      action: "appeared_in_branch",
      at: day(3),
      createdAt: day(0),
      ...carried,
    });
    const facts = [...before, again];
    expect(life(facts)).toBe(`created 0, dismissed as accepted 1, fixed 2, ${expected}`);
    expectAnyOrderTheSame(facts, fold);
  });
});

describe("within one second, what is told of an alert", () => {
  it("is newer than its creation", () => {
    const facts = [
      codeScanningAlertFact({ at: day(0), securitySeverity: "high" }),
      codeScanningAlertFact({ action: "appeared_in_branch", at: day(0), securitySeverity: "critical" }),
    ];
    expect(only(facts).severity).toBe("critical");
  });

  it("is how a secret was resolved, where one of two facts says it", () => {
    const facts = [null, "revoked"].flatMap((resolution) =>
      secretLife(1, day(0), [["resolved", day(2), { resolution }]]),
    );
    expect(life(facts)).toBe("created 0, fixed 2");
    expectAnyOrderTheSame(facts, fold);
  });
});

describe("what is told of a finding", () => {
  it("is its rule, package, place and link", () => {
    const [code, dependency, secret] = fold([
      codeScanningAlertFact({ at: day(0) }),
      dependabotAlertFact({ at: day(0) }),
      secretScanningAlertFact({ at: day(0) }),
      secretLocationFact({ at: day(0) }),
    ]);
    expect(code).toMatchObject({
      id: "code-scanning#1",
      rule: "js/xss",
      tool: "CodeQL",
      path: "web/page.ts",
    });
    expect(dependency).toMatchObject({ id: "dependabot#1", rule: "GHSA-jf85-cpcp-j695", tool: "npm:lodash" });
    expect(secret).toMatchObject({
      id: "secret-scanning#1",
      rule: "aws_access_key_id",
      path: "src/config.ts",
    });
    expect(secret).toMatchObject({ tool: null, introducedSha: sha("c1") });
  });

  it("is a security severity when any fact says one, and the last one that was said", () => {
    const untold = codeLife(1, day(0), [], { securitySeverity: null });
    expect(only(untold)).toMatchObject({ security: false, severity: null });
    const later = codeScanningAlertFact({
      action: "fixed",
      at: day(2),
      createdAt: day(0),
      securitySeverity: "critical",
    });
    expect(only([...untold, later])).toMatchObject({ security: true, severity: "critical" });
    const unheardOf = codeLife(1, day(0), [], { securitySeverity: "toString" });
    expect(only(unheardOf)).toMatchObject({ security: true, severity: null });
  });

  it.each([
    ["moderate", "medium"],
    ["HIGH", "high"],
    ["grave", null],
    [null, null],
  ])("is of a Dependabot severity %s: %s", (severity, expected) => {
    expect(only([dependabotAlertFact({ severity })]).severity).toBe(expected);
  });

  it("is a critical secret once it was found active or leaked, also when it is inactive afterwards", () => {
    const of = (steps: Parameters<typeof secretLife>[2]) => only(secretLife(1, day(0), steps)).severity;
    expect(of([])).toBe("high");
    expect(of([["validated", day(1), { validity: "inactive" }]])).toBe("high");
    expect(of([["publicly_leaked", day(1)]])).toBe("critical");
    expect(
      of([
        ["validated", day(1), { validity: "active" }],
        ["validated", day(3), { validity: "inactive" }],
      ]),
    ).toBe("critical");
  });

  it("is the first commit that a secret is in: by time where a push tells it, else by SHA", () => {
    const alert = secretScanningAlertFact({ at: day(5) });
    const places = [sha("0a"), sha("b2")].map((commitSha) => secretLocationFact({ at: day(5), commitSha }));
    expect(only([alert, ...places]).introducedSha).toBe(sha("0a"));
    const known = [alert, ...places, pushFact({ at: day(1), after: sha("b2") })];
    expect(only(known).introducedSha).toBe(sha("b2"));
    expectAnyOrderTheSame(known, fold);
    expect(only([alert, secretLocationFact({ locationType: "issue_body" })]).introducedSha).toBeNull();
  });

  it("is found in history when a backfill scan raised it and no push while it ran tells of its commit", () => {
    const alert = secretScanningAlertFact({ at: day(5) });
    const scan = secretScanFact({
      scanType: "backfill",
      startedAt: day(5) - minute,
      completedAt: day(5) + minute,
    });
    expect(only([alert]).foundInHistory).toBe(false);
    expect(only([alert, scan]).foundInHistory).toBe(true);
    const pushed = [secretLocationFact({ at: day(5) }), pushFact({ at: day(5) - minute })];
    expect(only([alert, scan, ...pushed]).foundInHistory).toBe(false);
    const pushedBefore = [secretLocationFact({ at: day(5) }), pushFact({ at: day(-20) })];
    expect(only([alert, scan, ...pushedBefore]).foundInHistory).toBe(true);
    expect(only([alert, ...pushedBefore]).foundInHistory).toBe(false);
  });
});
