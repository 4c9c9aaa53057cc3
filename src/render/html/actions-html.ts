// What to do next, as a numbered list with its links.
import type { Action } from "../../core/scorecard/action.ts";
import { escalationWords } from "../kpi-cells.ts";
import { escapeHtml, linkHtml } from "./escape-html.ts";

/** Empty where there is nothing to do. @param home the repository's address: only links to its host are made. */
export function actionsHtml(actions: readonly Action[], home: string): string {
  if (actions.length === 0) return "";
  const items = actions.map((action) => {
    const { text, why, owner, links } = action;
    const words = escalationWords(action).replaceAll("*", "");
    return `<li>${[
      `<strong>${escapeHtml(text)}</strong>`,
      why === null ? "" : escapeHtml(why),
      links.map(({ label, url }) => linkHtml(label, url, home)).join(", "),
      `<span class="soft">Owner: ${owner === null ? "nobody is configured" : escapeHtml(owner)}.</span>`,
      words === "" ? "" : `<span class="off-target">${escapeHtml(words)}</span>`,
    ]
      .filter((part) => part !== "")
      .join(" ")}</li>`;
  });
  return `<h2>What to do next</h2>\n<ol>\n${items.join("\n")}\n</ol>`;
}
