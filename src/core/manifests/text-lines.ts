// Offsets of a text as the numbers of its lines.

/** Gives the 1-based line of an offset. Lines end as editors see it: LF, CRLF or CR. */
export function makeLineOf(text: string): (offset: number) => number {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) starts.push(index + 1);
  }
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

/** The lines of a text without their ends. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}
