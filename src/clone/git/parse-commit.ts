// The head of a commit object. Times that git itself cannot read are 0, as git has it: they lie in no window.

/** `Date` knows no later moment. */
const latestTime = 8_640_000_000_000_000;

export interface ParsedCommit {
  /** Milliseconds UTC. */
  readonly committedAt: number;
  readonly parents: readonly string[];
}

export function parseCommit(content: Buffer): ParsedCommit {
  const end = content.indexOf("\n\n");
  // One character a byte: names of people may be in any encoding.
  const lines = content.toString("latin1", 0, end === -1 ? content.length : end).split("\n");
  const committer = lines.find((line) => line.startsWith("committer ")) ?? "";
  return {
    committedAt: toMillis(/> *(\d+)(?: [^>]*)?$/.exec(committer)?.[1]),
    parents: lines.flatMap((line) => (line.startsWith("parent ") ? [line.slice("parent ".length)] : [])),
  };
}

/** Seconds as git writes them; a time beyond those that can be written is the last one. */
export function toMillis(seconds: string | undefined): number {
  return seconds === undefined ? 0 : Math.min(Number(seconds) * 1_000, latestTime);
}
