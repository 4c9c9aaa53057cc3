// One long-lived `git cat-file --batch` or `--batch-check`: questions go in line by line, answers come in the same order.
import { CloneError } from "../clone.ts";
import type { Git, GitProcess } from "./git.ts";

/** An object, or null where the name leads to none, or to several. Content is empty for `--batch-check`. */
export interface AnsweredObject {
  readonly sha: string;
  readonly type: string;
  readonly size: number;
  readonly content: Buffer;
}

interface Waiting {
  readonly resolve: (answer: AnsweredObject | null) => void;
  readonly reject: (error: Error) => void;
}

const header = /^([0-9a-f]{40}|[0-9a-f]{64}) (\w+) (\d+)$/;

export class ObjectProcess {
  readonly #git: Git;
  readonly #withContent: boolean;
  #process: GitProcess | null = null;
  #isClosed = false;
  #waiting: Waiting[] = [];
  #next = 0;
  #chunks: Buffer[] = [];
  #length = 0;
  /** The answer whose content is still coming. */
  #open: Omit<AnsweredObject, "content"> | null = null;

  constructor(git: Git, withContent: boolean) {
    this.#git = git;
    this.#withContent = withContent;
  }

  /** @param name any of git's names of an object; without line ends. */
  ask(name: string): Promise<AnsweredObject | null> {
    if (this.#isClosed) return Promise.reject(new CloneError("The clone was closed."));
    if (/[\n\r\0]/.test(name)) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const { child } = this.#process ?? this.#start();
      this.#waiting.push({ resolve, reject });
      child.stdin.write(`${name}\n`);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const process = this.#process;
    if (process === null) return;
    process.child.stdin.end();
    process.child.kill();
    await process.ended.catch(() => null);
  }

  #start(): GitProcess {
    const started = this.#git.start(["cat-file", this.#withContent ? "--batch" : "--batch-check"]);
    this.#process = started;
    started.child.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    const end = (error: Error): void => {
      const left = this.#waiting.slice(this.#next);
      this.#process = null;
      this.#waiting = [];
      this.#next = 0;
      this.#chunks = [];
      this.#length = 0;
      this.#open = null;
      for (const { reject } of left) reject(error);
    };
    started.ended.then(() => end(started.explain()), end);
    return started;
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    // A large content comes in many pieces: they are put together once.
    if (this.#open !== null && this.#length <= this.#open.size) return;
    let bytes = Buffer.concat(this.#chunks);
    for (;;) {
      if (this.#open === null) {
        const end = bytes.indexOf("\n");
        if (end === -1) break;
        const [, sha, type, size] = header.exec(bytes.toString("utf8", 0, end)) ?? [];
        bytes = bytes.subarray(end + 1);
        if (sha === undefined || type === undefined) this.#answer(null);
        else if (!this.#withContent)
          this.#answer({ sha, type, size: Number(size), content: Buffer.alloc(0) });
        else this.#open = { sha, type, size: Number(size) };
      } else {
        const { size } = this.#open;
        if (bytes.length <= size) break;
        this.#answer({ ...this.#open, content: Buffer.from(bytes.subarray(0, size)) });
        this.#open = null;
        bytes = bytes.subarray(size + 1);
      }
    }
    this.#chunks = bytes.length === 0 ? [] : [bytes];
    this.#length = bytes.length;
  }

  #answer(answer: AnsweredObject | null): void {
    this.#waiting[this.#next]?.resolve(answer);
    this.#next += 1;
    if (this.#next === this.#waiting.length || this.#next > 1_000) {
      this.#waiting = this.#waiting.slice(this.#next);
      this.#next = 0;
    }
  }
}
