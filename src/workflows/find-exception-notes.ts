// What a reviewer should know about the exceptions file that a pull request changes. GitHub is asked only where it may touch
// one: where pushes prove that it does not, or nothing hints at it, nothing is read.
import type { Timeline } from "../core/changes/pull-request-timeline.ts";
import {
  isExceptionsPath,
  organisationExceptionsPath,
  organisationRepositories,
  repositoryExceptionsPath,
} from "../core/exceptions/file-address.ts";
import { type ExceptionNote, reviewExceptionsFile } from "../core/exceptions/review-file.ts";
import { factsOfKind } from "../core/facts/fact.ts";
import type { Finding } from "../core/findings/finding.ts";
import { foldFindings } from "../core/findings/fold-findings.ts";
import { sightOfFindings } from "../core/findings/sight.ts";
import type { ScorecardInput } from "../core/scorecard/build.ts";
import { PermissionError, Refused } from "../github/errors.ts";
import type { RepositoryAddress } from "../github/gateway.ts";
import type { ListChangedFiles } from "./changed-files.ts";
import { isUntouched } from "./is-paved-road-untouched.ts";
import type { JobServices } from "./services.ts";

export interface FoundNotes {
  readonly notes: readonly ExceptionNote[];
  /** Why it could not be looked, for a person; null when it could. */
  readonly problem: string | null;
}

const nothing: FoundNotes = { notes: [], problem: null };

export async function findExceptionNotes(
  { github, now }: JobServices,
  address: RepositoryAddress,
  loaded: ScorecardInput,
  pullRequest: Timeline | null,
  { headSha, listChangedFiles }: { readonly headSha: string; readonly listChangedFiles: ListChangedFiles },
): Promise<FoundNotes> {
  const { repository } = loaded;
  if (pullRequest === null || pullRequest.latest.baseRef !== repository.defaultBranch) return nothing;
  if (!mayTouchExceptions(loaded, pullRequest)) return nothing;
  try {
    const notes: ExceptionNote[] = [];
    for (const { path, status } of await listChangedFiles()) {
      if (status === "removed" || !isExceptionsFileOf(repository.name, path)) continue;
      const file = await github.readFile(address, path, headSha);
      if (file === null) continue;
      const own = path === repositoryExceptionsPath;
      const origin = own ? "repository-file" : "organisation-file";
      const findings = own ? listFindings(loaded) : null;
      notes.push(...reviewExceptionsFile({ path, text: file.text }, { origin, at: now(), findings }));
    }
    return { notes, problem: null };
  } catch (error) {
    if (!(error instanceof PermissionError) && !(error instanceof Refused)) throw error;
    const text = `Exceptions files were not checked on this pull request: its files cannot be read. ${error.message}`;
    return { notes: [], problem: text };
  }
}

/**
 * A fork pushes elsewhere: of it, as of a branch whose pushes were not seen, GitHub is asked only where there is a file that
 * could be changed.
 */
function mayTouchExceptions(
  { facts, repository, exceptionFiles = [] }: ScorecardInput,
  pullRequest: Timeline,
): boolean {
  if (isUntouched(facts, pullRequest, isExceptionsPath)) return false;
  const { headRef, headRepositoryId } = pullRequest.latest;
  const own = headRepositoryId === repository.repositoryId;
  const pushed = factsOfKind(facts, "push").some(({ data }) => data.ref === `refs/heads/${headRef}`);
  const kept = exceptionFiles.findLast(({ origin }) => origin === "repository-file")?.text ?? null;
  return (own && pushed) || kept !== null;
}

function isExceptionsFileOf(repositoryName: string, path: string): boolean {
  if (path === organisationExceptionsPath) return organisationRepositories.includes(repositoryName);
  return path === repositoryExceptionsPath;
}

/** Null where not all are known; and on a public repository, where the absence of an alert must not show either. */
function listFindings(loaded: ScorecardInput): Finding[] | null {
  if (loaded.repository.visibility === "public") return null;
  const { blocked, incomplete } = sightOfFindings(loaded);
  return blocked.length > 0 || incomplete !== null ? null : foldFindings(loaded.facts, loaded);
}
