// Git as child processes: arguments are a list, never a line of a shell; output is read as it comes. What git says on failing becomes a
// `CloneError` by `explain-failure.ts`.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { explainFailure, explainStart } from "./explain-failure.ts";
import { safeEnvironment, safeSettings } from "./git-environment.ts";

/** Enough of git's words to know what is wrong. */
const mostWords = 8 * 1024;

export interface GitAnswer {
  /** 0, or one of the codes that were said to be an answer. */
  readonly code: number;
  readonly output: Buffer;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  /** Exit codes that are answers too. */
  readonly answers?: readonly number[];
  /** Git is ended after this time. Absent: it may take as long as it needs. */
  readonly maximumMillis?: number;
  /** What the person configured for all repositories does not count. */
  readonly isImpersonal?: boolean;
}

export interface Git {
  readonly folder: string;
  /** Whole standard output. */
  run(args: readonly string[], options?: RunOptions): Promise<GitAnswer>;
  /** Standard output as it comes. Git is ended where the reader stops early. */
  stream(args: readonly string[], input?: string | Buffer): AsyncGenerator<Buffer, void, void>;
  /** A process that answers again and again. */
  start(args: readonly string[]): GitProcess;
}

export interface GitProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Exit code; null where it was ended. Rejects with `CloneError` where git cannot be started. */
  readonly ended: Promise<number | null>;
  /** What git said on standard error, as a reason for people. */
  explain(): Error;
}

/** @param folder the top folder of the repository; git works there. */
export function gitIn(folder: string, environment: NodeJS.ProcessEnv): Git {
  const env = safeEnvironment(environment);

  const start = (args: readonly string[], isImpersonal = false): GitProcess => {
    // Whom the folder belongs to was asked when it was opened.
    const trust = isImpersonal ? ["-c", `safe.directory=${folder}`] : [];
    const child = spawn("git", [...safeSettings, ...trust, "--no-pager", ...args], {
      cwd: folder,
      env: isImpersonal ? { ...env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" } : env,
      stdio: ["pipe", "pipe", "pipe"],
      shell: false,
    });
    let words = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      words = (words + text).slice(-mostWords);
    });
    // Whoever ended early does not read what was still written to it.
    child.stdin.on("error", () => {});
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once("error", (error) => reject(explainStart(error)));
      child.once("close", (code) => resolve(code));
    });
    ended.catch(() => {});
    return { child, ended, explain: () => explainFailure(words, folder) };
  };

  const stream = async function* (args: readonly string[], input?: string | Buffer) {
    const { child, ended, explain } = start(args);
    try {
      child.stdin.end(input);
      for await (const chunk of child.stdout) yield chunk as Buffer;
      if ((await ended) !== 0) throw explain();
    } finally {
      child.kill("SIGKILL");
    }
  };

  const run = async (args: readonly string[], options: RunOptions = {}): Promise<GitAnswer> => {
    const { input, answers = [], maximumMillis, isImpersonal } = options;
    const { child, ended, explain } = start(args, isImpersonal);
    const timer =
      maximumMillis === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), maximumMillis);
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stdin.end(input);
    try {
      const code = await ended;
      if (code === null || (code !== 0 && !answers.includes(code))) throw explain();
      return { code, output: Buffer.concat(chunks) };
    } finally {
      clearTimeout(timer);
    }
  };

  return { folder, run, stream, start: (args) => start(args) };
}
