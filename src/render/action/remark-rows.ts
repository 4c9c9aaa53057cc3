// Remarks as rows of Markdown, each on its own line, with a link to the line of the file on this head.
import type { Annotation } from "../../core/publication/content.ts";
import { linkToLine } from "../check/check-findings.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { cutCharacters } from "../fit.ts";
import { showOnOneLine } from "../visible-text.ts";
import type { Remark } from "./remarks.ts";

const marks: Readonly<Record<Annotation["level"], string>> = { failure: "❌", warning: "⚠️", notice: "ℹ️" };
const titleCharacters = 200;
const messageCharacters = 400;

export function renderRemarks(
  remarks: readonly Remark[],
  place: { readonly repositoryUrl: string; readonly headSha: string },
): string[] {
  return remarks.map(({ annotation, path }) => {
    const { level, title, message, startLine } = annotation;
    const where = path === null ? "no file of this repository" : linkToLine({ path, line: startLine }, place);
    const told = escapeMarkdown(cutCharacters(showOnOneLine(message), messageCharacters));
    return `- ${marks[level]} **${escapeMarkdown(cutCharacters(title, titleCharacters))}** in ${where}: ${told}`;
  });
}
