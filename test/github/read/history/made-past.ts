// A small past that is told twice, by GraphQL and by REST. What one of them cannot tell is not in it; tests of each add that.

export const shaOf = (letter: string) => letter.repeat(40);
export const at = (day: number, second = 0) =>
  new Date(Date.UTC(2026, 10, day, 9, 0, second)).toISOString().replace(".000", "");

export interface MadeAccount {
  readonly id: number;
  /** As REST and webhooks have it. */
  readonly login: string;
  readonly type: "User" | "Bot" | "Organization" | "Mannequin";
}

export const mona: MadeAccount = { id: 1, login: "mona", type: "User" };
export const bot: MadeAccount = { id: 2, login: "dependabot[bot]", type: "Bot" };
export const mannequin: MadeAccount = { id: 3, login: "moved-here", type: "Mannequin" };

/** REST's words; `made-by-graphql.ts` has the other ones. */
export interface MadeEvent {
  readonly event:
    | "ready_for_review"
    | "convert_to_draft"
    | "closed"
    | "reopened"
    | "head_ref_force_pushed"
    | "base_ref_changed"
    | "automatic_base_change_succeeded"
    | "added_to_merge_queue"
    | "removed_from_merge_queue"
    | "review_dismissed"
    | "labeled";
  readonly at: string;
  readonly after?: string;
  readonly review?: { readonly id: number; readonly was: "approved" | "changes_requested" | "commented" };
}

export interface MadeReview {
  readonly id: number;
  readonly by: MadeAccount | null;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";
  readonly at: string | null;
  readonly commit: string;
}

export interface MadePullRequest {
  readonly number: number;
  readonly by: MadeAccount | null;
  readonly draft: boolean;
  readonly headSha: string;
  readonly headRef: string;
  /** Null: the fork is gone. */
  readonly headRepositoryId: number | null;
  readonly baseRef: string;
  readonly mergeSha: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
  readonly labels: readonly string[];
  readonly events: readonly MadeEvent[];
  readonly reviews: readonly MadeReview[];
  readonly commits: readonly { readonly sha: string; readonly at: string }[];
}

export const baseSha = shaOf("b");

export function madePull(given: Partial<MadePullRequest> & { readonly number: number }): MadePullRequest {
  return {
    by: mona,
    draft: false,
    headSha: shaOf("a"),
    headRef: "feature",
    headRepositoryId: 2001,
    baseRef: "main",
    mergeSha: null,
    createdAt: at(1),
    updatedAt: at(2),
    closedAt: null,
    labels: [],
    events: [],
    reviews: [],
    commits: [{ sha: shaOf("a"), at: at(1) }],
    ...given,
  };
}

export const madePulls: readonly MadePullRequest[] = [
  madePull({
    number: 12,
    updatedAt: at(9),
    closedAt: at(9),
    mergeSha: shaOf("c"),
    headSha: shaOf("d"),
    labels: ["security", "Zebra", "api"],
    commits: [
      { sha: shaOf("e"), at: at(1, 5) },
      { sha: shaOf("d"), at: at(3) },
    ],
    events: [
      { event: "labeled", at: at(2) },
      { event: "ready_for_review", at: at(2) },
      { event: "convert_to_draft", at: at(2, 30) },
      { event: "ready_for_review", at: at(3) },
      { event: "head_ref_force_pushed", at: at(3, 1), after: shaOf("d") },
      { event: "base_ref_changed", at: at(4) },
      { event: "automatic_base_change_succeeded", at: at(4, 7) },
      { event: "closed", at: at(5) },
      { event: "reopened", at: at(5) },
      { event: "review_dismissed", at: at(7), review: { id: 501, was: "changes_requested" } },
      { event: "added_to_merge_queue", at: at(8) },
      { event: "removed_from_merge_queue", at: at(9) },
      { event: "closed", at: at(9) },
    ],
    reviews: [
      { id: 503, by: mona, state: "APPROVED", at: at(8), commit: shaOf("d") },
      { id: 501, by: mannequin, state: "DISMISSED", at: at(6), commit: shaOf("e") },
      { id: 502, by: null, state: "COMMENTED", at: at(6), commit: shaOf("d") },
      { id: 504, by: mona, state: "PENDING", at: null, commit: shaOf("d") },
    ],
  }),
  madePull({ number: 11, by: bot, updatedAt: at(8), draft: true, headRepositoryId: 9 }),
  // Of a person who is gone, from a fork that is gone, closed without a merge, and GitHub tells no event of it.
  madePull({ number: 10, by: null, updatedAt: at(7), closedAt: at(7), headRepositoryId: null }),
];

