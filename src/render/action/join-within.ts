// Keeps a job summary within GitHub's size for one step: rows from the end of the list go first, and it is said how many.
import { byteLength, countFittingRows, cutBytes, limits } from "../fit.ts";
import { countOf } from "../numbers.ts";

const cutNotice = "\n\n…cut here: GitHub shows no more.";
/** Enough for the word of how many rows are left out. */
const wordBytes = 200;

/** Sections, rows and sections, with an empty line between; empty sections are left out. Ends with a line break. */
export function joinWithin(
  before: readonly string[],
  rows: readonly string[],
  after: readonly string[],
  limitBytes: number = limits.jobSummaryBytes,
): string {
  const join = (shown: readonly string[]) =>
    `${[...before, shown.join("\n"), ...after].filter((section) => section !== "").join("\n\n")}\n`;
  const whole = join(rows);
  if (byteLength(whole) <= limitBytes) return whole;
  const room = limitBytes - byteLength(join([])) - wordBytes;
  const fitting = countFittingRows(rows, Math.max(0, room));
  const left = rows.length - fitting;
  const word =
    left === 0
      ? []
      : [`- and ${countOf(left, "more remark")}, left out here: GitHub shows no longer summary`];
  return cutBytes(join([...rows.slice(0, fitting), ...word]), limitBytes, cutNotice);
}
