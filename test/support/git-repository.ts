// Real git repositories in temporary folders, with fixed people and times: the same steps give the same SHAs on every machine.
// Call `remove()` when a test ends.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Git as on a machine where nobody has configured anything; no variable of the caller's git reaches it. */
export function bareEnvironment(at: number): NodeJS.ProcessEnv {
  const time = `${Math.floor(at / 1000)} +0000`;
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return {
    ...Object.fromEntries(own),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "ada@example.com",
    GIT_AUTHOR_DATE: time,
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "ada@example.com",
    GIT_COMMITTER_DATE: time,
    LC_ALL: "C",
  };
}

/** Content of a file; null removes it. */
export type FileContents = Readonly<Record<string, string | Uint8Array | { readonly linkTo: string } | null>>;

export interface CommitOptions {
  readonly message?: string;
  /** Author's and committer's time, milliseconds UTC. Absent: one minute after the last. */
  readonly at?: number;
}

const firstTime = Date.UTC(2026, 0, 1);

export class GitRepository {
  /** Absolute, without symbolic links. */
  readonly path: string;
  #now = firstTime;

  constructor(path: string) {
    this.path = path;
  }

  /** An empty repository whose branch is `main`, in a new folder. */
  static create(
    options: {
      readonly branch?: string;
      readonly bare?: boolean;
      readonly objectFormat?: "sha1" | "sha256";
    } = {},
  ): GitRepository {
    const repository = new GitRepository(makeFolder());
    const { branch = "main", bare = false, objectFormat } = options;
    repository.git(
      "init",
      "--quiet",
      `--initial-branch=${branch}`,
      ...(bare ? ["--bare"] : []),
      ...(objectFormat === undefined ? [] : [`--object-format=${objectFormat}`]),
    );
    return repository;
  }

  /** Runs git here and gives its standard output without the line end. */
  git(...args: readonly string[]): string {
    return this.gitWith(undefined, ...args);
  }

  gitWith(input: string | Buffer | undefined, ...args: readonly string[]): string {
    const output = execFileSync("git", ["-C", this.path, ...args], {
      env: bareEnvironment(this.#now),
      maxBuffer: 256 * 1024 * 1024,
      stdio: ["pipe", "pipe", "pipe"],
      ...(input === undefined ? {} : { input }),
    });
    return output.toString("utf8").replace(/\n$/, "");
  }

  /** Writes files of the working tree, and commits nothing. */
  write(files: FileContents): void {
    for (const [path, content] of Object.entries(files)) {
      const place = join(this.path, path);
      rmSync(place, { recursive: true, force: true });
      if (content === null) continue;
      mkdirSync(dirname(place), { recursive: true });
      if (typeof content === "object" && "linkTo" in content) symlinkSync(content.linkTo, place);
      else writeFileSync(place, content);
    }
  }

  /** Writes the files and commits all that is in the working tree, also nothing new. Returns the SHA. */
  commit(files: FileContents = {}, options: CommitOptions = {}): string {
    this.write(files);
    this.tick(options.at);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--no-verify", "-m", options.message ?? "A change");
    return this.head();
  }

  /** Merges a branch into the one that is checked out, always with a commit. Returns its SHA. */
  merge(branch: string, options: CommitOptions = {}): string {
    this.tick(options.at);
    this.git(
      "merge",
      "--quiet",
      "--no-ff",
      "--no-verify",
      "-m",
      options.message ?? `Merge ${branch}`,
      branch,
    );
    return this.head();
  }

  head(): string {
    return this.git("rev-parse", "HEAD");
  }

  /** Sets the time of what is committed next. */
  tick(at?: number): void {
    this.#now = at ?? this.#now + 60_000;
  }

  /** A clone in another new folder; by the `file` protocol, so that `--depth` and `--filter` count. */
  clone(...options: readonly string[]): GitRepository {
    const clone = new GitRepository(makeFolder());
    clone.#now = this.#now;
    clone.git("clone", "--quiet", ...options, `file://${this.path}`, clone.path);
    return clone;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export function makeFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "firstpass-git-")));
}

/** A commit of a made history. Parents are places in the list, before this one. */
export interface MadeCommit {
  readonly parents: readonly number[];
  /** Committer's time, seconds UTC. */
  readonly seconds: number;
  /** Files that are written, or removed (null), on top of the first parent's. */
  readonly files?: Readonly<Record<string, string | null>>;
}

/** Writes a whole history at once, whose last commit becomes `main`. Returns the SHAs in the list's order. */
export function importHistory(repository: GitRepository, commits: readonly MadeCommit[]): string[] {
  const lines = commits.flatMap(({ parents: [first, ...others], seconds, files = {} }, index) => [
    `commit refs/made/${index}`,
    `mark :${index + 1}`,
    `committer Ada <ada@example.com> ${seconds} +0000`,
    "data 0",
    ...(first === undefined ? [] : [`from :${first + 1}`]),
    ...others.map((parent) => `merge :${parent + 1}`),
    ...Object.entries(files).flatMap(([path, text]) =>
      text === null ? [`D ${path}`] : [`M 100644 inline ${path}`, `data ${Buffer.byteLength(text)}`, text],
    ),
  ]);
  const last = `reset refs/heads/main\nfrom :${commits.length}\n`;
  repository.gitWith(`${lines.join("\n")}\n${last}`, "fast-import", "--quiet");
  return repository.git("rev-parse", ...commits.map((_, index) => `refs/made/${index}`)).split("\n");
}

/** All that a clone lists, at once. */
export async function listAll<Item>(listed: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of listed) items.push(item);
  return items;
}
