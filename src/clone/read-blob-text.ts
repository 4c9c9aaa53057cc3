// The text of a blob, from git or, where it was changed since, from disk. Text is UTF-8 and nothing else, as where GitHub is read.
import { CloneError } from "./clone.ts";
import { type FilesOnDisk, type Hash, hashBlob, mostBytesOfFile, unknownHash } from "./disk/file-on-disk.ts";
import type { KeptForm } from "./disk/kept-form.ts";
import { type Objects, tooLarge } from "./git/objects.ts";

export interface BlobSource {
  readonly objects: Objects;
  readonly hash: Hash;
  /** Attributes and folders may have changed since the tree was read. */
  readonly makeForm: () => { readonly disk: FilesOnDisk; readonly form: KeptForm };
  /** Where the content lay on disk when the tree was read; null: git has it. */
  readonly path: string | null;
}

/** @throws CloneError where it is larger, not UTF-8, or no longer what it was. */
export async function readBlobText(source: BlobSource, sha: string, maximumBytes: number): Promise<string> {
  if (sha === unknownHash(source.hash))
    throw new CloneError(
      `A file could not be read: it is larger than ${mostBytesOfFile} bytes, or this user may not read it.`,
    );
  const { path } = source;
  const content =
    path === null
      ? await source.objects.readContent(sha, maximumBytes)
      : await readFromDisk(source, path, sha, maximumBytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch (error) {
    throw new CloneError(`${path ?? `Blob ${sha}`} is not UTF-8 text: it is not read.`, { cause: error });
  }
}

async function readFromDisk(
  { hash, makeForm, objects }: BlobSource,
  path: string,
  sha: string,
  maximumBytes: number,
): Promise<Buffer> {
  const { disk, form } = makeForm();
  const seen = disk.look(path);
  if (seen !== null && seen !== "unreadable" && seen.size > BigInt(maximumBytes))
    throw tooLarge(path, maximumBytes);
  const content = disk.read(path, maximumBytes);
  if (content !== null) {
    await form.learn([path]);
    // Whether git keeps the file with returns is not known here: one of both forms is the one that was hashed.
    const converted = await form.apply(path, content, null);
    const same = [content, converted].find((form) => hashBlob(form, hash) === sha);
    if (same !== undefined) return same;
  }
  return objects.readContent(sha, maximumBytes).catch(() => {
    throw new CloneError(`${path} was changed while it was read: try again.`);
  });
}
