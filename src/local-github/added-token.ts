// Makes tokens that are no app's, with what GitHub gives to each kind and nothing else: a test that asks for more than GitHub would
// ever grant has not tested what it says.
import { idFrom } from "./history/read-payload.ts";
import { findRepository, type LocalState, type PermissionLevel } from "./state.ts";
import type { AddedToken } from "./token.ts";

export interface NewToken {
  /** Any text without spaces; GitHub's own begin with `ghs_`, `github_pat_` or `ghp_`. */
  readonly token: string;
  readonly kind: AddedToken["kind"];
  /** Whose it is; of a workflow's token always `github-actions[bot]`. Default: `mona`. */
  readonly login?: string;
  /**
   * In GitHub's words for the API (`security_events`). Of a classic token: what its person may do in the repositories, within its scopes.
   * `metadata` need not be given.
   */
  readonly permissions: Readonly<Record<string, PermissionLevel>>;
  /** Full names that it reaches; null or absent: all of `owner`. A workflow's token has exactly one. */
  readonly repositories?: readonly string[] | null;
  /** The account whose repositories a fine-grained token is for. Absent: of any. */
  readonly owner?: string;
  /** Of a classic token; default `repo` and `read:org`. */
  readonly scopes?: readonly string[];
  /** Milliseconds UTC of real time; absent: it does not end. */
  readonly expiresAt?: number;
}

/** GitHub's own app, which workflow runs act as. */
export const actionsApp = { id: 15_368, slug: "github-actions", name: "GitHub Actions" } as const;
const actionsBot = { id: 41_898_282, login: "github-actions[bot]", type: "Bot" } as const;

/** What `permissions:` of a workflow can ask for, as far as the local GitHub knows it; `vulnerability-alerts` since 2026. */
const ofWorkflows: ReadonlySet<string> = new Set([
  "metadata",
  "actions",
  "attestations",
  "checks",
  "contents",
  "issues",
  "pull_requests",
  "security_events",
  "statuses",
  "vulnerability_alerts",
]);

/** Fine-grained tokens know nothing of checks, and nobody can give it to them. */
const neverFineGrained: ReadonlySet<string> = new Set(["checks", "merge_queues"]);

function checkPermissions({ kind, permissions }: NewToken): void {
  for (const name of Object.keys(permissions)) {
    const refused =
      (kind === "workflow" && !ofWorkflows.has(name)) ||
      (kind === "fine-grained" && neverFineGrained.has(name));
    if (refused) throw new Error(`GitHub gives ${name} to no ${kind} token.`);
  }
}

/** @throws Error when GitHub has no such token. */
export function makeAddedToken(state: LocalState, given: NewToken): AddedToken {
  checkPermissions(given);
  const { kind, login = "mona" } = given;
  const repositoryIds =
    given.repositories?.map((fullName) => {
      const repository = findRepository(state, fullName);
      if (repository === undefined) throw new Error(`There is no repository ${fullName}.`);
      return repository.id;
    }) ?? null;
  if (kind === "workflow" && repositoryIds?.length !== 1)
    throw new Error("A workflow's token is for one repository.");
  return {
    kind,
    value: given.token,
    account:
      kind === "workflow" ? actionsBot : { id: idFrom("user", login) % 100_000_000, login, type: "User" },
    permissions: { metadata: "read", ...given.permissions },
    repositoryIds,
    ownerLogins: given.owner === undefined ? null : [given.owner.toLowerCase()],
    scopes: kind === "classic" ? (given.scopes ?? ["repo", "read:org"]) : null,
    expiresAt: given.expiresAt ?? Number.POSITIVE_INFINITY,
  };
}
