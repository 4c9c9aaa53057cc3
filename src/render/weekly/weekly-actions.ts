// What to do next, of the weekly issue: with links and who acts; and the one line that may ping.
import type { Action } from "../../core/scorecard/action.ts";
import { escapeMarkdown, link } from "../escape-markdown.ts";
import { cutCharacters } from "../fit.ts";
import { escalationWords } from "../kpi-cells.ts";

const linksListed = 5;
const textCharacters = 400;
const labelCharacters = 80;
const mention = /^@[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\/[a-z\d][\w.-]*)?$/i;

/** A numbered list; empty when there is nothing to do. Owners are named without being pinged. */
export function renderActions(actions: readonly Action[]): string {
  return actions.map((action, index) => `${index + 1}. ${renderAction(action)}`).join("\n");
}

function renderAction(action: Action): string {
  const links = action.links
    .slice(0, linksListed)
    .map(({ label, url }) => link(cutCharacters(label, labelCharacters), url));
  const owner =
    action.owner === null
      ? "nobody is configured (`owner`)"
      : escapeMarkdown(cutCharacters(action.owner, labelCharacters));
  const text = escapeMarkdown(cutCharacters(action.text, textCharacters));
  const why = action.why === null ? "" : `${escapeMarkdown(cutCharacters(action.why, textCharacters))} `;
  return `**${text}** ${why}${links.length === 0 ? "" : `${links.join(", ")} `}· Owner: ${owner}${escalation(action)}`;
}

/** What has been off target for one week alone needs no mark. */
function escalation(action: Action): string {
  const words = escalationWords(action);
  return words === "" ? "" : ` · ${words}`;
}

/** `cc @org/team` for the configured mentions that GitHub would take for one; an empty string without any. */
export function renderMentions(mentions: readonly string[]): string {
  const valid = mentions.filter((candidate) => mention.test(candidate)).slice(0, 10);
  return valid.length === 0 ? "" : `cc ${valid.join(" ")}`;
}
