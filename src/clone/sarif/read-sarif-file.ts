// A SARIF file of any size on disk, read piece by piece: neither its size nor that of a string in it fills the memory, and nothing of it is
// repeated in what is said when it cannot be used.
import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import type { SarifReading } from "../../core/sarif/finding.ts";
import { TwiceError } from "../../core/sarif/pick.ts";
import { startLog, TooLargeError } from "../../core/sarif/read-log.ts";
import type { RunOptions } from "../../core/sarif/read-run.ts";
import { BrokenJsonError, feedPicker } from "./json-tokens.ts";

export interface ReadSarifOptions extends RunOptions {
  /** What people are told instead of the path. */
  readonly name?: string;
  /** Default 1 GB. */
  readonly maximumBytes?: number;
  /** Default 1,000,000. */
  readonly maximumResults?: number;
}

const pieceBytes = 64 * 1024;
const gigabyte = 1_000_000_000;

/** Never throws for what is in the file, or for its absence: that is the reading. */
export async function readSarifFile(path: string, options: ReadSarifOptions = {}): Promise<SarifReading> {
  const file = options.name ?? path;
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { file, broken: "It is a folder. Name the SARIF files in it." };
    // Opening a pipe would wait for ever.
    if (!found.isFile()) return { file, broken: "It is no regular file." };
    const most = options.maximumBytes ?? gigabyte;
    if (found.size > most) throw tooLarge(most);
    const handle = await open(path, constants.O_RDONLY);
    try {
      return await readHandle(handle, file, options);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const words = wordsOf(error);
    if (words === null) throw error;
    return { file, broken: words };
  }
}

async function readHandle(
  handle: FileHandle,
  file: string,
  options: ReadSarifOptions,
): Promise<SarifReading> {
  const most = options.maximumBytes ?? gigabyte;
  const log = startLog(file, { ...options, mostResults: options.maximumResults ?? 1_000_000 });
  const feed = feedPicker(log.picker);
  const piece = Buffer.allocUnsafe(pieceBytes);
  let decoder: TextDecoder | null = null;
  let read = 0;
  for (;;) {
    const { bytesRead } = await handle.read(piece, 0, piece.length, null);
    if (bytesRead === 0) break;
    read += bytesRead;
    if (read > most) throw tooLarge(most);
    const bytes = piece.subarray(0, bytesRead);
    if (decoder === null) {
      const other = otherKind(bytes);
      if (other !== null) return { file, broken: other };
      decoder = new TextDecoder(encodingOf(bytes));
    }
    feed.write(decoder.decode(bytes, { stream: true }));
  }
  if (read === 0) return { file, broken: "It is empty: the tool wrote nothing. Run the tool again." };
  feed.write(decoder?.decode() ?? "");
  // A number at the end of a document has ended only when something follows.
  feed.write("\n");
  if (log.picker.rootKind === null)
    return { file, broken: "It holds no JSON: the tool did not write its findings. Run the tool again." };
  if (!feed.isWhole)
    return {
      file,
      broken:
        "It ends in the middle: the tool did not finish writing it, or the file was cut. Run the tool again.",
    };
  const finishing = log.finish();
  for (let step = finishing.next(); ; step = finishing.next()) {
    if (step.done === true) return step.value;
    await new Promise<void>((resume) => setImmediate(resume));
  }
}

const tooLarge = (most: number): TooLargeError =>
  new TooLargeError(
    `It is larger than ${megabytes(most)}. Let the tool report less, or write several files.`,
  );

const megabytes = (bytes: number): string =>
  bytes >= 1e6 ? `${Math.floor(bytes / 1e6)} MB` : `${bytes} bytes`;

/** What is no text of JSON at all, by how it begins. */
function otherKind(bytes: Buffer): string | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "It is compressed by gzip. Unpack it first.";
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] ?? 0) < 0x09)
    return "It is a ZIP archive. Unpack it first.";
  const start = bytes
    .toString("latin1", 0, 64)
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart();
  if (start.startsWith("H4sI"))
    return "It is compressed by gzip and written in Base64, as GitHub's API takes it. Give the SARIF file itself.";
  if (start.startsWith("<")) return "It is XML or HTML, not SARIF. Let the tool write SARIF 2.1.0.";
  return null;
}

/** By the mark at the start, or by where the zeros are: shells of Windows write UTF-16. */
function encodingOf(bytes: Buffer): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second] = [bytes[0], bytes[1]];
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined))
    return "utf-16be";
  return "utf-8";
}

/** For a person; null: not a matter of the file. */
function wordsOf(error: unknown): string | null {
  if (error instanceof TooLargeError) return error.message;
  if (error instanceof TwiceError)
    return `The key "${error.message}" stands twice in one object, so it is not clear what holds. Run the tool again.`;
  if (error instanceof BrokenJsonError) return jsonWords(error.message);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return "There is no such file.";
  if (code === "EACCES" || code === "EPERM") return "It may not be read by the user who runs this.";
  if (code === "ELOOP") return "It is a symbolic link that leads nowhere.";
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? `It cannot be read (${code}).` : null;
}

function jsonWords(reason: string): string {
  if (reason === "more")
    return "It holds more than one JSON document, as some tools write their own reports. Let the tool write SARIF 2.1.0.";
  if (reason === "invalid")
    return "It is not valid JSON: the file is damaged, or it is of another kind. Run the tool again.";
  return `${reason} No tool writes that.`;
}
