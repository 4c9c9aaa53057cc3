// SARIF logs for tests: made as values, read as the text of a file is.
import { readFileSync } from "node:fs";
import { BrokenJsonError, feedPicker } from "../../src/clone/sarif/json-tokens.ts";
import type { SarifFinding, SarifReading } from "../../src/core/sarif/finding.ts";
import { type LogOptions, startLog } from "../../src/core/sarif/read-log.ts";

export const plantedToken = `ghp_${"Zq3".repeat(12)}`;
export const plantedKey = `AKIA${"Q2X7".repeat(4)}`;

/** In pieces of `pieceLength` characters, as a file comes. */
export function readSarifText(
  text: string,
  options: Partial<LogOptions> & { readonly pieceLength?: number } = {},
): SarifReading {
  const { pieceLength = 1000, ...rest } = options;
  const log = startLog("log.sarif", { mostResults: 1_000_000, ...rest });
  const feed = feedPicker(log.picker);
  for (let at = 0; at < text.length; at += pieceLength) feed.write(text.slice(at, at + pieceLength));
  feed.write("\n");
  if (!feed.isWhole) throw new BrokenJsonError("truncated");
  const finishing = log.finish();
  for (let step = finishing.next(); ; step = finishing.next()) if (step.done === true) return step.value;
}

export type Understood = Exclude<SarifReading, { broken: string }>;

export function understood(reading: SarifReading): Understood {
  if ("broken" in reading) throw new Error(`${reading.file}: ${reading.broken}`);
  return reading;
}

export const readLogValue = (log: unknown, options: Partial<LogOptions> = {}): Understood =>
  understood(readSarifText(JSON.stringify(log), options));

/** A log of one run. */
export function sarifLog(run: Record<string, unknown>, more: Record<string, unknown> = {}): object {
  const tool = { driver: { name: "Tool", rules: [] } };
  return { version: "2.1.0", runs: [{ tool, results: [], ...run }], ...more };
}

export function sarifResult(more: Record<string, unknown> = {}, path = "src/a.ts", startLine = 1): object {
  const physicalLocation = { artifactLocation: { uri: path }, region: { startLine } };
  return { ruleId: "R1", message: { text: "m" }, locations: [{ physicalLocation }], ...more };
}

/** The findings of one run with these results. */
export const findingsOf = (
  results: readonly unknown[],
  run: Record<string, unknown> = {},
): readonly SarifFinding[] => readLogValue(sarifLog({ results, ...run })).findings;

/** A file made with the shapes of a tool, with the planted token where a secret would stand. */
export function madeSarif(name: string): string {
  const text = readFileSync(new URL(`../fixtures/sarif/made/${name}.sarif`, import.meta.url), "utf8");
  return text.replaceAll("PLANTED-TOKEN", plantedToken).replaceAll("PLANTED-KEY", plantedKey);
}

export function sarifFinding(more: Partial<SarifFinding> = {}): SarifFinding {
  return {
    tool: "gitleaks",
    toolVersion: null,
    ruleId: "github-pat",
    ruleTitle: null,
    securitySeverity: null,
    level: "error",
    location: { path: "a.env", startLine: 1, endLine: 1 },
    fingerprint: "f1",
    commitSha: null,
    baselineState: null,
    suppressed: false,
    isSecret: true,
    ...more,
  };
}
