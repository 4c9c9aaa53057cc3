// The worked example of docs/explain.md: what `firstpass explain` prints of a made repository, so that the page is never stale.
import { basisOf } from "../src/core/scorecard/basis.ts";
import { buildScorecard } from "../src/core/scorecard/build.ts";
import { explainKpi, reportReproduction } from "../src/core/scorecard/explain-kpi.ts";
import { reproduce } from "../src/core/scorecard/reproduce.ts";
import { renderExplanation } from "../src/render/explain/explain-terminal.ts";
import { richInput } from "../test/support/rich-ledger.ts";

const begin = "<!-- Made by scripts/generate-docs.ts: the example begins here. -->";
const end = "<!-- The example ends here. -->";
const mostCharacters = 150;

/**
 * The page with its example as it is printed today.
 * @throws Error when the page has no place for it.
 */
export function withExample(page: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error("docs/explain.md has no place for its example any more.");
  return `${page.slice(0, from)}${begin}\n\n\`\`\`text\n${example()}\n\`\`\`\n\n${page.slice(to)}`;
}

function example(): string {
  const input = richInput();
  const recordedBefore = input.now;
  const scorecard = buildScorecard(input);
  const basis = basisOf(input, { recordedBefore, settledBefore: 0, from: 0, standingKinds: [] });
  const made = reproduce({ scorecard, basis }, input.facts);
  const reproduction = reportReproduction(made, { isoWeek: "2026-W46", issueNumber: 31 });
  const { config } = input;
  const explanation = explainKpi("release-evidence", { scorecard, config, recordedBefore, reproduction });
  if (explanation === null) throw new Error("release-evidence is no KPI any more.");
  return renderExplanation(explanation).split("\n").map(cutLine).join("\n");
}

function cutLine(line: string): string {
  return line.length <= mostCharacters ? line : `${line.slice(0, mostCharacters)}…`;
}
