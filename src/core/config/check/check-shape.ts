// The schema's word on a file: what it refuses, in words, and what is left of the file without that.
import type { z } from "zod";
import type { ConfigPath, LocatedMessage } from "../problem.ts";
import { configSchema, type WrittenConfig } from "../schema/config-schema.ts";
import { ruleFrameSchema } from "../schema/rule-schema.ts";
import { explainIssue, issuesWithin, stepsOf, valueAt } from "./explain-issue.ts";
import { type Sound, takeOut } from "./sound.ts";

type Issue = z.core.$ZodIssue;

export interface CheckedShape {
  readonly messages: readonly LocatedMessage[];
  /** The whole file, where the schema refuses nothing. */
  readonly written: WrittenConfig | null;
  /** What is well formed of it. */
  readonly sound: Sound<WrittenConfig>;
}

/** Holds what was read against the schema. Where a value was `lost`, the reason was told before. */
export function checkShape(data: unknown, lost: readonly ConfigPath[]): CheckedShape {
  const gone = new Set(lost.map((path) => JSON.stringify(path)));
  const isGone = (path: ConfigPath) =>
    path.some((_, depth) => gone.has(JSON.stringify(path.slice(0, depth + 1))));
  const checked = configSchema.safeParse(data);
  const issues = (checked.error?.issues ?? [])
    .flatMap((issue) => issuesWithin(issue, data))
    .flatMap((issue) => [issue, ...issuesOfFrame(issue, data)])
    .filter((issue) => gone.size === 0 || !isGone(stepsOf(issue)));
  const refused = [...lost, ...issues.flatMap((issue) => refusedPlaces(issue, data))];
  const sound = takeOut(data, refused);
  return {
    messages: oneForEachPlace(issues).flatMap((issue) => explainIssue(issue, data)),
    written: checked.success && lost.length === 0 ? checked.data : null,
    // What is left is as the schema allows, with gaps where it did not.
    sound: (isMap(sound) ? sound : {}) as Sound<WrittenConfig>,
  };
}

/** A number that is no whole number of this machine is also too big: that is one mistake. */
function oneForEachPlace(issues: readonly Issue[]): Issue[] {
  const byPlace = new Map<string, Issue>();
  for (const issue of issues) {
    const place = JSON.stringify([stepsOf(issue), issue.code === "unrecognized_keys"]);
    const known = byPlace.get(place);
    if (known === undefined || isOfMachine(known)) byPlace.set(place, issue);
  }
  return [...byPlace.values()];
}

function isOfMachine(issue: Issue): boolean {
  return (issue.code === "too_big" || issue.code === "too_small") && issue.origin === "int";
}

/** What must be taken out, so that what is left is as the schema allows. */
function refusedPlaces(issue: Issue, data: unknown): ConfigPath[] {
  const at = stepsOf(issue);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => [...at, key]);
  if (!isUnknownKind(issue)) return [at];
  // Which keys a rule may have is decided by its kind: without one, only the frame was looked at.
  const place = at.slice(0, -1);
  const rule = valueAt(data, place);
  if (!isMap(rule)) return [place];
  return Object.keys(rule)
    .filter((key) => !Object.hasOwn(ruleFrameSchema.shape, key))
    .map((key) => [...place, key]);
}

/** The frame of a rule whose kind is wrong or missing. */
function issuesOfFrame(issue: Issue, data: unknown): Issue[] {
  if (!isUnknownKind(issue)) return [];
  const place = stepsOf(issue).slice(0, -1);
  const { error } = ruleFrameSchema.safeParse(valueAt(data, place));
  return (error?.issues ?? []).map((inner) => ({ ...inner, path: [...place, ...inner.path] }));
}

function isUnknownKind(issue: Issue): boolean {
  return issue.code === "invalid_union" && issue.discriminator !== undefined;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
