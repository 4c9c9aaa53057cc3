// Builders of the local GitHub's alerts, open and an hour old unless told otherwise.
import type {
  LocalCodeScanningAlert,
  LocalDependabotAlert,
  LocalSecretAlert,
} from "../../src/local-github/security-state.ts";

export const localAlertAt = Date.parse("2026-11-16T08:00:00Z");

export function localCodeScanningAlert(
  number: number,
  given: Partial<LocalCodeScanningAlert> = {},
): LocalCodeScanningAlert {
  return {
    number,
    createdAt: localAlertAt,
    updatedAt: localAlertAt,
    state: "open",
    fixedAt: null,
    dismissedAt: null,
    dismissedReason: null,
    ruleId: "js/xss",
    ruleSeverity: "error",
    securitySeverity: "high",
    toolName: "CodeQL",
    path: "web/page.ts",
    startLine: 12,
    refs: ["refs/heads/main"],
    commitSha: "c".repeat(40),
    ...given,
  };
}

export function localDependabotAlert(
  number: number,
  given: Partial<LocalDependabotAlert> = {},
): LocalDependabotAlert {
  return {
    number,
    createdAt: localAlertAt,
    updatedAt: localAlertAt,
    state: "open",
    fixedAt: null,
    dismissedAt: null,
    autoDismissedAt: null,
    dismissedReason: null,
    ghsaId: "GHSA-jf85-cpcp-j695",
    severity: "high",
    ecosystem: "npm",
    packageName: "lodash",
    manifestPath: "package-lock.json",
    ...given,
  };
}

export function localSecretAlert(number: number, given: Partial<LocalSecretAlert> = {}): LocalSecretAlert {
  return {
    number,
    createdAt: localAlertAt,
    updatedAt: localAlertAt,
    state: "open",
    resolvedAt: null,
    resolution: null,
    secretType: "aws_access_key_id",
    secret: "not-for-anybody",
    validity: "unknown",
    publiclyLeaked: false,
    pushProtectionBypassedAt: null,
    ...given,
  };
}
