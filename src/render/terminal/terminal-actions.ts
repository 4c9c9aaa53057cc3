// What to do next, on a terminal: plain text, one line each before it is wrapped.
import type { Action } from "../../core/scorecard/action.ts";
import { escalationWords } from "../kpi-cells.ts";
import { showOnOneLine } from "../visible-text.ts";

/** `1. Have CodeQL run before review. 3 of 4 first tries that failed are CodeQL. Owner: @acme/shop.` */
export function describeActions(actions: readonly Action[]): string[] {
  const lines = actions.map((action, index) => {
    const owner = action.owner === null ? "nobody is configured (owner)" : showOnOneLine(action.owner);
    const why = action.why === null ? "" : ` ${showOnOneLine(action.why)}`;
    const words = escalationWords(action).replaceAll("*", "").replace("⏫ ", "");
    const mark = words === "" ? "" : ` ${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
    return `${index + 1}. ${showOnOneLine(action.text)}${why} Owner: ${owner}.${mark}`;
  });
  return lines.length === 0 ? [] : ["Next:", ...lines];
}
