// The real server and the real command line as processes of their own: configured by environment, told by signals, killed.
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { TEST_SECRET } from "./http.ts";

const mainFile = join(import.meta.dirname, "../../src/cli/main.ts");

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** Enough to start. Nothing listens where GitHub should be: port 9 is the discard service. */
export const serverVariables: Readonly<Record<string, string>> = {
  APP_ID: "12",
  PRIVATE_KEY: privateKey,
  WEBHOOK_SECRET: TEST_SECRET,
  GHE_HOST: "127.0.0.1:9",
  GHE_PROTOCOL: "http",
  PORT: "0",
};

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own, removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "firstpass-process-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts `firstpass …` and lets it run; killed when the test ends. */
export function spawnCommand(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  cwd: string,
) {
  const child = spawn(process.execPath, [mainFile, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...variables },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    output.stderr += text;
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, output, closed: once(child, "close") };
}

/** Runs `firstpass …` to its end. */
export async function runCommand(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  cwd = temporaryFolder(),
): Promise<CommandResult> {
  const { output, closed } = spawnCommand(args, variables, cwd);
  const [code] = await closed;
  return { code, ...output };
}

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Everything it has logged so far. */
  log(): string;
  /** Sends a signal; does not wait. */
  signal(name: NodeJS.Signals): void;
  /** Resolves with its exit code and signal when it has ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts `firstpass start` and waits until it listens. Rejects with its log when it ends before. */
export async function startServer(
  variables: Readonly<Record<string, string>>,
  cwd = temporaryFolder(),
): Promise<ServerProcess> {
  const { child, output, closed } = spawnCommand(["start"], { ...serverVariables, ...variables }, cwd);
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on("data", () => {
      const found = /"url":"([^"]+)"/.exec(output.stderr);
      if (found?.[1]) resolve(found[1]);
    });
    closed.then(([code]) => reject(new Error(`the server ended with ${code}: ${output.stderr}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    log: () => output.stderr,
    signal: (name) => void child.kill(name),
    ended: closed.then(([code, signal]) => ({ code, signal })),
  };
}
