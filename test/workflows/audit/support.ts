// What the tests of audits share: a clone of a made repository, and an audit of it at a fixed time.
import { onTestFinished } from "vitest";
import { openClone } from "../../../src/clone/open-clone.ts";
import type { SarifFinding, SarifRun } from "../../../src/core/sarif/finding.ts";
import { openMemoryStore } from "../../../src/memory/open-memory-store.ts";
import type { AuditInput } from "../../../src/workflows/audit/audit.ts";
import { GitRepository } from "../../support/git-repository.ts";

export const now = Date.UTC(2026, 5, 1);
export const dayMillis = 24 * 60 * 60 * 1000;

export function makeRepository(): GitRepository {
  const repository = GitRepository.create();
  onTestFinished(() => repository.remove());
  return repository;
}

export async function openFor(repository: Pick<GitRepository, "path">) {
  const clone = await openClone(repository.path);
  onTestFinished(() => clone.close());
  return clone;
}

/** An audit of the files on disk, at `now`, of `acme/web`. */
export async function inputFor(
  repository: Pick<GitRepository, "path">,
  given: Partial<AuditInput> = {},
): Promise<AuditInput> {
  return {
    clone: await openFor(repository),
    store: openMemoryStore({ now: () => now }),
    repository: { fullName: "acme/web" },
    at: "working-tree",
    asOf: now,
    sarif: [],
    secretsSarif: [],
    organisationConfig: null,
    templates: new Map(),
    ...given,
  };
}

export function finding(given: Partial<SarifFinding> = {}): SarifFinding {
  return {
    tool: "semgrep",
    toolVersion: null,
    ruleId: "xss",
    ruleTitle: null,
    securitySeverity: "high",
    level: "error",
    location: { path: "a.ts", startLine: 1, endLine: 1 },
    fingerprint: "f1",
    commitSha: null,
    baselineState: null,
    suppressed: false,
    isSecret: false,
    ...given,
  };
}

export function secret(given: Partial<SarifFinding> = {}): SarifFinding {
  return finding({ tool: "gitleaks", toolVersion: "8.18.4", ruleId: "aws-key", isSecret: true, ...given });
}

export function runOf(findings: readonly SarifFinding[], tool = "gitleaks"): SarifRun {
  return {
    tool,
    toolVersion: "8.18.4",
    successful: true,
    looksForSecrets: tool === "gitleaks",
    revisionId: null,
    findings: findings.length,
    leftOut: {},
  };
}

export function reading(findings: readonly SarifFinding[], tool = "gitleaks") {
  const unread = { count: 0, examples: [] };
  return { file: `${tool}.sarif`, runs: [runOf(findings, tool)], findings, unread, notes: [] };
}

export const pinnedCheckout = `version: 1
templates:
  rules:
    - id: checkout
      kind: action
      uses: actions/checkout
      ref: { pinned: true }
`;

const sha = "a".repeat(40);
export const pinnedWorkflow = `on: pull_request
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@${sha}
`;
export const taggedWorkflow = pinnedWorkflow.replace(sha, "v4");
