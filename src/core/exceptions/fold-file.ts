// The versions of one exceptions file → its entries' lives: from when each was granted, on which terms, until when.
import type { RepositoryState } from "../facts/repository.ts";
import type { Finding } from "../findings/finding.ts";
import { describeSelection, type Entry } from "./entry.ts";
import type { Exception, ExceptionsFileVersion } from "./exception.ts";
import { addressOfEntry } from "./file-address.ts";
import { readExceptionsFile } from "./read-exceptions-file.ts";
import { isForRepository, selectFindings } from "./select-findings.ts";

interface Standing {
  readonly terms: string;
  readonly exception: Exception;
}

/**
 * Folds the versions of one file, in any order, repeated or not. A version of which nothing can be read changes nothing; a
 * file that was removed ends all of its entries. An entry keeps its first grant as long as no version is without it; when
 * its terms change, one exception ends and the next begins, at the same time.
 */
export function foldFile(
  versions: readonly ExceptionsFileVersion[],
  findings: readonly Finding[],
  repository: RepositoryState,
): Exception[] {
  const ended: Exception[] = [];
  let standing = new Map<string, Standing>();
  for (const version of orderVersions(versions)) {
    const entries = listEntries(version, repository);
    if (entries === null) continue;
    const next = new Map<string, Standing>();
    for (const entry of entries) {
      const before = standing.get(entry.id);
      next.set(entry.id, continueEntry(entry, before, version, { findings, repository }));
    }
    for (const [id, { terms, exception }] of standing) {
      if (next.get(id)?.terms !== terms) ended.push({ ...exception, endedAt: version.readAt });
    }
    standing = next;
  }
  // Versions of one moment follow each other in no time: what stood for none never was.
  const lived = ended.filter(({ grantedAt, endedAt }) => endedAt !== grantedAt);
  return [...lived, ...[...standing.values()].map(({ exception }) => exception)];
}

/** By the time of reading; what was read at the same moment by its content, so that any order of arrival gives the same. */
function orderVersions(versions: readonly ExceptionsFileVersion[]): ExceptionsFileVersion[] {
  const key = ({ path, text }: ExceptionsFileVersion) => JSON.stringify([text, path]);
  const byContent = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...versions].sort((a, b) => a.readAt - b.readAt || byContent(key(a), key(b)));
}

/** Null where the version cannot be read. */
function listEntries(version: ExceptionsFileVersion, repository: RepositoryState): readonly Entry[] | null {
  const { path, text, origin } = version;
  if (text === null) return [];
  const { entries } = readExceptionsFile({ path, text }, { origin });
  const fullName = `${repository.ownerLogin}/${repository.name}`;
  return entries?.filter((entry) => isForRepository(entry, fullName)) ?? null;
}

function continueEntry(
  entry: Entry,
  before: Standing | undefined,
  version: ExceptionsFileVersion,
  context: { readonly findings: readonly Finding[]; readonly repository: RepositoryState },
): Standing {
  const { selection, reason, owner, approver, expiresAt, invalid } = entry;
  const terms = JSON.stringify([
    Object.entries(selection).sort(),
    reason,
    owner,
    approver,
    expiresAt,
    invalid,
  ]);
  const url = addressOfEntry(version, entry.line, context.repository);
  if (before?.terms === terms) return { terms, exception: { ...before.exception, url } };
  const exception: Exception = {
    id: `${version.origin}:${entry.id}`,
    origin: version.origin,
    subject: describeSelection(selection),
    findingIds: selectFindings(selection, context.findings),
    reason,
    owner,
    approver,
    grantedAt: version.readAt,
    firstGrantedAt: before?.exception.firstGrantedAt ?? version.readAt,
    ...(invalid === null ? {} : { invalid }),
    expiresAt,
    endedAt: null,
    url,
  };
  return { terms, exception };
}
