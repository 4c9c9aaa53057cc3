// Why the Action could not do its work, for the person who reads the job's log.
import { maskTokens } from "../src/core/mask-tokens.ts";
import { RateLimited } from "../src/github/errors.ts";

/** Errors that are written for people, by their names: those of inputs, of clones, and the ways in which GitHub says no. */
const forPeople: ReadonlySet<string> = new Set([
  "ActionError",
  "CloneError",
  "CollectError",
  "ConfigError",
  "NotFound",
  "PermissionError",
  "RateLimited",
  "Refused",
  "Transient",
]);

/** Never a token; of an error that nobody foresaw where it happened, because that is a defect. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return `Unexpected failure: ${maskTokens(String(error))}`;
  if (!forPeople.has(error.name)) return `Unexpected failure: ${maskTokens(error.stack ?? error.message)}`;
  const again =
    error instanceof RateLimited ? ` Run it again after ${new Date(error.until).toISOString()}.` : "";
  return maskTokens(`${error.message}${again}`);
}
