// Says on every surface what kept Firstpass from working as configured: a broken configuration file, files it could not read.
import { escapeMarkdown } from "./escape-markdown.ts";
import { cutCharacters } from "./fit.ts";
import { countOf } from "./numbers.ts";
import { showOnOneLine } from "./visible-text.ts";

const problemsListed = 5;
const problemCharacters = 300;

/** A block quote with the problems; in public only how many. Empty when there are none. */
export function renderProblems(problems: readonly string[], hidden: boolean): string {
  if (problems.length === 0) return "";
  const heading = `> ⚠️ **${countOf(problems.length, "problem")} kept Firstpass from working as configured.** Where a configuration file is broken, its last good text stays in force.`;
  if (hidden) return `${heading} \`firstpass config validate\` on the file names them.`;
  const lines = problems
    .slice(0, problemsListed)
    .map((problem) => `> - ${escapeMarkdown(cutCharacters(showOnOneLine(problem), problemCharacters))}`);
  const more = problems.length - lines.length;
  return [heading, ...lines, ...(more > 0 ? [`> - and ${countOf(more, "more problem")}`] : [])].join("\n");
}
