// What a pull request does to the paved road: as annotations on the very lines, and as a short list in the summary.
import type { PavedRoadFinding } from "../../core/paved-road/finding.ts";
import type { Annotation } from "../../core/publication/content.ts";
import { codeLink, escapeMarkdown } from "../escape-markdown.ts";
import { fence } from "../fence.ts";
import { cutBytes, cutCharacters, limits } from "../fit.ts";
import { countOf } from "../numbers.ts";
import { showInvisible, showOnOneLine } from "../visible-text.ts";

const findingsListed = 10;
const suggestionsShown = 10;
const messageCharacters = 300;
const titleCharacters = 120;

const effectWords: Readonly<Record<PavedRoadFinding["effect"], string>> = {
  breaks: "❌ breaks",
  downgrades: "❌ downgrades",
  repairs: "✅ repairs",
  upgrades: "✅ upgrades",
};

/** Whether the change makes the repository worse off by this finding. */
export function isBreaking(finding: PavedRoadFinding): boolean {
  return finding.effect === "breaks" || finding.effect === "downgrades";
}

/** How many different rules the findings break. */
export function countBrokenRules(findings: readonly PavedRoadFinding[]): number {
  return new Set(findings.filter(isBreaking).map(({ ruleId }) => ruleId)).size;
}

/** One annotation a finding; annotations are plain text. Breaking ones are warnings, or failures when enforced. */
export function renderAnnotations(
  findings: readonly PavedRoadFinding[],
  mode: "advisory" | "enforce",
): Annotation[] {
  return findings.map((finding) => ({
    path: finding.path,
    startLine: finding.line,
    endLine: finding.line,
    level: !isBreaking(finding) ? "notice" : mode === "enforce" ? "failure" : "warning",
    title: cutCharacters(
      `${upperFirst(finding.effect)} template rule: ${showOnOneLine(finding.ruleTitle)}`,
      limits.annotationTitle,
    ),
    message: cutBytes(showInvisible(tell(finding)), limits.annotationMessageBytes, "…"),
  }));
}

/** The findings as Markdown list items, breaking ones first, with a link to the line on this head. */
export function listFindings(
  findings: readonly PavedRoadFinding[],
  place: { readonly repositoryUrl: string; readonly headSha: string },
): string[] {
  const ordered = [...findings.filter(isBreaking), ...findings.filter((finding) => !isBreaking(finding))];
  const items = ordered.slice(0, findingsListed).map((finding) => {
    const title = escapeMarkdown(cutCharacters(finding.ruleTitle, titleCharacters));
    const message = escapeMarkdown(cutCharacters(showOnOneLine(tell(finding)), messageCharacters));
    return `- ${effectWords[finding.effect]} **${title}** in ${linkToLine(finding, place)}: ${message}`;
  });
  const more = ordered.length - items.length;
  return more === 0 ? items : [...items, `- and ${countOf(more, "more finding")}, annotated on their lines`];
}

/** Corrected lines, each ready to be taken over into a review as a suggestion; empty where there are none. */
export function renderSuggestions(
  findings: readonly PavedRoadFinding[],
  place: { readonly repositoryUrl: string; readonly headSha: string },
): string {
  const known = new Set<string>();
  const blocks = findings.flatMap((finding) => {
    const { suggestion, path, line } = finding;
    const key = JSON.stringify([path, line, suggestion]);
    // What cannot be shown as it is must not be copied.
    if (suggestion === null || known.has(key) || !isPlainLine(suggestion)) return [];
    known.add(key);
    return [`${linkToLine({ path, line }, place)}:\n\n${fence(suggestion, "suggestion")}`];
  });
  if (blocks.length === 0) return "";
  const more = blocks.length - suggestionsShown;
  return [
    "#### Suggested lines",
    "Each block is the whole line as it ought to be: paste it into a review comment on that line, or into the file.",
    ...blocks.slice(0, suggestionsShown),
    ...(more > 0 ? [`and ${countOf(more, "more line")}.`] : []),
  ].join("\n\n");
}

function isPlainLine(text: string): boolean {
  return text.split("\t").every((part) => showInvisible(part) === part);
}

/** A line of a file as it is on this head. */
export function linkToLine(
  { path, line }: { readonly path: string; readonly line: number },
  place: { readonly repositoryUrl: string; readonly headSha: string },
): string {
  const address = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  const url = `${place.repositoryUrl}/blob/${encodeURIComponent(place.headSha)}/${address}#L${line}`;
  return codeLink(`${path}:${line}`, url);
}

/** In public the lines of the change may be shown, which are public, and not what the configuration asks for. */
export function withoutRemedies(findings: readonly PavedRoadFinding[]): PavedRoadFinding[] {
  return findings.map((finding) => ({ ...finding, remedy: null, suggestion: null }));
}

function tell({ message, remedy }: PavedRoadFinding): string {
  return remedy === null ? message : `${message} ${remedy}`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
