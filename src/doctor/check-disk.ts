// Room on the disk that the SQLite file is on. A full disk refuses deliveries: GitHub hears 503, and does not send again.
import { existsSync } from "node:fs";
import { access, constants, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { DatabaseLocation } from "../store/database-url.ts";
import { cannotTell, type Finding, failed, ok, warning } from "./finding.ts";

const MIB = 1024 * 1024;
const LEAST_BYTES = 100 * MIB;
const COMFORTABLE_BYTES = 1024 * MIB;

export async function checkDisk(location: DatabaseLocation): Promise<Finding> {
  const check = "disk";
  if (location.dialect === "postgres")
    return cannotTell(check, "PostgreSQL's disk is not seen from here.", "Watch it where PostgreSQL runs.");
  if (location.file === ":memory:") return ok(check, "None is needed.");
  const folder = nearestFolder(dirname(location.file));
  try {
    await access(folder, constants.W_OK);
  } catch {
    return failed(
      check,
      `This user may not write to ${folder}.`,
      "Give the folder to the user that Firstpass runs as.",
    );
  }
  const { bavail, bsize } = await statfs(folder);
  const store = existsSync(location.file) ? (await stat(location.file)).size : 0;
  return judgeRoom(bavail * bsize, store);
}

/** @param freeBytes for this user; @param storeBytes size of the database: a copy of it is a backup. */
export function judgeRoom(freeBytes: number, storeBytes: number): Finding {
  const check = "disk";
  const says = `${Math.floor(freeBytes / MIB)} MiB are free; the store has ${Math.ceil(storeBytes / MIB)} MiB.`;
  const todo = "Make room, or move the folder of DATABASE_URL to a larger disk.";
  if (freeBytes < LEAST_BYTES) return failed(check, says, todo);
  if (freeBytes < Math.max(COMFORTABLE_BYTES, storeBytes)) return warning(check, says, todo);
  return ok(check, says);
}

/** The folder, or where it would be made. */
function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}
