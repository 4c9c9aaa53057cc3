// Payloads for tests of ingest: GitHub's published examples, the made ones, and small ones put together field by field.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { sha } from "./facts.ts";

export interface ExamplePayload {
  /** `api.github.com`, `ghes-35`, … */
  readonly source: string;
  readonly event: string;
  readonly action: string | null;
  readonly payload: Record<string, unknown>;
}

const examplesFolder = dirname(
  createRequire(import.meta.url).resolve("@octokit/webhooks-examples/package.json"),
);
const madeFolder = join(import.meta.dirname, "../fixtures/made");

/** Every example payload that GitHub publishes, of github.com and of each Enterprise Server version. */
export function publishedExamples(): ExamplePayload[] {
  const sources = readdirSync(examplesFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return sources.flatMap(({ name: source }) => {
    const text = readFileSync(join(examplesFolder, source, "index.json"), "utf8").replace(/^\uFEFF/, "");
    const events: { name: string; examples: Record<string, unknown>[] }[] = JSON.parse(text);
    return events.flatMap(({ name: event, examples }) =>
      examples.map((payload) => ({ source, event, action: actionOf(payload), payload })),
    );
  });
}

/** The payloads of `test/fixtures/made`, by file name without its ending. */
export function madePayloads(): (ExamplePayload & { readonly name: string })[] {
  return readdirSync(madeFolder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const payload = JSON.parse(readFileSync(join(madeFolder, file), "utf8"));
      const name = file.slice(0, -".json".length);
      return { source: "made", name, event: name.split(".")[0]!, action: actionOf(payload), payload };
    });
}

export function madePayload(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(madeFolder, `${name}.json`), "utf8"));
}

function actionOf(payload: Record<string, unknown>): string | null {
  return typeof payload.action === "string" ? payload.action : null;
}

/** The repository acme/shop as payloads carry it, only the fields that are needed. */
export function repositoryPayload(given: Record<string, unknown> = {}) {
  return {
    id: 2001,
    name: "shop",
    full_name: "acme/shop",
    owner: { id: 1001, login: "acme", type: "Organization" },
    private: true,
    visibility: "private",
    archived: false,
    fork: false,
    default_branch: "main",
    language: "TypeScript",
    topics: [],
    html_url: "https://github.com/acme/shop",
    created_at: "2025-01-01T00:00:00Z",
    updated_at: "2026-11-09T09:00:00Z",
    pushed_at: "2026-11-09T09:30:00Z",
    ...given,
  };
}

const installation = { id: 3001 };

export function pullRequestPayload(action: string, pull: Record<string, unknown> = {}, rest: object = {}) {
  return {
    action,
    number: 1,
    pull_request: {
      number: 1,
      state: action === "closed" ? "closed" : "open",
      draft: false,
      user: { id: 501, login: "ada", type: "User" },
      head: { sha: sha("a1"), ref: "feature", repo: { id: 2001 } },
      base: { sha: sha("b0"), ref: "main" },
      merged: false,
      merge_commit_sha: sha("d0"),
      commits: 1,
      labels: [],
      created_at: "2026-11-09T10:00:00Z",
      updated_at: "2026-11-09T10:05:00Z",
      closed_at: action === "closed" ? "2026-11-09T11:00:00Z" : null,
      ...pull,
    },
    repository: repositoryPayload(),
    installation,
    ...rest,
  };
}

export function checkRunPayload(action: string, run: Record<string, unknown> = {}, rest: object = {}) {
  return {
    action,
    check_run: {
      id: 301,
      name: "CodeQL",
      head_sha: sha("a1"),
      external_id: "",
      app: { id: 57789, slug: "github-advanced-security" },
      check_suite: { id: 401, head_branch: "feature" },
      status: "completed",
      conclusion: "success",
      started_at: "2026-11-09T10:01:00Z",
      completed_at: "2026-11-09T10:03:00Z",
      html_url: "https://github.com/acme/shop/runs/301",
      details_url: null,
      ...run,
    },
    repository: repositoryPayload(),
    installation,
    ...rest,
  };
}

export function commitPayload(id: string, given: Record<string, unknown> = {}) {
  return {
    id,
    timestamp: "2026-11-09T11:25:00+02:00",
    distinct: true,
    added: [],
    removed: [],
    modified: ["src/index.ts"],
    ...given,
  };
}

/** A push of one commit to `main`; `pushed_at` is in Unix seconds, as pushes write it: 2026-11-09T09:30:00Z. */
export function pushPayload(given: Record<string, unknown> = {}, repository: Record<string, unknown> = {}) {
  return {
    ref: "refs/heads/main",
    before: sha("b0"),
    after: sha("c1"),
    created: false,
    deleted: false,
    forced: false,
    commits: [commitPayload(sha("c1"))],
    repository: repositoryPayload({ pushed_at: 1794216600, created_at: 1735689600, ...repository }),
    installation,
    ...given,
  };
}

/** The App on account acme, installed 2026-11-01T08:00:00Z. */
export function installationPayload(action: string, given: Record<string, unknown> = {}, rest: object = {}) {
  return {
    action,
    installation: {
      id: 3001,
      account: { id: 1001, login: "acme", type: "Organization", html_url: "https://github.com/acme" },
      permissions: { checks: "write", metadata: "read" },
      created_at: "2026-11-01T08:00:00Z",
      updated_at: "2026-11-01T08:00:00Z",
      suspended_at: null,
      ...given,
    },
    repositories: [{ id: 2001, name: "shop", full_name: "acme/shop", private: true }],
    ...rest,
  };
}
