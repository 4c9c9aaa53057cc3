// Entries of the exceptions files at the time of an audit: since when they hold by git, and what must be decided again. A scorecard does not
// count them, because dismissals on GitHub, which count as well, are not in a clone.
import type { Config } from "../../core/config/config.ts";
import { describeSelection, type Entry } from "../../core/exceptions/entry.ts";
import type { Exception, ExceptionsFileVersion } from "../../core/exceptions/exception.ts";
import { foldExceptions } from "../../core/exceptions/fold-exceptions.ts";
import { dueAt } from "../../core/exceptions/in-force.ts";
import { readExceptionsFile } from "../../core/exceptions/read-exceptions-file.ts";
import { isForRepository, type Selectable, selectFindings } from "../../core/exceptions/select-findings.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import type { SarifFinding } from "../../core/sarif/finding.ts";
import type { ReviewedException } from "./audit.ts";

interface Asked {
  readonly repository: RepositoryState;
  readonly config: Config;
  /** Null: no SARIF file was given. */
  readonly findings: readonly SarifFinding[] | null;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** In the order of the files. Of an entry of the organisation's file nothing tells since when it holds. */
export function reviewExceptions(
  versions: readonly ExceptionsFileVersion[],
  asked: Asked,
): ReviewedException[] {
  const { repository } = asked;
  const standing = new Map(
    foldExceptions(versions, [], { repository })
      .filter(({ endedAt }) => endedAt === null)
      .map((exception) => [exception.id, exception]),
  );
  const newest = new Map(versions.map((version) => [version.origin, version]));
  const findings = asked.findings?.map(toSelectable) ?? null;
  return [...newest.values()].flatMap(({ origin, path, text }) => {
    const entries = text === null ? [] : (readExceptionsFile({ path, text }, { origin }).entries ?? []);
    return entries
      .filter((entry) => isForRepository(entry, `${repository.ownerLogin}/${repository.name}`))
      .map((entry): ReviewedException => {
        const exception = standing.get(`${origin}:${entry.id}`) ?? null;
        const granted = exception?.firstGrantedAt ?? exception?.grantedAt ?? null;
        const { id, owner, reason, expiresAt } = entry;
        return {
          id,
          path: `${path}:${entry.line}`,
          subject: describeSelection(entry.selection),
          owner,
          reason,
          grantedAt: origin === "organisation-file" ? null : granted,
          expiresAt,
          state: judge(entry, origin === "organisation-file" ? null : exception, asked),
          matches: countMatches(entry, findings),
        };
      });
  });
}

function judge(entry: Entry, exception: Exception | null, { config, at }: Asked): ReviewedException["state"] {
  if (entry.invalid !== null) return "broken";
  if (entry.expiresAt !== null && entry.expiresAt <= at) return "expired";
  const isDue = exception !== null && dueAt(exception, config.exceptions.reviewAfterDays) <= at;
  return isDue ? "to-review" : "in-force";
}

/** What GitHub numbers, and packages, are not told by SARIF: then nothing is known. */
function countMatches({ selection }: Entry, findings: readonly Selectable[] | null): number | null {
  if (findings === null || selection.finding !== undefined || selection.package !== undefined) return null;
  return selectFindings(selection, findings).length;
}

function toSelectable({ tool, ruleId, location, isSecret }: SarifFinding, index: number): Selectable {
  const source = isSecret ? "secret-scanning" : "code-scanning";
  return { id: `sarif#${index + 1}`, source, rule: ruleId, path: location.path, tool };
}
