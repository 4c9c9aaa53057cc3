// The server without credentials: the setup page.
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { spawnCommand, temporaryFolder } from "../support/server-process.ts";

export async function spawnSetup(variables: Readonly<Record<string, string>>) {
  // Any free port would be told to nobody but Probot; this one is derived from the process, and far from the common ones.
  const port = 20_000 + (process.pid % 20_000);
  const folder = temporaryFolder();
  copyFileSync("app.yml", join(folder, "app.yml"));
  const { child, output } = spawnCommand(["start"], { PORT: String(port), ...variables }, folder);
  onTestFinished(() => void child.kill("SIGKILL"));
  await expect.poll(() => output.stderr, { timeout: 15_000 }).toContain("Register the GitHub App");
  return { url: `http://127.0.0.1:${port}/probot`, listensOn: () => listeningAddresses(port) };
}

/** The IPv4 and IPv6 addresses on which somebody listens at this port, from the kernel's tables. */
function listeningAddresses(port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  return ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) =>
    readFileSync(table, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => state === "0A" && local?.endsWith(`:${hexPort}`))
      .map(([, local]) => addressOf(local?.split(":")[0] ?? "")),
  );
}

/** Four bytes, little-endian. */
function addressOf(hex: string): string {
  return hex.length === 8
    ? (hex.match(/../g) ?? [])
        .reverse()
        .map((byte) => Number.parseInt(byte, 16))
        .join(".")
    : hex;
}
