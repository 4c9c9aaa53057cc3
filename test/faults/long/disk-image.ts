// A file system of the test's own, in an image on a loop device: small, so that it can be full, and apart from the page cache,
// so that the power can fail. What a process has written and not synced is in memory only; the image has what reached the
// device. A copy of the image is the disk as it is after the power failed at that moment.
import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";

const run = promisify(execFile);

export interface DiskImage {
  /** Where it is mounted. */
  readonly path: string;
  readonly file: string;
}

const MEGABYTE = 1024 * 1024;
/** The journal is written when somebody syncs, and not by itself now and then: what is not synced stays in memory. */
const NEVER_BY_ITSELF = "loop,commit=600";

/** Why no image can be mounted here; null where it can. */
export async function whyNoImages(): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), "firstpass-image-"));
  try {
    const { path } = await mountImage(folder, await makeFileSystem(folder, 16));
    await run("umount", [path]);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n")[1] ?? error.message) : String(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Made, mounted, and gone when the test ends. */
export async function openDiskImage(megabytes: number): Promise<DiskImage> {
  const folder = mkdtempSync(join(tmpdir(), "firstpass-image-"));
  const image = await mountImage(folder, await makeFileSystem(folder, megabytes));
  onTestFinished(async () => {
    await run("umount", ["--lazy", image.path]);
    rmSync(folder, { recursive: true, force: true });
  });
  return image;
}

/** All that was written is on the device now. */
export async function syncImage(image: DiskImage): Promise<void> {
  await run("sync", ["--file-system", image.path]);
}

async function makeFileSystem(folder: string, megabytes: number): Promise<string> {
  const file = join(folder, "disk");
  await run("truncate", ["--size", String(megabytes * MEGABYTE), file]);
  await run("mkfs.ext4", ["-q", "-F", "-m", "0", file]);
  return file;
}

async function mountImage(folder: string, file: string): Promise<DiskImage> {
  const path = join(folder, "mounted");
  // PostgreSQL's own user must be able to pass through.
  chmodSync(folder, 0o711);
  mkdirSync(path, { recursive: true });
  await run("mount", ["-o", NEVER_BY_ITSELF, file, path]);
  return { path, file };
}

/**
 * The disk as it would be had the power failed now, mounted while `look` looks at it. The processes that write are stopped
 * while the image is copied, and it is compared afterwards: a copy that something was written into meanwhile would be no moment.
 *
 * @param pids asked once more after the first are stopped: the first may have started others.
 */
export async function failPower<T>(
  image: DiskImage,
  pids: () => readonly number[],
  look: (path: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "firstpass-power-"));
  const copy = join(folder, "disk");
  const stopped = new Set<number>();
  try {
    for (let all = pids(); all.some((pid) => !stopped.has(pid)); all = pids()) {
      for (const pid of all) {
        process.kill(pid, "SIGSTOP");
        stopped.add(pid);
        await untilStopped(pid);
      }
    }
    await run("cp", ["--sparse=always", image.file, copy]);
    await run("cmp", [image.file, copy]);
  } finally {
    for (const pid of stopped) if (existsSync(`/proc/${pid}`)) process.kill(pid, "SIGCONT");
  }
  const mounted = await mountImage(folder, copy);
  try {
    return await look(mounted.path);
  } finally {
    await run("umount", ["--lazy", mounted.path]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A process in the middle of a sync stops when the sync has ended. */
async function untilStopped(pid: number): Promise<void> {
  const states = () => {
    try {
      return readdirSync(`/proc/${pid}/task`).map((task) => stateOf(`/proc/${pid}/task/${task}/stat`));
    } catch {
      return [];
    }
  };
  while (states().some((state) => !["T", "Z", "X"].includes(state))) await wait(1);
}

/** The third field; the second, a name in brackets, may hold anything. */
function stateOf(statFile: string): string {
  return readFileSync(statFile, "utf8").split(") ").at(-1)?.[0] ?? "X";
}

/** A process and its children, by the kernel's tables. */
export function familyOf(parent: number): number[] {
  const children = readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return Number(readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1]) === parent;
    } catch {
      return false;
    }
  });
  return [parent, ...children.map(Number)];
}
