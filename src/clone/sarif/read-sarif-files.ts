// The SARIF files that a person named: files, folders, patterns. Each becomes one reading, in an order that depends on their names alone; what
// cannot be used is told beside the others.
import { type Dirent, lstatSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { compilePathGlob } from "../../core/config/glob.ts";
import type { SarifReading } from "../../core/sarif/finding.ts";
import { type ReadSarifOptions, readSarifFile } from "./read-sarif-file.ts";

export interface ReadSarifFilesOptions extends Omit<ReadSarifOptions, "name"> {
  /** What relative names are relative to, and what files are called after; absolute. */
  readonly folder: string;
}

interface Named {
  /** As people are told it: relative to the folder where it lies in it, with `/`. */
  readonly name: string;
  readonly path: string;
  /** It stands for no file, and this is why. */
  readonly broken?: string;
}

const mostEntries = 200_000;
const tooMany = `It holds more than ${mostEntries} entries. Name the SARIF files, or a smaller folder.`;
const isSarifName = (name: string): boolean => /\.sarif(?:\.json)?$/i.test(name);

/**
 * Names are those of files, of folders (all `*.sarif` and `*.sarif.json` in them, at any depth), or globs with `*`, `**` and `?`. In
 * folders and by globs no symbolic link is followed, and `.git` is passed by. A file named twice is read once.
 */
export async function readSarifFiles(
  names: readonly string[],
  options: ReadSarifFilesOptions,
): Promise<SarifReading[]> {
  const files = new Map<string, Named>();
  for (const name of names)
    for (const named of await expand(name, options.folder)) files.set(named.path, named);
  const inOrder = [...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const readings: SarifReading[] = [];
  for (const { name, path, broken } of inOrder)
    readings.push(
      broken === undefined ? await readSarifFile(path, { ...options, name }) : { file: name, broken },
    );
  return readings;
}

async function expand(given: string, folder: string): Promise<Named[]> {
  const path = resolve(folder, given);
  const asFile: Named = { name: nameOf(path, folder), path };
  const kind = kindOf(path);
  if (kind === "folder") {
    const found = await listFiles(path, isSarifName);
    if (found === null) return [{ ...asFile, broken: tooMany }];
    return orNone(found, folder, asFile, "There is no *.sarif or *.sarif.json file in this folder.");
  }
  if (kind === "other" || !/[*?]/.test(given)) return [asFile];
  const pattern = path.split(sep).join("/");
  const fixed = pattern.slice(0, pattern.search(/[*?]/));
  const top = fixed.slice(0, fixed.lastIndexOf("/")) || "/";
  const matches = compilePathGlob(pattern);
  const found = await listFiles(top, (_, full) => matches(full));
  if (found === null) return [{ ...asFile, broken: tooMany }];
  return orNone(found, folder, asFile, "No file matches this pattern.");
}

function orNone(found: readonly string[], folder: string, asked: Named, broken: string): Named[] {
  return found.length === 0
    ? [{ ...asked, broken }]
    : found.map((path) => ({ name: nameOf(path, folder), path }));
}

function kindOf(path: string): "folder" | "other" | "missing" {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return "missing";
  return found.isDirectory() ? "folder" : "other";
}

function nameOf(path: string, folder: string): string {
  const within = relative(folder, path);
  const leadsOut = within.startsWith("..") || isAbsolute(within) || within === "";
  return (leadsOut ? path : within).split(sep).join("/");
}

/** Regular files below a folder, absolute; null where it holds too many entries to look at. */
async function listFiles(
  top: string,
  wanted: (name: string, full: string) => boolean,
): Promise<string[] | null> {
  const found: string[] = [];
  const folders = [top];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
    for (const entry of await entriesOf(folder)) {
      if (++seen > mostEntries) return null;
      const path = join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== ".git") folders.push(path);
      else if (entry.isFile() && wanted(entry.name, path.split(sep).join("/"))) found.push(path);
    }
  return found.sort();
}

/** A folder that may not be listed has no files for us. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
