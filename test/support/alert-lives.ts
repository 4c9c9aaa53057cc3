// Lives of alerts as facts: created, then whatever happened to them. For tests of what is made from findings.
import type { CodeScanningAlertData } from "../../src/core/facts/code-scanning-alert.ts";
import type { DependabotAlertData } from "../../src/core/facts/dependabot-alert.ts";
import type { Fact } from "../../src/core/facts/fact.ts";
import type { SecretScanningAlertData } from "../../src/core/facts/secret-scanning-alert.ts";
import { secretScanningAlertFact } from "./facts.ts";
import { codeScanningAlertFact, dependabotAlertFact } from "./findings.ts";

/** What happened next, when, and what else to say of it. */
type Step<Data> = readonly [action: string, at: number, data?: Partial<Data>];

/** A code scanning alert created at `createdAt` on the default branch, and what happened to it. `data` goes into every fact. */
export function codeLife(
  number: number,
  createdAt: number,
  steps: readonly Step<CodeScanningAlertData>[] = [],
  data: Partial<CodeScanningAlertData> = {},
): Fact[] {
  const all: readonly Step<CodeScanningAlertData>[] = [["created", createdAt], ...steps];
  return all.map(([action, at, own = {}]) =>
    codeScanningAlertFact({ number, createdAt, action, at, ...data, ...own }),
  );
}

export function dependabotLife(
  number: number,
  createdAt: number,
  steps: readonly Step<DependabotAlertData>[] = [],
  data: Partial<DependabotAlertData> = {},
): Fact[] {
  const all: readonly Step<DependabotAlertData>[] = [["created", createdAt], ...steps];
  return all.map(([action, at, own = {}]) =>
    dependabotAlertFact({ number, createdAt, action, at, ...data, ...own }),
  );
}

export function secretLife(
  number: number,
  createdAt: number,
  steps: readonly Step<SecretScanningAlertData>[] = [],
  data: Partial<SecretScanningAlertData> = {},
): Fact[] {
  const all: readonly Step<SecretScanningAlertData>[] = [["created", createdAt], ...steps];
  return all.map(([action, at, own = {}]) =>
    secretScanningAlertFact({ number, createdAt, action, at, ...data, ...own }),
  );
}
