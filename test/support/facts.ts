// Builders of facts with sensible defaults, for tests. Give what the test is about; `at` is the fact's occurredAt
// (milliseconds UTC). Subjects follow from the data, exactly as the normalisers make them.
import type {
  CheckRunData,
  CheckRunFact,
  CheckSuiteData,
  CheckSuiteFact,
  CommitStatusData,
  CommitStatusFact,
  MergeGroupData,
  MergeGroupFact,
  WorkflowRunData,
  WorkflowRunFact,
} from "../../src/core/facts/check.ts";
import type { PavedRoadData, PavedRoadFact } from "../../src/core/facts/paved-road.ts";
import type {
  PullRequestData,
  PullRequestFact,
  PullRequestReviewData,
  PullRequestReviewFact,
} from "../../src/core/facts/pull-request.ts";
import type { PushCompletedData, PushCompletedFact, PushData, PushFact } from "../../src/core/facts/push.ts";
import type { RepositoryFact, RepositoryState } from "../../src/core/facts/repository.ts";
import type {
  SecretLocationData,
  SecretLocationFact,
  SecretPlacesReadData,
  SecretPlacesReadFact,
  SecretScanData,
  SecretScanFact,
  SecretScanningAlertData,
  SecretScanningAlertFact,
} from "../../src/core/facts/secret-scanning-alert.ts";
import {
  checkRunSubject,
  checkSuiteSubject,
  commitStatusSubject,
  mergeGroupSubject,
  pavedRoadSubject,
  pullRequestSubject,
  pushSubject,
  repositorySubject,
  reviewSubject,
  secretLocationSubject,
  secretPlacesReadSubject,
  secretScanningAlertSubject,
  secretScanSubject,
  workflowRunSubject,
} from "../../src/core/facts/subjects.ts";

/** Monday of ISO week 2026-W46, 10:00 UTC: when built facts happen unless told otherwise. */
export const defaultAt = Date.UTC(2026, 10, 9, 10);

export const defaultAccountId = 1001;
export const defaultRepositoryId = 2001;

export interface Envelope {
  accountId?: number;
  repositoryId?: number;
  /** `occurredAt`, milliseconds UTC. */
  at?: number;
}

/** Splits what a test gives into the envelope's part and the data's part, with defaults for both. */
export function assemble<Data extends object>(given: Envelope & Partial<Data>, defaults: Data) {
  const { accountId, repositoryId, at, ...rest } = given;
  const envelope = {
    accountId: accountId ?? defaultAccountId,
    repositoryId: repositoryId ?? defaultRepositoryId,
    occurredAt: at ?? defaultAt,
  };
  return { envelope, data: { ...defaults, ...rest } as Data };
}

/** A 40-digit commit SHA that can be read in a failing test: `sha("a1")` is `a1a1a1…`; the text must be hexadecimal. */
export function sha(text: string): string {
  return text.repeat(Math.ceil(40 / text.length)).slice(0, 40);
}

export function repositoryState(given: Partial<RepositoryState> = {}): RepositoryState {
  const ownerLogin = given.ownerLogin ?? "acme";
  const name = given.name ?? "shop";
  return {
    accountId: defaultAccountId,
    repositoryId: defaultRepositoryId,
    ownerLogin,
    name,
    visibility: "private",
    archived: false,
    fork: false,
    defaultBranch: "main",
    language: "TypeScript",
    topics: [],
    createdAt: Date.UTC(2025, 0, 1),
    url: `https://github.com/${ownerLogin}/${name}`,
    templateRepository: null,
    customProperties: null,
    ...given,
  };
}

/** Pull request 1 opened ready by a person, from a branch of the same repository into `main`. */
export function pullRequestFact(given: Envelope & Partial<PullRequestData> = {}): PullRequestFact {
  const { envelope, data } = assemble<PullRequestData>(given, {
    number: 1,
    action: "opened",
    authorId: 501,
    authorLogin: "ada",
    authorType: "User",
    draft: false,
    state: given.action === "closed" ? "closed" : "open",
    headSha: sha("a1"),
    headRef: "feature",
    headRepositoryId: given.repositoryId ?? defaultRepositoryId,
    previousHeadSha: null,
    baseRef: "main",
    previousBaseRef: null,
    baseSha: sha("b0"),
    merged: false,
    mergeCommitSha: null,
    commitCount: 1,
    createdAt: given.at ?? defaultAt,
    labels: [],
  });
  return { kind: "pull-request", ...envelope, subject: pullRequestSubject(data), data };
}

