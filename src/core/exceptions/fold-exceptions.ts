// Versions of exceptions files and dismissals of findings → exceptions, each with its life and the findings it is for.
import type { RepositoryState } from "../facts/repository.ts";
import type { Finding } from "../findings/finding.ts";
import type { Exception, ExceptionsFileVersion } from "./exception.ts";
import { foldDismissals } from "./fold-dismissals.ts";
import { foldFile } from "./fold-file.ts";

export interface ExceptionContext {
  readonly repository: RepositoryState;
}

const origins: readonly ExceptionsFileVersion["origin"][] = ["repository-file", "organisation-file"];

/**
 * Folds the versions of both files and the findings' dismissals into exceptions. Any order and repetition of the versions
 * gives the same. Entries of the organisation's file that are for other repositories are left out.
 */
export function foldExceptions(
  files: readonly ExceptionsFileVersion[],
  findings: readonly Finding[],
  { repository }: ExceptionContext,
): Exception[] {
  const written = origins.flatMap((origin) =>
    foldFile(
      files.filter((file) => file.origin === origin),
      findings,
      repository,
    ),
  );
  return [...written, ...findings.flatMap(foldDismissals)].sort(
    (a, b) => compare(a.id, b.id) || a.grantedAt - b.grantedAt,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
