// The schema's findings in words: what was found, what is allowed, what was probably meant.
import type { z } from "zod";
import type { ConfigPath, LocatedMessage } from "../problem.ts";
import { suggestion } from "./suggest.ts";

type Issue = z.core.$ZodIssue;

/** One message for each thing that is wrong; an issue about several unknown keys becomes one message per key. */
export function explainIssue(issue: Issue, data: unknown): LocatedMessage[] {
  const at = stepsOf(issue);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => explainUnknownKey([...at, key], key, issue.message));
  }
  if (issue.code === "invalid_key") {
    return [{ at, onKey: true, severity: "error", message: `${nameOf(at)}: the key cannot be used.` }];
  }
  const found = valueAt(data, at);
  const name = nameOf(at);
  if (found === undefined) {
    return [{ at, severity: "error", message: `${name} is missing${missingHint(issue)}.` }];
  }
  return [{ at, severity: "error", message: `${name}: found ${show(found)}; ${allowed(issue, found)}` }];
}

/**
 * The issues within an issue: where a value may be a text or a map, and a map was written, what is wrong with the map. Where
 * nobody can tell which shape was meant, the issue itself.
 */
export function issuesWithin(issue: Issue, data: unknown): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const found = valueAt(data, stepsOf(issue));
  if (found === null || typeof found !== "object") return [issue];
  const meant = issue.errors.filter((option) => !option.some(isOfOtherShape));
  const [only] = meant;
  if (only === undefined || meant.length > 1) return [issue];
  return only.flatMap((inner) => issuesWithin({ ...inner, path: [...issue.path, ...inner.path] }, data));
}

function isOfOtherShape({ path, code }: Issue): boolean {
  return path.length === 0 && (code === "invalid_type" || code === "invalid_value");
}

/** Where an issue is. */
export function stepsOf(issue: Issue): (string | number)[] {
  return issue.path.filter((step) => typeof step !== "symbol");
}

/** How a place in the file is called: `templates.rules[0].uses`. */
export function nameOf(path: ConfigPath): string {
  if (path.length === 0) return "the file";
  return path
    .map((step, depth) => (typeof step === "number" ? `[${step}]` : depth === 0 ? step : `.${step}`))
    .join("");
}

/** An error of what the schema accepts and that still cannot be meant. `message` goes on after the value that was found. */
export function refuse(at: ConfigPath, found: unknown, message: string): LocatedMessage {
  return { at, severity: "error", message: `${nameOf(at)}: found ${show(found)}; ${message}` };
}

/** A value as a person would recognise it, cut to a line. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (value === null) return "nothing (null)";
  if (typeof value === "object") return "a map";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  const text = JSON.stringify(value) ?? String(value);
  const characters = [...text];
  return characters.length <= 60 ? text : `${characters.slice(0, 57).join("")}…`;
}

function explainUnknownKey(at: ConfigPath, key: string, knownKeys: string): LocatedMessage {
  if (key === "<<") {
    const message = "merge keys (<<) are not read; write the keys out.";
    return { at, onKey: true, severity: "error", message };
  }
  const where = at.length === 1 ? "at the top of the file" : `in ${nameOf(at.slice(0, -1))}`;
  const hint = suggestion(key, knownKeys.split(", "));
  return {
    at,
    onKey: true,
    severity: "error",
    message: `unknown key ${show(key)} ${where}.${hint} Known keys here: ${knownKeys}.`,
  };
}

function allowed(issue: Issue, found: unknown): string {
  const choices = choicesOf(issue);
  if (choices !== null) {
    const hint = typeof found === "string" ? suggestion(found, choices) : "";
    return `must be ${choices.length > 1 ? "one of " : ""}${choices.map((choice) => JSON.stringify(choice)).join(", ")}.${hint}`;
  }
  switch (issue.code) {
    case "invalid_type":
      return ownMessage(issue, `must be ${describeType(issue.expected)}.`);
    case "too_big":
      return issue.origin === "number"
        ? `must be at most ${issue.maximum}.`
        : ownMessage(issue, "is too long.");
    case "too_small":
      return issue.origin === "number"
        ? `must be at least ${issue.minimum}.`
        : ownMessage(issue, "is too short.");
    default:
      return issue.message;
  }
}

function ownMessage(issue: Issue, otherwise: string): string {
  return issue.message.startsWith("must") ? issue.message : otherwise;
}

function choicesOf(issue: Issue): string[] | null {
  if (issue.code === "invalid_value" && issue.values.every((value) => typeof value === "string")) {
    return issue.values;
  }
  const options: unknown = issue.code === "invalid_union" && "options" in issue ? issue.options : undefined;
  return Array.isArray(options) ? options.map(String) : null;
}

function missingHint(issue: Issue): string {
  if (issue.path.length === 1 && issue.path[0] === "version") return '; begin the file with "version: 1"';
  const choices = choicesOf(issue);
  return choices === null
    ? ""
    : `; give one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`;
}

function describeType(expected: string): string {
  switch (expected) {
    case "object":
    case "record":
      return "a map";
    case "array":
      return "a list";
    case "string":
      return "text (put it in quotes)";
    case "boolean":
      return "true or false";
    case "int":
      return "a whole number";
    default:
      return `a ${expected}`;
  }
}

/** What stands at a place; undefined where nothing does. */
export function valueAt(data: unknown, path: ConfigPath): unknown {
  let value: unknown = data;
  for (const step of path) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
