// The configuration in force on a terminal: by section, each value with where it was written, then what is not in force and why.
// A private place: nothing is withheld.
import type { Origin, Setting } from "../../core/config/layers/layers.ts";
import { describePlace } from "../../core/config/layers/settings-layer.ts";
import type { ShownConfiguration, ShownGroup } from "../../core/config/layers/shown-configuration.ts";
import { showOnOneLine } from "../visible-text.ts";
import type { TerminalOptions } from "./terminal.ts";

const defaultWidth = 120;
const gap = 2;
/** A value gets at least so much room, however long keys and places are. */
const leastValueWidth = 24;

interface Columns {
  readonly key: number;
  readonly value: number;
  readonly colour: boolean;
}

/** Heading, groups, settings by section, problems. Values wrap; nothing is cut. */
export function renderTerminalConfiguration(
  shown: ShownConfiguration,
  options: TerminalOptions = {},
): string {
  const { settings, groups, problems } = shown;
  const columns = measure(settings, options.width ?? defaultWidth, options.colour ?? false);
  const blocks = [
    [`${showOnOneLine(shown.repository)}  configuration ${shown.configHash.slice(0, 12)}`],
    groups.length === 0 ? [] : ["GROUPS", ...groups.map(renderGroup)],
    ...bySection(settings).map(([section, ofSection]) => [
      section.toUpperCase().replaceAll("_", " "),
      ...ofSection.flatMap((setting) => renderSetting(setting, columns)),
    ]),
    problems.length === 0 ? [] : ["PROBLEMS", ...problems.map((problem) => `  ${showOnOneLine(problem)}`)],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function bySection(settings: readonly Setting[]): [string, Setting[]][] {
  const sections = new Map<string, Setting[]>();
  for (const setting of settings) {
    const dot = setting.key.indexOf(".");
    const section = dot < 0 ? "general" : setting.key.slice(0, dot);
    sections.set(section, [...(sections.get(section) ?? []), setting]);
  }
  return [...sections];
}

function measure(settings: readonly Setting[], width: number, colour: boolean): Columns {
  const longest = (texts: readonly string[]) => Math.max(0, ...texts.map(({ length }) => length));
  const key = longest(settings.map((setting) => setting.key));
  const place = longest(settings.map(({ origin }) => placeOf(origin)));
  const room = width - 2 - key - place - 2 * gap;
  const value = Math.max(leastValueWidth, Math.min(room, longest(settings.map((one) => textOf(one.value)))));
  return { key, value, colour };
}

function renderSetting({ key, value, origin, notInForce }: Setting, columns: Columns): string[] {
  const lines = wrap(textOf(value), columns.value).map((text, index) => {
    const first = index === 0;
    const cells = [(first ? key : "").padEnd(columns.key), text.padEnd(columns.value)];
    return `  ${[...cells, first ? placeOf(origin) : ""].join(" ".repeat(gap))}`.trimEnd();
  });
  const others = notInForce
    .filter(({ origin: farther }) => farther.layer !== "default")
    .map((one) => `    not in force: ${textOf(one.value)}  ${placeOf(one.origin)}: ${one.why}`);
  const isDefault = origin.layer === "default" && columns.colour;
  return [...(isDefault ? lines.map((line) => `\u001b[2m${line}\u001b[22m`) : lines), ...others];
}

function renderGroup({ id, title, kind, owner, tier, matches, why, origin }: ShownGroup): string {
  const about = [
    kind,
    tier === null ? null : `tier ${tier}`,
    owner === null ? null : `owner ${owner}`,
  ].filter((one) => one !== null);
  const named = title === id ? id : `${id}: ${title}`;
  const details = about.length === 0 ? "" : ` (${about.join(", ")})`;
  const verdict =
    matches === "yes" ? "applies" : `${matches === "no" ? "does not apply" : "open, does not apply"}: ${why}`;
  return `  ${showOnOneLine(`${named}${details}  ${origin.path}:${origin.line}  ${verdict}`)}`;
}

function placeOf(origin: Origin): string {
  return showOnOneLine(origin.layer === "default" ? "default" : describePlace(origin));
}

/** As people would write it on one line, without the quotes of plain text. */
function textOf(value: unknown): string {
  return showOnOneLine(typeof value === "string" ? value : spell(value));
}

function spell(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return /^[\p{L}\p{N}_./@*:-]+$/u.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : value.map(spell).join(", ");
  if (typeof value !== "object") return String(value);
  const parts = Object.entries(value).filter(([key, part]) => key !== "id" && part !== undefined);
  return `{ ${parts.map(([key, part]) => `${key}: ${Array.isArray(part) ? `[${spell(part)}]` : spell(part)}`).join(", ")} }`;
}

/** At spaces; a longer word is broken. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}
