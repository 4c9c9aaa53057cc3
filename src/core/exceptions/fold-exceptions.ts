// Versions of exceptions files and dismissals of findings → exceptions, each with its life and the findings it is for.
import type { RepositoryState } from "../facts/repository.ts";
import type { Finding } from "../findings/finding.ts";
import type { Exception, ExceptionsFileVersion } from "./exception.ts";

export interface ExceptionContext {
  readonly repository: RepositoryState;
}

/** Folds the versions of both files and the findings' dismissals into exceptions. Any order of the versions gives the same. */
export function foldExceptions(
  _files: readonly ExceptionsFileVersion[],
  _findings: readonly Finding[],
  _context: ExceptionContext,
): Exception[] {
  return [];
}
