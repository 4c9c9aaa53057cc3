// Gives a file on disk the form in which git keeps it, by its attributes. Filters (Git LFS, git-crypt …) are programs: they are not run, and
// what they keep can then not be told from what is on disk.

import type { Git } from "../git/git.ts";
import type { Objects } from "../git/objects.ts";
import { encodePath } from "../git/path-bytes.ts";
import { readRecords } from "../git/read-records.ts";
import type { FilesOnDisk } from "./file-on-disk.ts";
import {
  attributeNames,
  collapseIdent,
  convertLineEnds,
  decideLineEnds,
  type FileAttributes,
  isTextWithReturns,
} from "./line-ends.ts";
import type { Settings } from "./settings.ts";

const mostBytesCompared = 16 * 1024 * 1024;

export class KeptForm {
  readonly #git: Git;
  readonly #disk: FilesOnDisk;
  readonly #objects: Objects;
  readonly #settings: Settings;
  readonly #attributes = new Map<string, FileAttributes>();

  constructor(git: Git, disk: FilesOnDisk, objects: Objects, settings: Settings) {
    this.#git = git;
    this.#disk = disk;
    this.#objects = objects;
    this.#settings = settings;
  }

  /** Asks git for the attributes of all these paths at once. */
  async learn(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    const names = Buffer.concat(paths.flatMap((path) => [encodePath(path), Buffer.of(0)]));
    let record: string[] = [];
    for await (const parts of readRecords(
      this.#git.stream(["check-attr", "-z", "--stdin", ...attributeNames], names),
      "\0",
    ))
      for (const part of parts) {
        record.push(part);
        if (record.length < 3) continue;
        const [path = "", name = "", value = ""] = record;
        this.#attributes.set(path, { ...(this.#attributes.get(path) ?? none), [name]: value });
        record = [];
      }
  }

  /** A filter, or another encoding, stands between what is on disk and what git keeps. A filter that nobody set up does nothing. */
  isFiltered(path: string): boolean {
    const { filter, "working-tree-encoding": encoding } = this.#of(path);
    return this.#settings.filters.has(filter) || !["unspecified", "unset"].includes(encoding);
  }

  /** @param knownSha the file as git knows it; null: a new one. */
  async apply(path: string, content: Buffer, knownSha: string | null): Promise<Buffer> {
    if (this.#disk.look(path) === null || this.isLink(path)) return content;
    const attributes = this.#of(path);
    const ends = decideLineEnds(attributes, this.#settings.convertsLineEnds);
    const converted = await convertLineEnds(content, ends, () => this.#isKeptWithReturns(knownSha));
    return attributes.ident === "set" ? collapseIdent(converted) : converted;
  }

  /** The name that a link leads to is kept as it is. */
  isLink(path: string): boolean {
    const seen = this.#disk.look(path);
    return seen !== null && seen !== "unreadable" && seen.isSymbolicLink();
  }

  /** Of a file so large that it is not read nothing is assumed. */
  async #isKeptWithReturns(sha: string | null): Promise<boolean> {
    const size = sha === null ? null : await this.#objects.findSize(sha);
    if (sha === null || size === null || size > mostBytesCompared) return false;
    return isTextWithReturns(await this.#objects.readContent(sha, mostBytesCompared));
  }

  #of(path: string): FileAttributes {
    return this.#attributes.get(path) ?? none;
  }
}

const none: FileAttributes = {
  text: "unspecified",
  eol: "unspecified",
  crlf: "unspecified",
  ident: "unspecified",
  filter: "unspecified",
  "working-tree-encoding": "unspecified",
};
