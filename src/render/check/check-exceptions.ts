// What a pull request does to an exceptions file: as annotations on the very lines, and as a short list in the summary.
import type { ExceptionNote } from "../../core/exceptions/review-file.ts";
import type { Annotation } from "../../core/publication/content.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { cutBytes, cutCharacters, limits } from "../fit.ts";
import { countOf } from "../numbers.ts";
import { showInvisible, showOnOneLine } from "../visible-text.ts";
import { linkToLine } from "./check-findings.ts";

const notesAnnotated = 100;
const notesListed = 10;
const messageCharacters = 300;

/** One annotation a note; annotations are plain text. They never fail a check: a mistake takes nothing but the exception out of force. */
export function annotateExceptions(notes: readonly ExceptionNote[]): Annotation[] {
  return notes.slice(0, notesAnnotated).map(({ path, line, title, message }) => ({
    path,
    startLine: line,
    endLine: line,
    level: "warning",
    title: cutCharacters(title, limits.annotationTitle),
    message: cutBytes(showInvisible(message), limits.annotationMessageBytes, "…"),
  }));
}

/** A section with the notes, mistakes first, with a link to the line on this head; empty when there are none. */
export function renderExceptions(
  notes: readonly ExceptionNote[],
  place: { readonly repositoryUrl: string; readonly headSha: string },
): string {
  if (notes.length === 0) return "";
  const ordered = [...notes].sort((a, b) => Number(b.kind === "mistake") - Number(a.kind === "mistake"));
  const items = ordered.slice(0, notesListed).map(({ kind, path, line, message }) => {
    const text = escapeMarkdown(cutCharacters(showOnOneLine(message), messageCharacters));
    const mark = kind === "mistake" ? "❌ not in force" : "⚠️ to look at";
    return `- ${mark}: ${linkToLine({ path, line }, place)}: ${text}`;
  });
  const more = ordered.length - items.length;
  return [
    "#### Exceptions in this change\n",
    ...items,
    ...(more === 0 ? [] : [`- and ${countOf(more, "more note")}, on their lines`]),
  ].join("\n");
}
