// Builders of facts of alerts and of what GitHub listed. As in facts.ts: give what the test is about.
import type {
  CodeScanningAlertData,
  CodeScanningAlertFact,
} from "../../src/core/facts/code-scanning-alert.ts";
import type { DependabotAlertData, DependabotAlertFact } from "../../src/core/facts/dependabot-alert.ts";
import type { Fact } from "../../src/core/facts/fact.ts";
import type { FindingsListedData, FindingsListedFact } from "../../src/core/facts/observations.ts";
import {
  codeScanningAlertSubject,
  dependabotAlertSubject,
  findingsListedSubject,
} from "../../src/core/facts/subjects.ts";
import { type FindingSource, findingSources } from "../../src/core/findings/finding.ts";
import { assemble, defaultAt, type Envelope, sha } from "./facts.ts";

/** Alert 1, of `js/xss` in `web/page.ts`, high, created on the default branch and open. Times that the action implies are `at`. */
export function codeScanningAlertFact(
  given: Envelope & Partial<CodeScanningAlertData> = {},
): CodeScanningAlertFact {
  const { action = "created", at = defaultAt, number = 1 } = given;
  const dismissed = action === "closed_by_user";
  const { envelope, data } = assemble<CodeScanningAlertData>(given, {
    number,
    action,
    state: dismissed ? "dismissed" : action === "fixed" ? "fixed" : "open",
    createdAt: at,
    fixedAt: action === "fixed" ? at : null,
    dismissedAt: dismissed ? at : null,
    dismissedReason: dismissed ? "won't fix" : null,
    dismissedById: dismissed ? 502 : null,
    ruleId: "js/xss",
    ruleSeverity: "error",
    securitySeverity: "high",
    toolName: "CodeQL",
    ref: action.endsWith("_by_user") ? null : "refs/heads/main",
    commitSha: action.endsWith("_by_user") ? null : sha("c1"),
    path: "web/page.ts",
    startLine: 12,
    url: `https://github.com/acme/shop/security/code-scanning/${number}`,
  });
  return { kind: "code-scanning-alert", ...envelope, subject: codeScanningAlertSubject(data), data };
}

/** Alert 1, of `npm:lodash`, high, created and open. Times that the action implies are `at`. */
export function dependabotAlertFact(
  given: Envelope & Partial<DependabotAlertData> = {},
): DependabotAlertFact {
  const { action = "created", at = defaultAt, number = 1 } = given;
  const dismissed = action === "dismissed" || action === "auto_dismissed";
  const { envelope, data } = assemble<DependabotAlertData>(given, {
    number,
    action,
    state:
      action === "auto_dismissed"
        ? "auto_dismissed"
        : dismissed
          ? "dismissed"
          : action === "fixed"
            ? "fixed"
            : "open",
    createdAt: at,
    fixedAt: action === "fixed" ? at : null,
    dismissedAt: action === "dismissed" ? at : null,
    dismissedReason: action === "dismissed" ? "tolerable_risk" : null,
    dismissedById: action === "dismissed" ? 502 : null,
    ghsaId: "GHSA-jf85-cpcp-j695",
    severity: "high",
    ecosystem: "npm",
    packageName: "lodash",
    manifestPath: "package-lock.json",
    url: `https://github.com/acme/shop/security/dependabot/${number}`,
  });
  return { kind: "dependabot-alert", ...envelope, subject: dependabotAlertSubject(data), data };
}

/** GitHub's list of one source was read, all of it. */
export function findingsListedFact(given: Envelope & Partial<FindingsListedData> = {}): FindingsListedFact {
  const { envelope, data } = assemble<FindingsListedData>(given, {
    source: "code-scanning",
    listing: { seen: { alerts: 0, complete: true } },
  });
  return { kind: "findings-listed", ...envelope, subject: findingsListedSubject(data), data };
}

/** All three lists were read at `at`. */
export function allListed(at = defaultAt): Fact[] {
  return findingSources.map((source: FindingSource) => findingsListedFact({ source, at }));
}
