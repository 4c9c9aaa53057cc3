// The log: JSON lines on standard error, so that standard output is left to what a command prints.
// Errors are logged by name and place; messages of strangers' errors may quote what they could not read.
import { type Logger, pino } from "pino";
import type { LogLevel } from "./environment.ts";
import { explainFailure, framesOf } from "./failures.ts";

export type { Logger };

export function createLog(level: LogLevel): Logger {
  return pino(
    { level, base: null, serializers: { err: describeError } },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** What the log keeps of an error given as `{ err }`. */
export function describeError(error: unknown): { reason: string; frames: string } {
  return {
    reason: explainFailure(error),
    frames: error instanceof Error ? framesOf(error) : "",
  };
}
