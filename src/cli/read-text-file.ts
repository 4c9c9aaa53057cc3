// A file that a command names, as text: what keeps it from being read is said in words.
import { readFile } from "node:fs/promises";
import { CommandFailed, UsageError } from "./exit.ts";

/** @throws UsageError when there is no such file; CommandFailed when it is not UTF-8. */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${describeReadError(error)}`);
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new CommandFailed(`${path} is not UTF-8 text. Save it as UTF-8.`);
  }
}

function describeReadError(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT") return "there is no such file.";
  if (code === "EISDIR") return "it is a folder. Name the file.";
  return error instanceof Error ? error.message : String(error);
}
