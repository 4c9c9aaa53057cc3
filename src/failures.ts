// What goes wrong, in words that may be stored, logged and shown: never a value out of a payload, never a secret.

/** Errors whose messages are written by Firstpass for people, out of names and counts alone. */
const TOLD = new Set(["PermissionError", "RateLimited", "Transient", "NotFound", "Refused", "ConfigError"]);

/**
 * A failure in one line: our own errors by their message, any other by its name, code and place.
 *
 * The message of a stranger's error is left out because it may quote what it could not read, as JSON.parse does.
 */
export function explainFailure(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return explainFailure(error.errors[0]);
  if (!(error instanceof Error)) return "something that is no error was thrown";
  if (TOLD.has(error.name)) return `${error.name}: ${error.message}`;
  const code = "code" in error && typeof error.code === "string" ? ` ${error.code}` : "";
  const place = placeOf(error);
  return `${error.name}${code}${place ? ` at ${place}` : ""}`;
}

/** The innermost frame in our own source, e.g. `src/ingest/normalize/push.ts:31`; null where there is none. */
function placeOf(error: Error): string | null {
  return /\/(src\/[^\s():]+:\d+)/.exec(framesOf(error))?.[1] ?? null;
}

/** The stack without its head, which repeats the message. */
export function framesOf(error: Error): string {
  return (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}
