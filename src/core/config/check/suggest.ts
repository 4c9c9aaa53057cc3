// "Did you mean …?": the nearest of the known words, where one is near enough to be meant.
import { closest, distance } from "fastest-levenshtein";

/** The known word nearest to `word`, or null where none is within a third of its length (at least two edits). */
export function nearestWord(word: string, known: readonly string[]): string | null {
  if (known.length === 0 || word.length > 64) return null;
  const nearest = closest(word.toLowerCase(), [...known]);
  const allowedEdits = Math.max(2, Math.floor(nearest.length / 3));
  return distance(word.toLowerCase(), nearest.toLowerCase()) <= allowedEdits ? nearest : null;
}

/** ` Did you mean "x"?`, or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  return nearest === null ? "" : ` Did you mean "${nearest}"?`;
}
