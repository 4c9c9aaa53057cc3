// A GitHub in memory behind the gateway's interface. It keeps what was written, counts what was asked, and fails on request:
// before the change is made, or after it, as a lost answer would.
import { createHash } from "node:crypto";
import type { CheckRunContent } from "../../src/core/publication/content.ts";
import { noteRequest } from "../../src/github/count-requests.ts";
import { NotFound } from "../../src/github/errors.ts";
import type { ChangedFile, GitHubGateway, MarkedIssue, RepositoryAddress } from "../../src/github/gateway.ts";
import { fakeHistory, historyMethods } from "./fake-history.ts";
import { fakeAnswers, observingMethods } from "./fake-observations.ts";

export interface FakeIssue {
  number: number;
  title: string;
  body: string;
  labels: readonly string[];
  state: "open" | "closed";
  /** Absent: the App's. */
  author?: MarkedIssue["author"];
}

export interface FakeCheckRun {
  checkRunId: number;
  headSha: string;
  externalId: string;
  content: CheckRunContent;
}

type Method = keyof GitHubGateway;

interface Failure {
  error: Error;
  /** The change is made, and only its answer is lost. */
  afterEffect: boolean;
}

/** Git's name for a content. */
export function blobShaOf(text: string): string {
  return createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest("hex");
}

export class FakeGitHub {
  readonly requests: Method[] = [];
  readonly checkRuns: FakeCheckRun[] = [];
  readonly issues: FakeIssue[] = [];
  /** `owner/repo` → path → text on the default branch (or `path@tag`, also asked for by the tag's commit). */
  readonly files = new Map<string, Record<string, string>>();
  readonly blobs = new Map<string, string>();
  readonly pullRequestFiles = new Map<number, ChangedFile[]>();
  readonly tags = new Map<string, { name: string; commitSha: string }[]>();
  /** Repositories that have more tags than are read. */
  readonly cutTags = new Set<string>();
  /** Where each repository lives today. */
  readonly repositories = new Map<number, { owner: string; name: string }>([
    [2001, { owner: "acme", name: "shop" }],
  ]);
  /** What is observed of the repository, by the gateway's method. */
  readonly observed = fakeAnswers();
  /** What its lists tell of the past. */
  readonly history = fakeHistory();
  treeSha = "7".repeat(40);
  commitCount = 0;

  /** Commits of the default branch at which the tree was as it is now, besides `treeSha`. */
  readonly commits = new Set<string>();

  /** Files at a commit: their content cannot change, so the gateway asks for each once. */
  readonly #kept = new Set<string>();
  readonly #failures = new Map<Method, Failure[]>();
  readonly #before = new Map<Method, () => Promise<void>>();

  failNext(method: Method, error: Error, options: { afterEffect: boolean } = { afterEffect: false }): void {
    this.#failures.set(method, [...(this.#failures.get(method) ?? []), { error, ...options }]);
  }

  /** Does something just before the next such request is answered. */
  before(method: Method, act: () => Promise<void>): void {
    this.#before.set(method, act);
  }

  count(...methods: Method[]): number {
    return this.requests.filter((request) => methods.length === 0 || methods.includes(request)).length;
  }

  /** Adds a file to a repository's default branch, and its content as a blob. */
  addFile(fullName: string, path: string, text: string): void {
    this.files.set(fullName, { ...this.files.get(fullName), [path]: text });
    this.blobs.set(blobShaOf(text), text);
  }

