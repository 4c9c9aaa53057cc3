// What the doctor found: one line for each thing that was looked at, and what to do where it is not well.

export type FindingState = "ok" | "warning" | "failed" | "cannot-tell";

export interface Finding {
  /** What was looked at, such as `clock`. */
  readonly check: string;
  readonly state: FindingState;
  /** What was seen. Never a secret; names of accounts are theirs, and may be hostile. */
  readonly says: string;
  /** What to do; null where there is nothing to do. */
  readonly todo: string | null;
}

export const ok = (check: string, says: string): Finding => ({ check, state: "ok", says, todo: null });

export const warning = (check: string, says: string, todo: string): Finding => ({
  check,
  state: "warning",
  says,
  todo,
});

export const failed = (check: string, says: string, todo: string): Finding => ({
  check,
  state: "failed",
  says,
  todo,
});

/** @param todo what would let us see; null where nothing would. */
export const cannotTell = (check: string, says: string, todo: string | null = null): Finding => ({
  check,
  state: "cannot-tell",
  says,
  todo,
});

/** `a, b and 3 more`: names of a list that may be long. */
export function nameSome(names: readonly string[], most = 5): string {
  if (names.length <= most) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

/** A span for people: `45 s`, `12 min`, `3 h`, `2 d`. */
export function describeSpan(millis: number): string {
  const seconds = Math.round(millis / 1000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}
