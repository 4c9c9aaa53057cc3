// How a step ends: told once, at the end, so that whatever fails in between leaves no half of it.
import { appendFile, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { error, notice, setOutput, warning } from "@actions/core";
import type { KpiId } from "../src/core/kpis/measurement.ts";
import type { Annotation } from "../src/core/publication/content.ts";
import type { Scorecard } from "../src/core/scorecard/scorecard.ts";
import { renderJson } from "../src/render/json.ts";
import { showInvisible } from "../src/render/visible-text.ts";
import { logLine } from "./log-lines.ts";
import type { Runner } from "./runner.ts";

export interface StepResult {
  readonly conclusion: "success" | "neutral" | "failure";
  readonly firstPass: string;
  readonly scorecard: Scorecard;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** For the workflow's author, plain text: shown as annotations of no file. */
  readonly warnings: readonly string[];
  /** Why it fails, plain text; empty where it does not. */
  readonly failures: readonly string[];
}

/** @returns the exit code. */
export async function tellResult(result: StepResult, runner: Runner): Promise<0 | 1> {
  for (const annotation of result.annotations) annotate(annotation);
  for (const text of result.warnings) warning(showInvisible(text), { title: "Firstpass" });
  const folder = await mkdtemp(join(runner.temp, "firstpass-"));
  const scorecardPath = join(folder, "scorecard.json");
  await writeFile(scorecardPath, `${renderJson(result.scorecard)}\n`);
  setOutput("conclusion", result.conclusion);
  setOutput("first-pass", result.firstPass);
  setOutput("adoption", tellPercent(result.scorecard, "template-adoption"));
  setOutput("scorecard-path", scorecardPath);
  if (runner.summaryPath !== null) await appendFile(runner.summaryPath, result.summary);
  logLine(`Conclusion: ${result.conclusion}.`);
  for (const text of result.failures) error(showInvisible(text), { title: "Firstpass" });
  return result.failures.length > 0 ? 1 : 0;
}

/** `87.5`, or the outcome in a word: a missing number is no zero. */
export function tellPercent({ kpis }: Scorecard, id: KpiId): string {
  const kpi = kpis.find((one) => one.id === id);
  if (kpi === undefined) return "not-measured";
  if (kpi.outcome !== "measured" || kpi.value === null)
    return kpi.outcome === "not-applicable" ? "not-applicable" : "not-measured";
  return String(Math.round(kpi.value * 100) / 100);
}

const commandOf = { failure: error, warning, notice } as const;

function annotate({ path, startLine, endLine, level, title, message }: Annotation): void {
  const command = commandOf[level];
  // A name that cannot be shown as it is would be annotated in another file's place.
  if (showInvisible(path) !== path) command(`${showInvisible(path)}:${startLine}: ${message}`, { title });
  else command(message, { title, file: path, startLine, endLine });
}
