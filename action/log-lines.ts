// Lines of the job's log. The runner takes some lines for commands to it: none of what others wrote may become one.
import { info } from "@actions/core";
import { maskTokens } from "../src/core/mask-tokens.ts";
import { showOnOneLine } from "../src/render/visible-text.ts";

/** One line, whatever is in the text: no command of the runner, old (`##[…]`, anywhere) or new (`::…`, at the beginning). */
export function defuse(text: string): string {
  const line = showOnOneLine(maskTokens(text)).replaceAll("##[", "## [");
  return line.startsWith("::") ? `· ${line}` : line;
}

export function logLine(text: string): void {
  info(defuse(text));
}
