// How a command ends: 0 fine, 1 failed, 2 wrong use; and what standard error says of it.
import { CommanderError, InvalidArgumentError } from "commander";

/** The command line asks for something that cannot be meant. Reaches people: the message says what is allowed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The command was understood and could not be done. Reaches people: the message says why, and what to do. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

export function exitCodeOf(error: unknown): 0 | 1 | 2 {
  if (error instanceof UsageError || error instanceof InvalidArgumentError) return 2;
  if (!(error instanceof CommanderError)) return 1;
  if (error.exitCode === 0) return 0;
  // `command.error(…)` of a command that failed; all other codes of commander are about how it was called.
  return error.code === "commander.error" ? 1 : 2;
}

/** The message for a person; null where commander has written it already. */
export function describeFailure(error: unknown): string | null {
  if (error instanceof CommanderError && !(error instanceof InvalidArgumentError)) return null;
  if (!(error instanceof Error)) return String(error);
  // An error without a name of its own was not written for people: say that it is a defect, and where.
  const foreseen = error.name !== "Error" && !(error instanceof TypeError || error instanceof RangeError);
  return foreseen ? error.message : `unexpected ${error.stack ?? error.message}`;
}
