// What is told of a listed alert must fold to the same finding as the deliveries that GitHub would have sent of it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fact } from "../../../src/core/facts/fact.ts";
import { foldFindings } from "../../../src/core/findings/fold-findings.ts";
import {
  factsOfCodeScanningAlert,
  type ListedCodeScanningAlert,
  reopenedCodeScanningAlert,
} from "../../../src/core/listed-alerts/code-scanning.ts";
import {
  factsOfDependabotAlert,
  type ListedDependabotAlert,
} from "../../../src/core/listed-alerts/dependabot.ts";
import { missedReopening } from "../../../src/core/listed-alerts/find-reopened.ts";
import {
  factsOfSecretAlert,
  type ListedSecretAlert,
} from "../../../src/core/listed-alerts/secret-scanning.ts";
import {
  defaultAccountId,
  defaultAt,
  defaultRepositoryId,
  repositoryState,
  secretScanningAlertFact,
} from "../../support/facts.ts";
import { codeScanningAlertFact, dependabotAlertFact } from "../../support/findings.ts";

const hour = 3_600_000;
const place = { accountId: defaultAccountId, repositoryId: defaultRepositoryId, defaultBranch: "main" };
const fold = (...facts: readonly Fact[]) => foldFindings(facts, { repository: repositoryState() });
const life = (...facts: readonly Fact[]) =>
  fold(...facts)[0]!.transitions.map(({ what, at }) => [what, (at - defaultAt) / hour]);

/** Alert 1 of a builder's fact, as the list shows it. */
function listed<Data extends { state: string | null }>(data: Data, given: Partial<Data> = {}) {
  return { ...data, updatedAt: defaultAt, ...given };
}
const codeScanning = (given: Partial<ListedCodeScanningAlert> = {}) =>
  listed(codeScanningAlertFact().data, given) as unknown as ListedCodeScanningAlert;
const dependabot = (given: Partial<ListedDependabotAlert> = {}) =>
  listed(dependabotAlertFact().data, given) as unknown as ListedDependabotAlert;
const secret = (given: Partial<ListedSecretAlert> = {}) =>
  listed(secretScanningAlertFact().data, given) as unknown as ListedSecretAlert;

describe("a listed alert alone", () => {
  test.each([
    ["code scanning, open", factsOfCodeScanningAlert(codeScanning(), place), [["created", 0]]],
    [
      "code scanning, fixed",
      factsOfCodeScanningAlert(codeScanning({ state: "fixed", fixedAt: defaultAt + hour }), place),
      [
        ["created", 0],
        ["fixed", 1],
      ],
    ],
    [
      "code scanning, dismissed",
      factsOfCodeScanningAlert(
        codeScanning({ state: "dismissed", dismissedAt: defaultAt + hour, dismissedReason: "won't fix" }),
        place,
      ),
      [
        ["created", 0],
        ["dismissed", 1],
      ],
    ],
    [
      "Dependabot, dismissed by a rule",
      factsOfDependabotAlert(dependabot({ state: "auto_dismissed", dismissedAt: defaultAt + hour }), place),
      [
        ["created", 0],
        ["dismissed", 1],
      ],
    ],
    [
      "a secret, revoked",
      factsOfSecretAlert(
        secret({ state: "resolved", resolvedAt: defaultAt + hour, resolution: "revoked" }),
        place,
      ),
      [
        ["created", 0],
        ["fixed", 1],
      ],
    ],
  ])("%s", (_what, facts, expected) => {
    expect(life(...facts)).toEqual(expected);
  });

  test.each([
    ["code scanning, fixed", factsOfCodeScanningAlert(codeScanning({ state: "fixed" }), place)],
    ["code scanning, dismissed", factsOfCodeScanningAlert(codeScanning({ state: "dismissed" }), place)],
    ["Dependabot, fixed", factsOfDependabotAlert(dependabot({ state: "fixed" }), place)],
    ["a secret, resolved", factsOfSecretAlert(secret({ state: "resolved" }), place)],
  ])("%s at a time that is not named, is never told as open", (_what, facts) => {
    expect(facts).toEqual([]);
  });

  test("names no commit that introduced it: the list does not", () => {
    expect(fold(...factsOfCodeScanningAlert(codeScanning(), place))[0]!.introducedSha).toBeNull();
  });
});

