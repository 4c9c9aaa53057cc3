// Objects of a clone: commits by any name that people give them, and contents, whose size is asked for before they are read.
import { type CloneCommit, CloneError } from "../clone.ts";
import { partialAdvice } from "./explain-failure.ts";
import type { Git } from "./git.ts";
import { ObjectProcess } from "./object-process.ts";
import { parseCommit } from "./parse-commit.ts";

/** Messages of commits may be long; more than this is no message. */
const mostBytesOfCommit = 16 * 1024 * 1024;

export interface RepositoryKind {
  readonly isPartial: boolean;
  /** Where a shallow clone ends. */
  readonly boundary: ReadonlySet<string>;
}

export class Objects {
  readonly #git: Git;
  readonly #kind: RepositoryKind;
  readonly #sizes: ObjectProcess;
  readonly #contents: ObjectProcess;

  constructor(git: Git, kind: RepositoryKind) {
    this.#git = git;
    this.#kind = kind;
    this.#sizes = new ObjectProcess(git, false);
    this.#contents = new ObjectProcess(git, true);
  }

  /** SHA of the commit that a name leads to, through tags; null: none. */
  async findCommit(name: string): Promise<string | null> {
    const named = await this.#sizes.ask(name);
    if (named === null) return null;
    if (named.type === "commit") return named.sha;
    const peeled = await this.#sizes.ask(`${named.sha}^{commit}`);
    return peeled?.type === "commit" ? peeled.sha : null;
  }

  async readCommit(sha: string): Promise<CloneCommit> {
    const content = await this.readContent(sha, mostBytesOfCommit, "commit");
    const { committedAt, parents } = parseCommit(content);
    return { sha, committedAt, parent: this.#kind.boundary.has(sha) ? null : (parents[0] ?? null) };
  }

  /** @throws CloneError where it is not here, is something else, or is larger. */
  async readContent(sha: string, maximumBytes: number, type: "blob" | "commit" = "blob"): Promise<Buffer> {
    const known = await this.#sizes.ask(sha);
    if (known === null || known.type !== type) throw this.#explainAbsent(sha, known?.type ?? null, type);
    if (known.size > maximumBytes) throw tooLarge(sha, maximumBytes);
    const read = await this.#contents.ask(sha);
    if (read === null) throw this.#explainAbsent(sha, null, type);
    return read.content;
  }

  /** Bytes of a blob; null where it is not here. */
  async findSize(sha: string): Promise<number | null> {
    const known = await this.#sizes.ask(sha);
    return known?.type === "blob" ? known.size : null;
  }

  async close(): Promise<void> {
    await Promise.all([this.#sizes.close(), this.#contents.close()]);
  }

  #explainAbsent(sha: string, found: string | null, type: string): CloneError {
    if (found !== null) return new CloneError(`${sha} is a ${found}, not a ${type}.`);
    if (this.#kind.isPartial && type === "blob") return new CloneError(partialAdvice(this.#git.folder));
    return new CloneError(
      `There is no ${type} ${sha} in ${this.#git.folder}. If it should be there: see what \`git fsck\` says.`,
    );
  }
}

export function tooLarge(what: string, maximumBytes: number): CloneError {
  return new CloneError(`${what} is larger than ${maximumBytes} bytes: it is not read.`);
}