export function pullRequestReviewFact(
  given: Envelope & Partial<PullRequestReviewData> = {},
): PullRequestReviewFact {
  const { envelope, data } = assemble<PullRequestReviewData>(given, {
    reviewId: 901,
    pullRequestNumber: 1,
    reviewerId: 502,
    reviewerLogin: "grace",
    reviewerType: "User",
    pullRequestAuthorId: 501,
    state: "approved",
    commitSha: sha("a1"),
  });
  return { kind: "pull-request-review", ...envelope, subject: reviewSubject(data), data };
}

/** CodeQL's result check, completed with success. Give `conclusion: null` and `status` for one that still runs. */
export function checkRunFact(given: Envelope & Partial<CheckRunData> = {}): CheckRunFact {
  const at = given.at ?? defaultAt;
  const completed = (given.status ?? "completed") === "completed";
  const { envelope, data } = assemble<CheckRunData>(given, {
    checkRunId: 301,
    checkSuiteId: 401,
    name: "CodeQL",
    appSlug: "github-advanced-security",
    appId: 57789,
    headSha: sha("a1"),
    headBranch: "feature",
    status: "completed",
    conclusion: completed ? "success" : null,
    startedAt: completed ? at - 60_000 : at,
    completedAt: completed ? at : null,
    url: `https://github.com/acme/shop/runs/${given.checkRunId ?? 301}`,
  });
  return { kind: "check-run", ...envelope, subject: checkRunSubject(data), data };
}

export function checkSuiteFact(given: Envelope & Partial<CheckSuiteData> = {}): CheckSuiteFact {
  const completed = (given.status ?? "completed") === "completed";
  const { envelope, data } = assemble<CheckSuiteData>(given, {
    checkSuiteId: 401,
    appSlug: "github-advanced-security",
    headSha: sha("a1"),
    headBranch: "feature",
    status: "completed",
    conclusion: completed ? "success" : null,
    checkRunCount: 1,
  });
  return { kind: "check-suite", ...envelope, subject: checkSuiteSubject(data), data };
}

export function commitStatusFact(given: Envelope & Partial<CommitStatusData> = {}): CommitStatusFact {
  const { envelope, data } = assemble<CommitStatusData>(given, {
    statusId: 701,
    sha: sha("a1"),
    context: "security/snyk (acme)",
    state: "success",
    url: "https://app.snyk.io/org/acme",
  });
  return { kind: "commit-status", ...envelope, subject: commitStatusSubject(data), data };
}

export function workflowRunFact(given: Envelope & Partial<WorkflowRunData> = {}): WorkflowRunFact {
  const completed = (given.status ?? "completed") === "completed";
  const { envelope, data } = assemble<WorkflowRunData>(given, {
    runId: 601,
    runAttempt: 1,
    workflowName: "Security",
    workflowPath: ".github/workflows/security.yml",
    event: "pull_request",
    headSha: sha("a1"),
    headBranch: "feature",
    checkSuiteId: 402,
    status: "completed",
    conclusion: completed ? "success" : null,
    attemptStartedAt: (given.at ?? defaultAt) - 60_000,
    referencedWorkflows: [],
  });
  return { kind: "workflow-run", ...envelope, subject: workflowRunSubject(data), data };
}

export function mergeGroupFact(given: Envelope & Partial<MergeGroupData> = {}): MergeGroupFact {
  const headSha = given.headSha ?? sha("e1");
  const { envelope, data } = assemble<MergeGroupData>(given, {
    action: "checks_requested",
    headSha,
    headRef: `refs/heads/gh-readonly-queue/main/pr-1-${sha("b0")}`,
    baseSha: sha("b0"),
    baseRef: "refs/heads/main",
    pullRequestNumber: 1,
  });
  return { kind: "merge-group", ...envelope, subject: mergeGroupSubject(data), data };
}

/** One distinct commit to `main`. `commits: 5` in place of a list makes five distinct commits. */
export function pushFact(
  given: Envelope & Partial<Omit<PushData, "commits">> & { commits?: PushData["commits"] | number } = {},
): PushFact {
  const { commits: wanted = 1, ...rest } = given;
  const ref = rest.ref ?? "refs/heads/main";
  const after = rest.after ?? sha("c1");
  const commits =
    typeof wanted === "number"
      ? Array.from({ length: wanted }, (_, index) => ({
          sha: index === wanted - 1 ? after : `${after.slice(0, 32)}${String(index).padStart(8, "0")}`,
          committedAt: (rest.at ?? defaultAt) - 60_000,
          distinct: true,
        }))
      : wanted;
  const { envelope, data } = assemble<PushData>(rest, {
    ref,
    before: sha("b0"),
    after,
    created: false,
    deleted: false,
    forced: false,
    toDefaultBranch: ref === "refs/heads/main",
    commits,
    truncated: false,
    touchedPaths: [],
  });
  return { kind: "push", ...envelope, subject: pushSubject(data), data };
}

