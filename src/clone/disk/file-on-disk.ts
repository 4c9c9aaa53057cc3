// Files of a clone on disk, as bytes: nothing is followed out of the clone, nothing but files is opened, and no more is read than is allowed.
import { createHash } from "node:crypto";
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
} from "node:fs";
import { encodePath } from "../git/path-bytes.ts";

/** GitHub takes no larger file, so none of its files can be the same. */
export const mostBytesOfFile = 100 * 1024 * 1024;

export type Hash = "sha1" | "sha256";

/** Git's hash of a content, by the repository's hash function. */
export function hashBlob(content: Buffer, hash: Hash): string {
  return createHash(hash).update(`blob ${content.length}\0`).update(content).digest("hex");
}

/** Stands for a content that was not read; no content has it. */
export function unknownHash(hash: Hash): string {
  return "0".repeat(hash === "sha1" ? 40 : 64);
}

/** Files below one folder. Whether a parent is a real folder is asked once. */
export class FilesOnDisk {
  readonly #root: string;
  readonly #folders = new Map<string, boolean>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Null: there is nothing there, or only behind a symbolic link; "unreadable": the system does not say. */
  look(path: string): BigIntStats | null | "unreadable" {
    try {
      if (!this.#isInside(path)) return null;
      return lstatSync(this.#placeOf(path), { bigint: true, throwIfNoEntry: false }) ?? null;
    } catch (error) {
      return isAbsent(error) ? null : "unreadable";
    }
  }

  /** A file's bytes, or the name that a symbolic link leads to; null where it is neither, is too large, is gone, or cannot be read. */
  read(path: string, maximumBytes: number): Buffer | null {
    const seen = this.look(path);
    if (seen === null || seen === "unreadable" || seen.size > BigInt(maximumBytes)) return null;
    try {
      if (seen.isSymbolicLink()) return readlinkSync(this.#placeOf(path), { encoding: "buffer" });
      return seen.isFile() ? this.#readFile(path, seen, maximumBytes) : null;
    } catch {
      return null;
    }
  }

  /** What is opened must be what was looked at: it may be replaced at any time, by a pipe or a link as well. */
  #readFile(path: string, seen: BigIntStats, maximumBytes: number): Buffer | null {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = openSync(this.#placeOf(path), flags);
    try {
      const opened = fstatSync(file, { bigint: true });
      if (!opened.isFile() || opened.ino !== seen.ino || opened.dev !== seen.dev) return null;
      let content = Buffer.allocUnsafe(Number(opened.size) + 1);
      let length = 0;
      for (;;) {
        const read = readSync(file, content, length, content.length - length, null);
        if (read === 0) return content.subarray(0, length);
        length += read;
        if (length > maximumBytes) return null;
        if (length === content.length) content = Buffer.concat([content, Buffer.allocUnsafe(64 * 1024)]);
      }
    } finally {
      closeSync(file);
    }
  }

  #isInside(path: string): boolean {
    const end = path.lastIndexOf("/");
    if (end === -1) return path !== ".." && path !== ".git";
    return this.#isFolder(path.slice(0, end));
  }

  #isFolder(folder: string): boolean {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const end = folder.lastIndexOf("/");
    const parentIsFolder = end === -1 || this.#isFolder(folder.slice(0, end));
    const name = folder.slice(end + 1);
    const isFolder =
      parentIsFolder &&
      name !== ".." &&
      (lstatSync(this.#placeOf(folder), { throwIfNoEntry: false })?.isDirectory() ?? false);
    this.#folders.set(folder, isFolder);
    return isFolder;
  }

  #placeOf(path: string): string | Buffer {
    return path.isWellFormed()
      ? `${this.#root}/${path}`
      : Buffer.concat([Buffer.from(`${this.#root}/`), encodePath(path)]);
  }
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "ENOENT" || code === "ENOTDIR";
}
