// Packs the package into a folder of its own, and runs it as `npx` does: from an empty folder, by a Node that is named, with no registry.
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";

const outsideOfCheckout = (process.env.PATH ?? "")
  .split(delimiter)
  .filter((folder) => !folder.includes("node_modules"));
const npx = outsideOfCheckout.map((folder) => join(folder, "npx")).find((path) => existsSync(path));
const nodeOfMachine = outsideOfCheckout
  .map((folder) => join(folder, "node"))
  .find((path) => existsSync(path));

export interface Packed {
  readonly tarball: string;
  /** Paths in it, without `package/`, sorted. */
  readonly files: readonly string[];
  /** Its text by path. */
  textOf(file: string): string;
  remove(): void;
}

export function packPackage(): Packed {
  const folder = mkdtempSync(join(tmpdir(), "firstpass-package-"));
  const packed: { filename: string }[] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
      encoding: "utf8",
      stdio: "pipe",
    }),
  );
  const tarball = join(folder, packed[0]?.filename ?? "");
  execFileSync("tar", ["-xzf", tarball, "-C", folder]);
  const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
  return {
    tarball,
    files: files.map((file) => file.replace(/^package\//, "")).sort(),
    textOf: (file) => readFileSync(join(folder, "package", file), "utf8"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly millis: number;
}

export interface Machine {
  readonly version: string;
  /** An empty folder, and the working directory of all that runs. */
  readonly folder: string;
  npx(tarball: string, args: readonly string[], environment?: Record<string, string>): Promise<Ran>;
  remove(): void;
}

/** The Node that runs the tests, and the one of the machine where that is another. */
export function nodesHere(): readonly string[] {
  const others =
    nodeOfMachine === undefined || versionOf(nodeOfMachine) === process.version ? [] : [nodeOfMachine];
  return [process.execPath, ...others];
}

const versionOf = (node: string) => execFileSync(node, ["--version"], { encoding: "utf8" }).trim();

/** A machine with this Node alone: npm's cache is empty, and its registry cannot be reached. */
export function bareMachine(node: string): Machine {
  const home = mkdtempSync(join(tmpdir(), "firstpass-bare-"));
  const [bin, folder] = [join(home, "bin"), join(home, "empty")];
  mkdirSync(bin);
  mkdirSync(folder);
  symlinkSync(node, join(bin, "node"));
  const base = {
    PATH: [bin, ...outsideOfCheckout].join(delimiter),
    HOME: home,
    npm_config_cache: join(home, "cache"),
    npm_config_registry: "http://127.0.0.1:9/",
    npm_config_fetch_retries: "0",
    npm_config_update_notifier: "false",
  };
  return {
    version: versionOf(node),
    folder,
    npx(tarball, args, environment = {}) {
      const began = performance.now();
      // As a person types it: npx takes an absolute path for a program.
      const name = basename(tarball);
      if (!existsSync(join(home, name))) copyFileSync(tarball, join(home, name));
      const child = spawn(npx ?? "npx", ["--yes", `../${name}`, ...args], {
        cwd: folder,
        env: { ...base, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const out = { stdout: "", stderr: "" };
      child.stdout.setEncoding("utf8").on("data", (text: string) => (out.stdout += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (out.stderr += text));
      return new Promise((finish, fail) =>
        child
          .on("error", fail)
          .on("close", (code) => finish({ code, ...out, millis: Math.round(performance.now() - began) })),
      );
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
