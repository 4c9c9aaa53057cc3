// What a change does, as remarks on its lines, whatever they are about: one list, from which annotations are chosen and which the job summary
// shows whole.
import type { ExceptionNote } from "../../core/exceptions/review-file.ts";
import type { PavedRoadFinding } from "../../core/paved-road/finding.ts";
import type { Annotation } from "../../core/publication/content.ts";
import type { SarifFinding } from "../../core/sarif/finding.ts";
import type { ConfigurationNote } from "../../core/simulation/review-configuration.ts";
import { annotateConfiguration } from "../check/check-configuration.ts";
import { annotateExceptions } from "../check/check-exceptions.ts";
import { renderAnnotations, withoutRemedies } from "../check/check-findings.ts";
import { cutCharacters, limits } from "../fit.ts";
import { showOnOneLine } from "../visible-text.ts";

export type RemarkTopic = "templates" | "configuration" | "exceptions" | "secrets" | "findings";

/** Plain text that may be shown anywhere; invisible characters are spelled out. */
export interface Remark {
  readonly topic: RemarkTopic;
  readonly annotation: Annotation;
  /** Null: it is about no file of the repository, and can only be listed. */
  readonly path: string | null;
}

export interface ShownFinding {
  readonly finding: SarifFinding;
  /** False: nothing tells whether it is new; its file was changed. */
  readonly isNew: boolean;
  /** It lets the step fail. */
  readonly fails: boolean;
}

export interface Remarked {
  readonly roadFindings: readonly PavedRoadFinding[];
  readonly exceptionNotes: readonly ExceptionNote[];
  readonly configurationNotes: readonly ConfigurationNote[];
  readonly findings: readonly ShownFinding[];
  /** Broken template rules, or files that are not valid, let the step fail. */
  readonly fails: { readonly templates: boolean; readonly files: boolean };
  /** Everybody can read it: nothing of what the configuration asks for is told. */
  readonly hidden: boolean;
}

const levelRank: Readonly<Record<Annotation["level"], number>> = { failure: 0, warning: 1, notice: 2 };
const topicRank: Readonly<Record<RemarkTopic, number>> = {
  secrets: 0,
  templates: 1,
  findings: 2,
  configuration: 3,
  exceptions: 4,
};
const severityRank = { critical: 0, high: 1, medium: 2, low: 3 } as const;
const nameCharacters = 160;

/** The worst first; of equal ones by topic, severity, path and line, so that the order in which they came cannot matter. */
export function listRemarks(view: Remarked): Remark[] {
  const road = view.hidden ? withoutRemedies(view.roadFindings) : view.roadFindings;
  const modeOf = (fails: boolean) => (fails ? "enforce" : "advisory");
  const mistakes = new Set(
    view.exceptionNotes
      .filter(({ kind }) => kind === "mistake")
      .map(({ path, line }) => placeKey(path, line)),
  );
  const exceptions = annotateExceptions(view.exceptionNotes).map(
    (annotation): Annotation =>
      view.fails.files && mistakes.has(placeKey(annotation.path, annotation.startLine))
        ? { ...annotation, level: "failure" }
        : annotation,
  );
  const findings = [...view.findings].sort(worseFinding).map(remarkOnFinding);
  return [
    ...renderAnnotations(road, modeOf(view.fails.templates)).map(about("templates")),
    ...annotateConfiguration(view.configurationNotes, modeOf(view.fails.files)).map(about("configuration")),
    ...exceptions.map(about("exceptions")),
    ...findings,
  ].sort(
    (a, b) =>
      levelRank[a.annotation.level] - levelRank[b.annotation.level] ||
      topicRank[a.topic] - topicRank[b.topic],
  );
}

function about(topic: RemarkTopic): (annotation: Annotation) => Remark {
  return (annotation) => ({ topic, annotation, path: annotation.path });
}

function placeKey(path: string, line: number): string {
  return JSON.stringify([path, line]);
}

function worseFinding(a: ShownFinding, b: ShownFinding): number {
  const rank = ({ finding: { securitySeverity } }: ShownFinding) =>
    securitySeverity === null ? 4 : severityRank[securitySeverity];
  const key = ({ finding }: ShownFinding) => [
    finding.location.path ?? "",
    String(finding.location.startLine ?? 0).padStart(9, "0"),
    finding.tool,
    finding.ruleId,
    finding.fingerprint,
  ];
  return rank(a) - rank(b) || compareTexts(key(a), key(b));
}

function compareTexts(a: readonly string[], b: readonly string[]): number {
  for (const [index, text] of a.entries()) {
    const other = b[index] ?? "";
    if (text !== other) return text < other ? -1 : 1;
  }
  return 0;
}

function remarkOnFinding({ finding, isNew, fails }: ShownFinding): Remark {
  const { tool, toolVersion, ruleId, ruleTitle, location, isSecret } = finding;
  const show = (text: string) => cutCharacters(showOnOneLine(text), nameCharacters);
  const line = location.startLine ?? 1;
  const by = `${show(tool)}${toolVersion === null ? "" : ` ${show(toolVersion)}`}`;
  const told = isNew
    ? "New with this change."
    : "In a file that this change touches; it may have been there before.";
  return {
    topic: isSecret ? "secrets" : "findings",
    path: location.path,
    annotation: {
      path: location.path ?? "",
      startLine: line,
      endLine: Math.max(line, location.endLine ?? line),
      level: fails ? "failure" : levelOf(finding),
      title: cutCharacters(`${gradeOf(finding)}: ${show(ruleTitle ?? ruleId)}`, limits.annotationTitle),
      message: `${by}, rule ${show(ruleId)}. ${told}`,
    },
  };
}

function levelOf({ securitySeverity, level, isSecret }: SarifFinding): Annotation["level"] {
  if (isSecret) return "warning";
  if (securitySeverity !== null) return securitySeverity === "low" ? "notice" : "warning";
  return level === "error" || level === "warning" ? "warning" : "notice";
}

/** A security severity where the tool gives one, else SARIF's own level: the two are never taken for each other. */
function gradeOf({ securitySeverity, level, isSecret }: SarifFinding): string {
  if (isSecret) return "Secret";
  return securitySeverity === null ? `Level ${level}` : `${upperFirst(securitySeverity)} severity`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