export interface MadeRun {
  readonly id: number;
  readonly name: string;
  readonly externalId: string | null;
  readonly status: "queued" | "in_progress" | "completed" | "waiting";
  readonly conclusion: string | null;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly url: string;
}

export interface MadeSuite {
  readonly id: number;
  readonly app: { readonly id: number; readonly slug: string } | null;
  readonly branch: string | null;
  readonly status: MadeRun["status"];
  readonly conclusion: string | null;
  readonly updatedAt: string;
  readonly latest: number;
  readonly runs: readonly MadeRun[];
}

export interface MadeStatus {
  readonly id: number;
  readonly context: string;
  readonly state: "pending" | "success" | "failure" | "error";
  readonly url: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface MadeCommit {
  readonly suites: readonly MadeSuite[];
  readonly statuses: readonly MadeStatus[];
}

export const madeRun = (given: Partial<MadeRun> & { readonly id: number }): MadeRun => ({
  name: "codeql",
  externalId: null,
  status: "completed",
  conclusion: "success",
  startedAt: at(3),
  completedAt: at(3, 40),
  url: `https://ghe.example/acme/shop/runs/${given.id}`,
  ...given,
});

export const madeSuite = (given: Partial<MadeSuite> & { readonly id: number }): MadeSuite => ({
  app: { id: 15368, slug: "github-actions" },
  branch: "feature",
  status: "completed",
  conclusion: "success",
  updatedAt: at(3, 50),
  latest: given.runs?.length ?? 0,
  runs: [],
  ...given,
});

const rerun = madeRun({ id: 72, startedAt: at(4), completedAt: at(4, 9) });

export const madeCommits: ReadonlyMap<string, MadeCommit> = new Map([
  [
    shaOf("a"),
    {
      suites: [
        madeSuite({ id: 7, latest: 1, runs: [rerun, madeRun({ id: 71, conclusion: "timed_out" })] }),
        madeSuite({
          id: 6,
          app: { id: 29110, slug: "dependabot" },
          branch: null,
          status: "in_progress",
          conclusion: null,
          runs: [
            madeRun({ id: 61, name: "scan", status: "in_progress", conclusion: null, completedAt: null }),
            madeRun({
              id: 62,
              name: "wait",
              status: "queued",
              conclusion: null,
              startedAt: null,
              completedAt: null,
            }),
          ],
        }),
        // Ours: neither our own run nor its suite is a fact, whatever became of it.
        madeSuite({
          id: 8,
          app: { id: 1, slug: "firstpass" },
          runs: [
            madeRun({ id: 81, name: "Firstpass", externalId: "firstpass:2001:a", conclusion: "neutral" }),
          ],
        }),
      ],
      statuses: [
        {
          id: 92,
          context: "scan/licences",
          state: "success",
          url: "https://scan.example/2",
          createdAt: at(3, 2),
          updatedAt: at(3, 3),
        },
        {
          id: 91,
          context: "scan/licences",
          state: "pending",
          url: null,
          createdAt: at(3, 1),
          updatedAt: at(3, 1),
        },
      ],
    },
  ],
  [shaOf("d"), { suites: [], statuses: [] }],
]);
