// The Action's inputs, each checked before anything else is done; what is wrong is told by the input's own name.
import { kpiIdentifiers } from "../src/core/kpis/measurement.ts";
import { ActionError } from "./action-error.ts";
import { type FailCondition, parseFailOn } from "./fail-on.ts";

export type Mode = "pull-request" | "report";

/** Files of SARIF are named by paths, folders or globs. */
export interface Inputs {
  /** Null: by the event. */
  readonly mode: Mode | null;
  /** Null: without a token, nothing is asked of GitHub. */
  readonly token: string | null;
  /** `workflow-token`: the one that every workflow is given; `token`: another, of an App or a person. */
  readonly tokenKind: "token" | "workflow-token";
  /** Folder of the checked-out repository, relative to the workspace. */
  readonly path: string;
  /** Revision that the change is compared with; null: by the event. */
  readonly base: string | null;
  /** Path of the organisation's configuration; null: none is given. */
  readonly config: string | null;
  readonly sarif: readonly string[];
  readonly secretsSarif: readonly string[];
  readonly baseSarif: readonly string[];
  /** `owner/name` → folder of a clone of it. */
  readonly templates: ReadonlyMap<string, string>;
  /** Days; null: as configured. */
  readonly windowDays: number | null;
  readonly weeklyIssue: boolean;
  /** Findings of files are shown on a public repository, too. */
  readonly showFindings: boolean;
  readonly failOn: readonly FailCondition[];
}

const maximumDays = 366;

/** @param read the text of an input, trimmed; empty where it is not given. @throws ActionError naming the input. */
export function readInputs(read: (name: string) => string): Inputs {
  const token = emptyIsNull(read("token"));
  if (token !== null && /\s/.test(token))
    throw new ActionError("Input token: a token has no spaces or line breaks in it. Give one token.");
  const own = emptyIsNull(read("workflow-token"));
  return {
    mode: readMode(read("mode")),
    token,
    tokenKind: own === null || token === null || own === token ? "workflow-token" : "token",
    path: readPath("path", read("path")) ?? ".",
    base: readRevision(read("base")),
    config: readPath("config", read("config")),
    sarif: readPaths("sarif", read("sarif")),
    secretsSarif: readPaths("secrets-sarif", read("secrets-sarif")),
    baseSarif: readPaths("base-sarif", read("base-sarif")),
    templates: readTemplates(read("templates")),
    windowDays: readWindow(read("window")),
    weeklyIssue: readSwitch("weekly-issue", read("weekly-issue"), { true: true, false: false }, false),
    showFindings: readSwitch("show-findings", read("show-findings"), { always: true, private: false }, false),
    failOn: parseFailOn(read("fail-on"), kpiIdentifiers),
  };
}

function readMode(text: string): Mode | null {
  if (text === "" || text === "auto") return null;
  if (text === "pull-request" || text === "report") return text;
  throw new ActionError(`Input mode: use auto, pull-request or report, not "${shorten(text)}".`);
}

function readSwitch<Value>(
  name: string,
  text: string,
  values: Readonly<Record<string, Value>>,
  standard: Value,
): Value {
  if (text === "") return standard;
  const found = Object.entries(values).find(([word]) => word === text.toLowerCase());
  if (found !== undefined) return found[1];
  throw new ActionError(`Input ${name}: use ${Object.keys(values).join(" or ")}, not "${shorten(text)}".`);
}

function readWindow(text: string): number | null {
  if (text === "") return null;
  const found = /^(\d{1,3})([dw])$/.exec(text);
  const days = found ? Number(found[1]) * (found[2] === "w" ? 7 : 1) : 0;
  if (days >= 1 && days <= maximumDays) return days;
  throw new ActionError(
    `Input window: use a number of days or weeks such as 28d or 4w, at most ${maximumDays} days, not "${shorten(text)}".`,
  );
}

function readRevision(text: string): string | null {
  if (text === "") return null;
  const strange = Array.from(text).some((character) => character < "!" || character === "\u007f");
  if (text.startsWith("-") || strange || text.length > 255)
    throw new ActionError("Input base: give one revision, such as a commit's SHA, origin/main or v1.2.");
  return text;
}

function readPaths(name: string, text: string): string[] {
  const paths = text
    .split(/\r?\n/)
    .map((line) => readPath(name, line.trim()))
    .filter((path) => path !== null);
  return [...new Set(paths)];
}

function readPath(name: string, text: string): string | null {
  if (text === "") return null;
  if (/[\0\r\n]/.test(text)) throw new ActionError(`Input ${name}: give one path, without line breaks.`);
  return text;
}

function readTemplates(text: string): Map<string, string> {
  const templates = new Map<string, string>();
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line === "") continue;
    const found = /^([A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+)=(.+)$/.exec(line);
    if (found?.[1] === undefined || found[2] === undefined)
      throw new ActionError(`Input templates: write OWNER/REPO=PATH in each line, not "${shorten(line)}".`);
    templates.set(found[1], found[2].trim());
  }
  return templates;
}

function emptyIsNull(text: string): string | null {
  return text === "" ? null : text;
}

/** What somebody else may have written goes into a message in part only. */
function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
