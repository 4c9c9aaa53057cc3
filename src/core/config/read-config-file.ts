// One configuration file → what is written in it, or every problem at once, each on its line.
import { checkMeaning } from "./check/check-meaning.ts";
import { checkShape } from "./check/check-shape.ts";
import type { FileScope } from "./check/file-scope.ts";
import { tellProblems } from "./check/tell-problems.ts";
import { type Locate, readYaml } from "./parse-yaml.ts";
import type { ConfigFile, ConfigProblem } from "./problem.ts";
import type { WrittenConfig } from "./schema/config-schema.ts";

export interface ReadConfigFile {
  /** Null when there is an error: then nothing of the file counts. */
  readonly written: WrittenConfig | null;
  /** Errors and warnings in the order of the file, at most a hundred; the last one tells how many more there are. */
  readonly problems: readonly ConfigProblem[];
  /** Where things stand in it; null where it cannot be read at all. */
  readonly locate: Locate | null;
}

/** A file is in force for weeks and is read for every head: what the latest texts say is remembered. */
const remembered = new Map<string, ReadConfigFile>();

/** All texts together; what is known of a text takes some forty times its room. */
const charactersRemembered = 1_000_000;
let characters = 0;

/** As `readConfigFile`; of a text that was read lately, the same result. */
export function readConfigFileOnce(file: ConfigFile): ReadConfigFile {
  const key = JSON.stringify([file.path, file.text]);
  const read = remembered.get(key) ?? readConfigFile(file);
  if (!remembered.delete(key)) characters += key.length;
  remembered.set(key, read);
  for (const oldest of remembered.keys()) {
    if (characters <= charactersRemembered || oldest === key) break;
    remembered.delete(oldest);
    characters -= oldest.length;
  }
  return read;
}

const emptyFile = 'the file is empty; begin it with "version: 1", or remove it.';

/**
 * Reads a configuration file. Never throws, whatever its text is.
 *
 * @param around Whose file it is: without, everything that some file may have is allowed, and targets without an owner are no
 *   matter, as another file may name one.
 */
export function readConfigFile(file: ConfigFile, around: Partial<FileScope> = {}): ReadConfigFile {
  const { tree, problems } = readYaml(file);
  if (tree === null) return { written: null, problems: tellProblems(problems), locate: null };
  const { data, lost, locate } = tree;
  if (data === null || data === undefined) {
    const empty = locate({ at: [], message: emptyFile, severity: "error" });
    return { written: null, problems: tellProblems(problems.length === 0 ? [empty] : problems), locate };
  }

  const { messages, written, sound } = checkShape(data, lost);
  const { scope = "any", ownerKnown } = around;
  const doubts = checkMeaning(sound, { scope, ownerKnown });
  const told = tellProblems(problems, [...messages, ...doubts], locate);
  const broken = told.some(({ severity }) => severity === "error");
  return { written: broken ? null : written, problems: told, locate };
}
