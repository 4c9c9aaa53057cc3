// One configuration file → what is written in it, or every problem at once, each on its line.
import { checkMeaning } from "./check-meaning.ts";
import { explainIssue } from "./explain-issue.ts";
import { parseYaml } from "./parse-yaml.ts";
import type { ConfigFile, ConfigProblem, LocatedMessage } from "./problem.ts";
import { configSchema, type WrittenConfig } from "./schema.ts";

export interface ReadConfigFile {
  /** Null when there is an error: then nothing of the file counts. */
  readonly written: WrittenConfig | null;
  /** Errors and warnings in the order of the file. */
  readonly problems: readonly ConfigProblem[];
  /** Puts line and column of this file to a message; null where nothing is written. */
  readonly locate: ((message: LocatedMessage) => ConfigProblem) | null;
}

/** A file is in force for weeks and is read for every head: what the latest texts say is remembered. */
const remembered = new Map<string, ReadConfigFile>();
const filesRemembered = 100;

/** As `readConfigFile`; of a text that was read lately, the same result. */
export function readConfigFileOnce(file: ConfigFile): ReadConfigFile {
  const key = JSON.stringify([file.path, file.text]);
  const read = remembered.get(key) ?? readConfigFile(file);
  remembered.delete(key);
  remembered.set(key, read);
  const [oldest] = remembered.keys();
  if (remembered.size > filesRemembered && oldest !== undefined) remembered.delete(oldest);
  return read;
}

/** Reads a configuration file. Never throws, whatever its text is. */
export function readConfigFile(file: ConfigFile): ReadConfigFile {
  const yaml = parseYaml(file);
  if ("problems" in yaml) return { written: null, problems: yaml.problems, locate: null };
  if (yaml.data === null || yaml.data === undefined) {
    const message = 'the file is empty; begin it with "version: 1", or remove it.';
    return { written: null, problems: [yaml.locate({ at: [], message, severity: "error" })], locate: null };
  }

  const checked = configSchema.safeParse(yaml.data);
  const messages = checked.success
    ? checkMeaning(checked.data)
    : checked.error.issues.flatMap((issue) => explainIssue(issue, yaml.data));
  const problems = messages.map(yaml.locate).sort((a, b) => a.line - b.line || a.column - b.column);
  const broken = problems.some(({ severity }) => severity === "error");
  const written = checked.success && !broken ? checked.data : null;
  return { written, problems, locate: written === null ? null : yaml.locate };
}
