// Keeps what is posted within GitHub's limits: whole rows go first, then text is cut at a code point, and it is always said.

/** Limits GitHub puts on what is posted. Bodies are held in UTF-8 bytes here, the stricter reading of "characters". */
export const limits = {
  checkRunTitle: 255,
  checkRunBodyBytes: 65_535,
  issueBodyBytes: 65_536,
  annotationTitle: 255,
  annotationMessageBytes: 65_535,
  /** Of one step. */
  jobSummaryBytes: 1_048_576,
} as const;

const encoder = new TextEncoder();

/** Length in UTF-8 bytes. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** At most `limit` code points; when cut, the last of them is `…`. */
export function cutCharacters(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A code point takes two units at most: no more of a long text needs to be looked at.
  const characters = Array.from(text.slice(0, 2 * (limit + 1)));
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}

/** At most `limitBytes` of UTF-8 with `notice` at the end when cut; never inside a code point. */
export function cutBytes(text: string, limitBytes: number, notice: string): string {
  if (byteLength(text) <= limitBytes) return text;
  let room = limitBytes - byteLength(notice);
  let kept = "";
  for (const character of text) {
    room -= byteLength(character);
    if (room < 0) break;
    kept += character;
  }
  return kept + notice;
}

/** How many rows from the start fit into `limitBytes`, each counted with the line break after it. */
export function countFittingRows(rows: readonly string[], limitBytes: number): number {
  let room = limitBytes;
  let count = 0;
  for (const row of rows) {
    room -= byteLength(row) + 1;
    if (room < 0) break;
    count += 1;
  }
  return count;
}
