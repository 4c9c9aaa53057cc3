// What an audit says beside its scorecard, line by line, in plain text: the terminal wraps these lines, Markdown makes lists of them.
import type { Audit, ReviewedException } from "../../core/audit/audit.ts";
import type { RuleEvidence, RuleResult } from "../../core/paved-road/rule-result.ts";
import type { SarifFinding } from "../../core/sarif/finding.ts";
import { countOf, formatDay } from "../numbers.ts";
import { groupReasons } from "../shared-reasons.ts";

export interface AuditPart {
  readonly title: string;
  /** Plain text, possibly hostile. */
  readonly lines: readonly string[];
}

const placesShown = 3;
const linesShown = 50;

const severities = ["critical", "high", "medium", "low"] as const;

/** Those that there is something to say of, in the order of reading. */
export function describeAudit(audit: Audit): AuditPart[] {
  const met = audit.road.filter(({ status }) => status === "adopted").length;
  const asked = audit.road.filter(({ status }) => status !== "not-applicable" && status !== "not-measured");
  return [
    { title: "Not measured", lines: describeUnmeasured(audit) },
    {
      title: `Template rules: ${met} of ${asked.length} met`,
      lines: audit.road.filter(({ status }) => status !== "not-applicable").map(describeRule),
    },
    { title: "Findings", lines: describeFindings(audit.findings) },
    { title: "Secrets", lines: describeSecrets(audit) },
    { title: "Exceptions", lines: describeExceptions(audit.exceptions) },
    {
      title: "Files of findings that could not be used",
      lines: audit.sightings.sarif.map(({ file, broken }) => `${file}: ${broken}`),
    },
    { title: "To know", lines: describeSight(audit) },
  ]
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => ({ title, lines: cut(lines) }));
}

function cut(lines: readonly string[]): readonly string[] {
  const more = lines.length - linesShown;
  return more <= 0 ? lines : [...lines.slice(0, linesShown), `and ${more} more`];
}

function describeUnmeasured({ scorecard }: Audit): string[] {
  const unmeasured = scorecard.kpis.filter(({ outcome }) => outcome === "not-measured");
  return groupReasons(unmeasured).map(({ text, titles }) => `${titles.join(", ")}: ${text}`);
}

function describeRule({ title, status, allowed, note, evidence }: RuleResult): string {
  const wanted = status === "adopted";
  const places = evidence.filter(({ satisfied }) => satisfied === wanted || status === "not-measured");
  const shown = places.slice(0, placesShown).map(describePlace);
  const more = places.length - shown.length;
  const where = shown.length === 0 ? "" : ` (${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""})`;
  const ask = wanted || status === "not-measured" ? "" : ` Asked for: ${allowed}.`;
  return `${title}: ${status}. ${note}${where}${ask}`;
}

function describePlace({ path, line, found }: RuleEvidence): string {
  const place = line === null ? path : `${path}:${line}`;
  return found === null ? place : `${place} ${found}`;
}

/** `semgrep: 1 critical, 2 without a security severity`. Suppressed ones apart. */
function describeFindings(findings: readonly SarifFinding[]): string[] {
  const tools = [...new Set(findings.map(({ tool }) => tool))].sort();
  return tools.map((tool) => {
    const own = findings.filter((finding) => finding.tool === tool);
    const open = own.filter(({ suppressed }) => !suppressed);
    const counts = severities.flatMap((severity) => {
      const count = open.filter(({ securitySeverity }) => securitySeverity === severity).length;
      return count === 0 ? [] : [`${count} ${severity}`];
    });
    const others = open.filter(({ securitySeverity }) => securitySeverity === null).length;
    if (others > 0) counts.push(`${others} without a security severity`);
    const suppressed = own.length - open.length;
    if (suppressed > 0) counts.push(`${suppressed} suppressed`);
    return `${tool}: ${counts.join(", ")}`;
  });
}

const placeWords = {
  exposed: "reached the default branch in the window",
  "before-the-window": "older than the window",
  "not-on-the-branch": "not on the default branch",
  unknown: "when it reached the default branch is not known",
  suppressed: "suppressed in its file",
} as const;

/** Never the secret, which is not kept: where it is, and since when. */
function describeSecrets({ secrets }: Audit): string[] {
  return secrets.map(({ finding, place, reachedAt, commitSha }) => {
    const { path, startLine } = finding.location;
    const where = path === null ? "no place" : startLine === null ? path : `${path}:${startLine}`;
    const commit = commitSha === null ? "" : `, commit ${commitSha.slice(0, 10)}`;
    const since = reachedAt === null ? "" : ` on ${formatDay(reachedAt)}`;
    return `${where}${commit}: ${finding.ruleId} (${finding.tool}), ${placeWords[place]}${since}`;
  });
}

const stateWords: Readonly<Record<ReviewedException["state"], string>> = {
  "in-force": "in force",
  broken: "not valid",
  expired: "expired",
  "to-review": "to be decided again",
};

function describeExceptions(exceptions: readonly ReviewedException[]): string[] {
  return exceptions.map(({ path, id, subject, state, owner, grantedAt, expiresAt, matches }) => {
    const parts = [
      stateWords[state],
      ...(grantedAt === null ? [] : [`since ${formatDay(grantedAt)}`]),
      expiresAt === null ? "no expiry" : `until ${formatDay(expiresAt - 1)}`,
      owner === null ? "no owner" : `owner ${owner}`,
      ...(matches === null ? [] : [`matches ${countOf(matches, "finding")}`]),
    ];
    const what = id === subject ? subject : `${id}, ${subject}`;
    return `${path}: ${what}: ${parts.join("; ")}`;
  });
}

function describeSight({ sightings }: Audit): string[] {
  const { commit, workingTree, commits, branch, notes } = sightings;
  const read = [
    `Read: ${workingTree ? "the files on disk, over" : "the files of"} commit ${commit.sha.slice(0, 10)}.`,
  ];
  const counted =
    commits === null
      ? []
      : [
          `In the window ${countOf(commits.count, "commit")} reached ${branch ?? "the branch"}, in ${countOf(commits.steps, "step")}.`,
        ];
  return [...read, ...counted, ...notes];
}
