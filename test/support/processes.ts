// Starts a TypeScript file of the tests as a real process, to be talked to and killed.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface TestProcess {
  readonly pid: number;
  /** The next line of its standard output; null when it has ended. */
  nextLine(): Promise<string | null>;
  /** Ends its standard input. */
  endInput(): void;
  /** SIGKILL; resolves when it is gone, with the lines not yet read. */
  kill(): Promise<string[]>;
  /** Resolves with its exit code once it has ended. */
  exited(): Promise<number | null>;
}

export function startProcess(file: string, args: readonly string[]): TestProcess {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [file, ...args]);
  child.stderr.pipe(process.stderr);
  const exit = once(child, "close").then(([code]) => code as number | null);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await lines.next();
    return done ? null : value;
  };
  return {
    pid: child.pid ?? 0,
    nextLine,
    endInput: () => child.stdin.end(),
    async kill() {
      child.kill("SIGKILL");
      const rest: string[] = [];
      for (let line = await nextLine(); line !== null; line = await nextLine()) rest.push(line);
      await exit;
      return rest;
    },
    exited: () => exit,
  };
}
