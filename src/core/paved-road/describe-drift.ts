// How a file differs from what its template released: the nearest version, and the lines that changed, short and without
// secrets. The shell has both texts at hand when it reads the file; only this is kept.
import { structuredPatch } from "diff";
import type { FileDrift } from "../facts/paved-road.ts";
import { maskLines } from "./mask-secrets.ts";
import { compareVersions } from "./versions.ts";

/** Longer texts are not compared, nor those that differ in more lines. */
const maximumLength = 100_000;
const maximumEdits = 1_000;

const changedLinesShown = 20;
const differenceBytes = 2_048;
const contextLines = 1;

export interface TemplateVersion {
  readonly tag: string;
  readonly text: string;
}

interface Compared {
  readonly tag: string;
  readonly lines: readonly string[];
  readonly hunks: ReturnType<typeof structuredPatch>["hunks"];
  readonly added: number;
  readonly removed: number;
}

/**
 * The drift from the version with the fewest changed lines, of several the newest. `-` is what the template has, `+` what the
 * file has. Null where nothing can be compared: binary or very long texts, no version, too many changes.
 */
export function describeDrift(own: string, versions: readonly TemplateVersion[]): FileDrift | null {
  if (!isComparable(own)) return null;
  const text = normalise(own);
  const nearest = findNearest(
    text,
    versions.filter((version) => isComparable(version.text)),
  );
  if (nearest === null) return null;
  return {
    version: nearest.tag,
    linesAdded: nearest.added,
    linesRemoved: nearest.removed,
    difference:
      nearest.hunks.length === 0
        ? "Only line ends, or a byte order mark, differ."
        : writeDifference(nearest, linesOf(text)),
  };
}

function isComparable(text: string): boolean {
  return text.length <= maximumLength && !text.includes("\u0000");
}

function normalise(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

/** A version that is farther than one before it is not compared to its end. */
function findNearest(own: string, versions: readonly TemplateVersion[]): Compared | null {
  let nearest: Compared | null = null;
  for (const version of versions.toSorted((a, b) => compareVersions(b.tag, a.tag))) {
    const compared = compare(own, version, nearest === null ? maximumEdits : editsOf(nearest));
    if (compared !== null && (nearest === null || editsOf(compared) < editsOf(nearest))) nearest = compared;
  }
  return nearest;
}

function editsOf({ added, removed }: Compared): number {
  return added + removed;
}

function compare(own: string, { tag, text }: TemplateVersion, mostEdits: number): Compared | null {
  const released = normalise(text);
  const patch = structuredPatch("", "", released, own, "", "", {
    context: contextLines,
    maxEditLength: mostEdits,
  });
  if (patch === undefined) return null;
  const changed = patch.hunks.flatMap(({ lines }) => lines);
  const count = (sign: string) => changed.filter((line) => line.startsWith(sign)).length;
  return { tag, lines: linesOf(released), hunks: patch.hunks, added: count("+"), removed: count("-") };
}

function linesOf(text: string): string[] {
  return text.split("\n");
}

/** The lines are masked where they stand in their files: what surrounds a line may tell that it is a secret. */
function writeDifference({ lines: released, hunks }: Compared, own: readonly string[]): string {
  const [before, after] = [maskLines(released), maskLines(own)];
  const written: string[] = [];
  let bytes = 0;
  let changed = 0;
  for (const hunk of hunks) {
    let [oldLine, newLine] = [hunk.oldStart - 1, hunk.newStart - 1];
    const shown = [`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`];
    for (const line of hunk.lines) {
      const sign = line.charAt(0);
      if (sign === "\\") shown.push(line);
      else if (sign === "-") shown.push(`-${before[oldLine] ?? ""}`);
      else shown.push(`${sign}${after[newLine] ?? ""}`);
      if (sign === "-" || sign === " ") oldLine += 1;
      if (sign === "+" || sign === " ") newLine += 1;
    }
    for (const line of shown) {
      const isChange = /^[-+]/.test(line);
      bytes += new TextEncoder().encode(line).length + 1;
      if ((isChange && changed === changedLinesShown) || bytes > differenceBytes - 4) {
        return [...written, "…"].join("\n");
      }
      if (isChange) changed += 1;
      written.push(line);
    }
  }
  return written.join("\n");
}