/** What the compare API said of a truncated push. */
export function pushCompletedFact(given: Envelope & Partial<PushCompletedData> = {}): PushCompletedFact {
  const { envelope, data } = assemble<PushCompletedData>(given, {
    ref: "refs/heads/main",
    before: sha("b0"),
    after: sha("c1"),
    totalCommits: 3000,
  });
  return { kind: "push-completed", ...envelope, subject: pushSubject(data), data };
}

/** Alert 1, created and open. */
export function secretScanningAlertFact(
  given: Envelope & Partial<SecretScanningAlertData> = {},
): SecretScanningAlertFact {
  const number = given.number ?? 1;
  const resolved = given.action === "resolved";
  const { envelope, data } = assemble<SecretScanningAlertData>(given, {
    number,
    action: "created",
    state: resolved ? "resolved" : "open",
    createdAt: given.at ?? defaultAt,
    resolvedAt: resolved ? (given.at ?? defaultAt) : null,
    resolution: resolved ? "revoked" : null,
    resolvedById: resolved ? 502 : null,
    secretType: "aws_access_key_id",
    validity: "unknown",
    pushProtectionBypassed: false,
    pushProtectionBypassedAt: null,
    publiclyLeaked: false,
    multiRepository: false,
    url: `https://github.com/acme/shop/security/secret-scanning/${number}`,
  });
  return { kind: "secret-scanning-alert", ...envelope, subject: secretScanningAlertSubject(data), data };
}

/** Where alert 1 was seen: a commit, unless another `locationType` is given (then there is no commit). */
export function secretLocationFact(given: Envelope & Partial<SecretLocationData> = {}): SecretLocationFact {
  const ofCommit = ["commit", "wiki_commit"].includes(given.locationType ?? "commit");
  const { envelope, data } = assemble<SecretLocationData>(given, {
    alertNumber: 1,
    locationType: "commit",
    commitSha: ofCommit ? sha("c1") : null,
    path: ofCommit ? "src/config.ts" : null,
  });
  const place = data.commitSha ?? `/repos/acme/shop/issues/${data.alertNumber}`;
  return { kind: "secret-location", ...envelope, subject: secretLocationSubject(data, place), data };
}

/** GitHub was asked where alert 1 is, and told all places. */
export function secretPlacesReadFact(
  given: Envelope & Partial<SecretPlacesReadData> = {},
): SecretPlacesReadFact {
  const { envelope, data } = assemble<SecretPlacesReadData>(given, {
    alertNumber: 1,
    places: { seen: { complete: true } },
  });
  return { kind: "secret-places-read", ...envelope, subject: secretPlacesReadSubject(data), data };
}

/** A completed incremental scan of Git content. Give `scanType: "backfill"` for a historical one. */
export function secretScanFact(given: Envelope & Partial<SecretScanData> = {}): SecretScanFact {
  const at = given.at ?? given.completedAt ?? defaultAt;
  const { envelope, data } = assemble<SecretScanData>(
    { ...given, at },
    { scanType: "incremental", source: "git", startedAt: at - 60_000, completedAt: at },
  );
  return { kind: "secret-scan", ...envelope, subject: secretScanSubject(data), data };
}

/** An observation of a default branch with nothing on the paved road. */
export function pavedRoadFact(given: Envelope & Partial<PavedRoadData> = {}): PavedRoadFact {
  const { envelope, data } = assemble<PavedRoadData>(given, {
    commitSha: sha("c1"),
    ref: "main",
    workflows: [],
    dockerfiles: [],
    files: {},
    filesLookedFor: [],
    unreadable: [],
  });
  return { kind: "paved-road", ...envelope, subject: pavedRoadSubject, data };
}

export function repositoryFact(
  given: Envelope & { action?: string; state?: Partial<RepositoryState> } = {},
): RepositoryFact {
  const { envelope, data } = assemble(
    { ...given, state: repositoryState(given.state) },
    { action: "created", state: repositoryState(), previousName: null, previousAccountId: null },
  );
  return { kind: "repository", ...envelope, subject: repositorySubject(data), data };
}
