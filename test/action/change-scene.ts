// A pull request as `actions/checkout` leaves it on a runner: a detached trial merge of a branch into `main`; and the event that tells of it.
import type { Payload } from "../../src/demo/payloads/example.ts";
import { type PullRequestView, pullRequestPayload } from "../../src/demo/payloads/pull-requests.ts";
import type { Scene } from "../../src/demo/payloads/scene.ts";
import { type FileContents, GitRepository } from "../support/git-repository.ts";

export const NOW = Date.parse("2026-11-16T09:00:00Z");
const HOUR = 3_600_000;
const mira = { id: 11, login: "mira", type: "User" } as const;
const stranger = { id: 12, login: "stranger", type: "User" } as const;

export const configuration = `version: 1
templates:
  rules:
    - id: scan
      title: Calls the scan
      kind: reusable_workflow
      uses: acme/ci/.github/workflows/scan.yml
      ref: { minimum: v2.0.0 }
`;

export const callsScan = (ref: string) => `on: push
jobs:
  scan:
    uses: acme/ci/.github/workflows/scan.yml@${ref}
`;

export interface ChangeScene {
  readonly repository: GitRepository;
  readonly base: string;
  readonly head: string;
  readonly merge: string;
  readonly payload: Payload;
  remove(): void;
}

export interface ChangeOptions {
  readonly before?: FileContents;
  readonly change: FileContents;
  readonly visibility?: "public" | "private";
  readonly fork?: boolean;
  readonly title?: string;
  readonly headRef?: string;
}

export function makeChange({ before = {}, change, ...options }: ChangeOptions): ChangeScene {
  const repository = GitRepository.create();
  repository.commit(
    {
      "README.md": "# shop\n",
      ".github/firstpass.yml": configuration,
      ".github/workflows/ci.yml": callsScan("v2.1.0"),
      ...before,
    },
    { at: NOW - 50 * HOUR },
  );
  repository.git("checkout", "--quiet", "-b", "change");
  const head = repository.commit(change, { at: NOW - 5 * HOUR });
  repository.git("checkout", "--quiet", "main");
  const base = repository.commit({ "other.txt": "meanwhile\n" }, { at: NOW - 4 * HOUR });
  repository.git("checkout", "--quiet", "--detach");
  const merge = repository.merge("change", { at: NOW - 3 * HOUR });
  const scene: Scene = {
    webOrigin: "https://github.example",
    organisation: { id: 77, login: "acme" },
    installationId: 9,
    repository: {
      id: 500,
      name: "shop",
      visibility: options.visibility ?? "private",
      language: "Go",
      createdAt: NOW - 2000 * HOUR,
    },
  };
  const view: PullRequestView = {
    number: 7,
    id: 10_007,
    title: options.title ?? "A change",
    author: options.fork ? stranger : mira,
    headRef: options.headRef ?? "change",
    headSha: head,
    baseSha: base,
    fork: options.fork ? { id: 6000, owner: stranger } : null,
    draft: false,
    createdAt: NOW - 5 * HOUR,
    closedAt: null,
    mergeCommitSha: null,
    commits: 1,
  };
  return {
    repository,
    base,
    head,
    merge,
    payload: pullRequestPayload(scene, "opened", view, NOW - 5 * HOUR),
    remove: () => repository.remove(),
  };
}
