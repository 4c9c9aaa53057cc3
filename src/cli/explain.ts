// `firstpass explain OWNER/REPO [KPI]`: one number with everything that made it, and whether a posted week can be made again.
import { Argument, type Command } from "commander";
import { nearestWord } from "../core/config/check/suggest.ts";
import { type KpiId, kpiIdentifiers } from "../core/kpis/measurement.ts";
import { explainKpi, type ReproductionReport, reportReproduction } from "../core/scorecard/explain-kpi.ts";
import type { ServerStore } from "../records/store.ts";
import { renderExplanationMarkdown, renderReproductionMarkdown } from "../render/explain/explain-markdown.ts";
import { renderExplanation, renderReproduction } from "../render/explain/explain-terminal.ts";
import { renderJson } from "../render/json.ts";
import { type LoadedReproduction, loadReproduction } from "../workflows/load-reproduction.ts";
import {
  type AskedScorecard,
  addScorecardOptions,
  knowledgeAsked,
  loadAsked,
  timeAsked,
} from "./ask-scorecard.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { findRepository } from "./find-repository.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseRepository } from "./options.ts";

type Place = Parameters<typeof loadAsked>[1];

const WEEKS_NAMED = 8;

export function registerExplainCommand(program: Command): void {
  const explain = program
    .command("explain")
    .description(
      "Print what a number is made of, and whether a posted week can be made again from the ledger",
    )
    .addArgument(new Argument("<repository>", "OWNER/REPO").argParser(parseRepository))
    .addArgument(new Argument("[kpi]", "such as first-pass-rate; left out: the whole --week"));
  addScorecardOptions(explain).action(explainNumber);
}

async function explainNumber(
  fullName: string,
  kpi: string | undefined,
  asked: AskedScorecard,
): Promise<void> {
  const id = kpi === undefined ? null : findKpi(kpi);
  if (id === null && asked.week === undefined) {
    throw new UsageError(`Name a KPI, or a --week that was posted. KPIs: ${kpiIdentifiers.join(", ")}.`);
  }
  timeAsked(asked);
  const report = await withSharedStore(async (store) => {
    const { state } = await findRepository(store, fullName);
    const { accountId, repositoryId } = state;
    return print(store, { accountId, repositoryId, fullName }, id, asked);
  });
  if (report !== null && !report.exact)
    throw new CommandFailed(`${report.isoWeek} is not what it was: see the differences above.`);
}

function findKpi(name: string): KpiId {
  const found = kpiIdentifiers.find((id) => id === name.toLowerCase());
  if (found !== undefined) return found;
  const nearest = nearestWord(name, kpiIdentifiers);
  throw new UsageError(
    `There is no KPI "${name}".${nearest === null ? "" : ` Did you mean ${nearest}?`} KPIs: ${kpiIdentifiers.join(", ")}.`,
  );
}

async function print(
  store: ServerStore,
  place: Place,
  id: KpiId | null,
  asked: AskedScorecard,
): Promise<ReproductionReport | null> {
  const reproduction =
    asked.week === undefined || asked.knownAt !== undefined
      ? null
      : await loadReproduction(store, { ...place, isoWeek: asked.week });
  const report = reproduction === null ? null : reportOf(reproduction);
  if (id === null) {
    if (report === null) throw new CommandFailed(await tellPostedWeeks(store, place, asked));
    write(renderReport(report, asked.format));
    return report;
  }
  if (report === null && asked.week !== undefined && asked.knownAt === undefined) {
    process.stderr.write(
      `firstpass: No issue of ${asked.week} was posted: this is its window by what is known today.\n`,
    );
  }
  const made =
    reproduction === null
      ? { ...(await loadAsked(store, place, asked)), recordedBefore: knowledgeAsked(asked) }
      : {
          scorecard: reproduction.rebuilt,
          config: reproduction.issue.basis.config,
          recordedBefore: reproduction.issue.basis.cut.recordedBefore,
        };
  const explanation = explainKpi(id, { ...made, ...(report === null ? {} : { reproduction: report }) });
  if (explanation === null) throw new CommandFailed(`${id} is not measured by this version of Firstpass.`);
  if (asked.format === "json") write(renderJson(explanation));
  else if (asked.format === "markdown") write(renderExplanationMarkdown(explanation));
  else write(renderExplanation(explanation));
  return report;
}

function reportOf(reproduction: LoadedReproduction): ReproductionReport {
  const { isoWeek, issueNumber } = reproduction.issue;
  return reportReproduction(reproduction, { isoWeek, issueNumber: issueNumber ?? 0 });
}

function renderReport(report: ReproductionReport, format: AskedScorecard["format"]): string {
  if (format === "json") return renderJson(report);
  return format === "markdown" ? renderReproductionMarkdown(report) : renderReproduction(report);
}

async function tellPostedWeeks(store: ServerStore, place: Place, { week }: AskedScorecard): Promise<string> {
  const { accountId, repositoryId, fullName } = place;
  const posted = (await store.weeklyIssues.list(accountId, repositoryId, WEEKS_NAMED))
    .filter(({ issueNumber }) => issueNumber !== null)
    .map(({ isoWeek }) => isoWeek);
  const known = posted.length === 0 ? "No week of it was." : `Posted: ${posted.join(", ")}.`;
  return `No weekly issue of ${week} was posted for ${fullName}. ${known} Name a KPI to explain it for that week by what is known today.`;
}

function write(text: string): void {
  process.stdout.write(`${text.trimEnd()}\n`);
}