describe("a listed alert beside its deliveries", () => {
  const fixed = { state: "fixed", fixedAt: defaultAt + hour } as const;
  test.each([
    [
      "code scanning",
      [
        codeScanningAlertFact(),
        codeScanningAlertFact({ action: "fixed", at: defaultAt + hour, createdAt: defaultAt }),
      ],
      factsOfCodeScanningAlert(codeScanning(fixed), place),
    ],
    [
      "Dependabot",
      [
        dependabotAlertFact(),
        dependabotAlertFact({ action: "fixed", at: defaultAt + hour, createdAt: defaultAt }),
      ],
      factsOfDependabotAlert(dependabot(fixed), place),
    ],
  ])(
    "%s: every transition is seen once, in any order and however often it is told",
    (_source, told, list) => {
      const alone = life(...told);
      expect(alone).toHaveLength(2);
      fc.assert(
        fc.property(
          fc.shuffledSubarray([...told, ...list, ...list], { minLength: told.length + 2 * list.length }),
          (facts) => {
            expect(life(...facts)).toEqual(alone);
          },
        ),
      );
    },
  );

  test("gives the severity that the delivery left out", () => {
    const told = codeScanningAlertFact({ securitySeverity: null });
    expect(fold(told)[0]).toMatchObject({ security: false });
    expect(fold(told, ...factsOfCodeScanningAlert(codeScanning(), place))[0]).toMatchObject({
      severity: "high",
    });
  });

  test("an alert of a pull request reached the default branch when it appeared there, not when it was created", () => {
    const told = [
      codeScanningAlertFact({ ref: "refs/pull/7/merge" }),
      codeScanningAlertFact({ action: "appeared_in_branch", at: defaultAt + 5 * hour, createdAt: defaultAt }),
    ];
    const [finding] = fold(...told, ...factsOfCodeScanningAlert(codeScanning(), place));
    expect(finding!.reachedDefaultAt).toBe(defaultAt + 5 * hour);
  });

  test("a secret found valid stays the same facts however often it is listed", () => {
    const alert = secret({ validity: "active", updatedAt: defaultAt + hour });
    const [created, validated] = factsOfSecretAlert(alert, place);
    expect(created!.data).toMatchObject({ action: "created", validity: null });
    expect(validated).toMatchObject({ occurredAt: defaultAt + hour, data: { validity: "active" } });
    expect(fold(created!, validated!)[0]).toMatchObject({ severity: "critical" });
    const later = factsOfSecretAlert(
      { ...alert, validity: "inactive", updatedAt: defaultAt + 2 * hour },
      place,
    );
    expect(later[0]).toEqual(created);
  });
});

describe("a reopening that was missed", () => {
  const closed = [
    codeScanningAlertFact(),
    codeScanningAlertFact({ action: "fixed", at: defaultAt + hour, createdAt: defaultAt }),
  ];
  const [finding] = fold(...closed);

  test.each([
    ["open, changed after the closing", "open", 2, 2],
    ["open, but the list is older than the closing", "open", 0.5, null],
    ["open, changed at the closing", "open", 1, null],
    ["closed, as the ledger says", "fixed", 2, null],
  ])("%s", (_what, state, hours, expected) => {
    const at = missedReopening({ state, updatedAt: defaultAt + hours * hour }, finding);
    expect(at).toBe(expected === null ? null : defaultAt + expected * hour);
  });

  test("of an alert that the ledger does not have, or of one that says no time, is none", () => {
    expect(missedReopening({ state: "open", updatedAt: defaultAt }, undefined)).toBeNull();
    expect(missedReopening({ state: "open", updatedAt: null }, finding)).toBeNull();
  });

  test("makes the finding open again", () => {
    const alert = codeScanning({ updatedAt: defaultAt + 2 * hour });
    const reopened = reopenedCodeScanningAlert(alert, place, defaultAt + 2 * hour);
    expect(life(...closed, reopened)).toEqual([
      ["created", 0],
      ["fixed", 1],
      ["reopened", 2],
    ]);
  });
});
