// `firstpass doctor`: what is well, what is not, and what to do about it. Ends with 1 when something failed.
import Table from "cli-table3";
import { type Command, Option } from "commander";
import { examine } from "../doctor/examine.ts";
import type { Finding, FindingState } from "../doctor/finding.ts";
import { showOnOneLine } from "../render/visible-text.ts";
import { CommandFailed } from "./exit.ts";

const WORDS: Readonly<Record<FindingState, string>> = {
  ok: "● ok",
  warning: "◐ warning",
  failed: "○ failed",
  "cannot-tell": "? cannot tell",
};

const WIDTH = 120;
/** Borders, and the two narrow columns. */
const NARROW_COLUMNS = [15, 24] as const;
const LEAST_TEXT_COLUMNS = 40;

export function registerDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description(
      "Check credentials, permissions, events, clock, GitHub, store, disk and lag, and say what to do; 1 when something failed",
    )
    .addOption(new Option("--format <format>", "how to print").choices(["table", "json"]).default("table"))
    .action(doctor);
}

async function doctor(options: { format: "table" | "json" }): Promise<void> {
  const findings = await examine(process.env);
  const text = options.format === "json" ? JSON.stringify(findings, null, 2) : renderFindings(findings);
  process.stdout.write(`${text}\n`);
  const failures = findings.filter(({ state }) => state === "failed").length;
  if (failures > 0) throw new CommandFailed(`${failures} ${failures === 1 ? "check" : "checks"} failed.`);
}

function renderFindings(findings: readonly Finding[]): string {
  const width = process.stdout.columns ?? WIDTH;
  const text = Math.max(LEAST_TEXT_COLUMNS, width - NARROW_COLUMNS[0] - NARROW_COLUMNS[1] - 4);
  const table = new Table({
    head: ["state", "check", "what was seen, and what to do"],
    style: { head: [], border: [] },
    colWidths: [...NARROW_COLUMNS, text],
    wordWrap: true,
  });
  for (const { state, check, says, todo } of findings) {
    const lines = todo === null ? [says] : [says, `→ ${todo}`];
    table.push([WORDS[state], check, lines.map(showOnOneLine).join("\n")]);
  }
  return table.toString();
}