  async #answer<Answer>(method: Method, effect: () => Answer): Promise<Answer> {
    this.requests.push(method);
    noteRequest();
    const act = this.#before.get(method);
    this.#before.delete(method);
    await act?.();
    const failure = this.#failures.get(method)?.shift();
    if (failure && !failure.afterEffect) throw failure.error;
    const answer = effect();
    if (failure) throw failure.error;
    return answer;
  }

  #filesOf({ owner, name }: Pick<RepositoryAddress, "owner" | "name">): Record<string, string> {
    return this.files.get(`${owner}/${name}`) ?? {};
  }

  #mustLiveAt(address: RepositoryAddress): void {
    const today = this.repositories.get(address.repositoryId);
    if (today?.owner !== address.owner || today.name !== address.name) throw new NotFound("Not Found");
  }

  /** A ref as `files` names it: a tag or branch; null: the default branch. */
  #refName(address: Pick<RepositoryAddress, "owner" | "name">, ref: string | null): string | null {
    if (ref === null || ref === this.treeSha || this.commits.has(ref)) return null;
    const tags = this.tags.get(`${address.owner}/${address.name}`) ?? [];
    const name = tags.find(({ commitSha }) => commitSha === ref)?.name;
    return name ?? ref.replace(/^refs\/(?:tags|heads)\//, "");
  }

  readonly gateway: GitHubGateway = {
    ...observingMethods(this.observed, (method, effect) => this.#answer(method, effect)),
    ...historyMethods(this.history, (method, effect) => this.#answer(method, effect)),
    readFile: async (address, path, ref) => {
      const name = this.#refName(address, ref);
      const text = this.#filesOf(address)[name === null ? path : `${path}@${name}`];
      const found = text === undefined ? null : { text, sha: blobShaOf(text) };
      const request = `${address.installationId} ${address.owner}/${address.name}/${path}@${ref}`;
      if (this.#kept.has(request)) return found;
      const answer = await this.#answer("readFile", () => found);
      if (found !== null && /^[0-9a-f]{40}$/.test(ref ?? "")) this.#kept.add(request);
      return answer;
    },
    readTree: (address, ref) =>
      this.#answer("readTree", () => {
        this.#mustLiveAt(address);
        if (ref !== "main" && ref !== this.treeSha && !this.commits.has(ref)) throw new NotFound("Not Found");
        const entries = Object.entries(this.#filesOf(address)).map(([path, text]) => ({
          path,
          sha: blobShaOf(text),
          type: "blob" as const,
          size: text.length,
        }));
        return { commitSha: ref === "main" ? this.treeSha : ref, truncated: false, entries };
      }),
    readBlob: (_, sha) =>
      this.#answer("readBlob", () => {
        const text = this.blobs.get(sha);
        if (text === undefined) throw new NotFound("Not Found");
        return text;
      }),
    countCommits: (address) =>
      this.#answer("countCommits", () => {
        this.#mustLiveAt(address);
        return this.commitCount;
      }),
    listPullRequestFiles: (_, number) =>
      this.#answer("listPullRequestFiles", () => this.pullRequestFiles.get(number) ?? []),
    listTags: ({ owner, name }) =>
      this.#answer("listTags", () => {
        const tags = this.tags.get(`${owner}/${name}`);
        if (tags !== undefined) return { seen: { tags, complete: !this.cutTags.has(`${owner}/${name}`) } };
        const text = `Tags of ${owner}/${name} cannot be read here. GitHub answered 404: "Not Found".`;
        return { unseen: { why: "not-available" as const, permission: null, text } };
      }),
    findCheckRun: (_, headSha, externalId) =>
      this.#answer("findCheckRun", () => {
        const run = this.checkRuns.find((own) => own.headSha === headSha && own.externalId === externalId);
        return run === undefined ? null : { checkRunId: run.checkRunId };
      }),
    findIssue: (_, label, marker) =>
      this.#answer("findIssue", () => {
        const issue = this.issues.findLast(
          ({ labels, body }) => labels.includes(label) && body.includes(marker),
        );
        return issue === undefined
          ? null
          : { number: issue.number, state: issue.state, body: issue.body, url: `issues/${issue.number}` };
      }),
    listMarkedIssues: (_, { label, mark }) =>
      this.#answer("listMarkedIssues", () =>
        this.issues
          .filter(({ labels, body }) => (label === null || labels.includes(label)) && body.includes(mark))
          .map(({ number, state, body, author }) => ({
            number,
            state,
            body,
            url: `issues/${number}`,
            author: author ?? { login: "firstpass[bot]", kind: "bot" as const },
          }))
          .reverse(),
      ),
    findRepository: (_, repositoryId) =>
      this.#answer("findRepository", () => {
        const today = this.repositories.get(repositoryId);
        return today === undefined
          ? null
          : { ...today, archived: false, hasIssues: true, visibility: "private", defaultBranch: "main" };
      }),
    createCheckRun: (address, { headSha, externalId, content }) =>
      this.#answer("createCheckRun", () => {
        this.#mustLiveAt(address);
        const checkRunId = 900 + this.checkRuns.length;
        this.checkRuns.push({ checkRunId, headSha, externalId, content });
        return checkRunId;
      }),
    updateCheckRun: (_, checkRunId, content) =>
      this.#answer("updateCheckRun", () => {
        const run = this.checkRuns.find((own) => own.checkRunId === checkRunId);
        if (run === undefined) throw new NotFound("Not Found");
        run.content = content;
      }),
    createIssue: (_, content) =>
      this.#answer("createIssue", () => {
        const number = 10 + this.issues.length;
        this.issues.push({ number, state: "open", ...content });
        return number;
      }),
    updateIssue: (_, number, change) =>
      this.#answer("updateIssue", () => {
        const issue = this.issues.find((own) => own.number === number);
        if (issue === undefined) throw new NotFound("Not Found");
        Object.assign(issue, change);
      }),
    ensureLabel: () => this.#answer("ensureLabel", () => undefined),
  };
}
