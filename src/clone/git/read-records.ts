// Cuts what git writes into records, as it comes: by NUL for names, which may hold anything else, by line for numbers.
import { decodePath } from "./path-bytes.ts";

/** Records in the order they come, many at a time; the last needs no end. Memory is that of one chunk and one record. */
export async function* readRecords(
  chunks: AsyncIterable<Buffer>,
  separator: "\0" | "\n",
): AsyncGenerator<string[], void, void> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(separator);
    if (end === -1) {
      rest.push(chunk);
      continue;
    }
    yield cut(Buffer.concat([...rest, chunk.subarray(0, end)]), separator);
    rest = [chunk.subarray(end + 1)];
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield cut(last, separator);
}

function cut(bytes: Buffer, separator: string): string[] {
  const text = bytes.toString("utf8");
  if (!text.includes("\uFFFD")) return text.split(separator);
  const records: string[] = [];
  for (let from = 0; from <= bytes.length; ) {
    const end = bytes.indexOf(separator, from);
    records.push(decodePath(bytes.subarray(from, end === -1 ? bytes.length : end)));
    from = end === -1 ? bytes.length + 1 : end + 1;
  }
  return records;
}
