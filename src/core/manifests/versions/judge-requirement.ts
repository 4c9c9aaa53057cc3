// Does what is asked for settle whether the version is new enough? A range may be all new enough, all too old, or either.
import { gtr, minVersion, parse, validRange } from "semver";
import type { Ecosystem } from "../../facts/paved-road.ts";
import { compareLibraryVersions } from "./compare-versions.ts";
import { readBracketRange, readPythonRange, type Span } from "./range.ts";

/** Held against a minimum. */
export type VersionVerdict = "new-enough" | "too-old" | "unclear";

const maximumLength = 1000;

/** Judges one version. */
export function judgeVersion(ecosystem: Ecosystem, version: string, minimum: string): VersionVerdict {
  const order = compareLibraryVersions(ecosystem, version, minimum);
  return order === null ? "unclear" : order < 0 ? "too-old" : "new-enough";
}

/** Judges a range by all versions that it allows. An address, a tag or anything else that names no version is unclear. */
export function judgeRequirement(ecosystem: Ecosystem, requirement: string, minimum: string): VersionVerdict {
  const text = requirement.trim();
  if (text.length > maximumLength) return "unclear";
  switch (ecosystem) {
    case "npm":
      return judgeSemverRange(text.replace(/^workspace:/, ""), minimum);
    case "cargo":
      return judgeSemverRange(text.split(",").map(withCaret).join(" "), minimum);
    case "go":
      return judgeVersion(ecosystem, text, minimum);
    case "pypi":
      return judgeSpans(ecosystem, readPythonRange(text), minimum);
    case "maven":
    case "nuget":
      return judgeSpans(ecosystem, readDotted(text), minimum);
  }
}

/** Cargo: a bare version allows what a caret does. */
function withCaret(part: string): string {
  const text = part.trim();
  return /^\d/.test(text) && !text.includes("*") ? `^${text}` : text;
}

function judgeSemverRange(text: string, minimum: string): VersionVerdict {
  if (text === "" || validRange(text) === null) return "unclear";
  const least = minVersion(text);
  if (least === null) return "unclear";
  const order = compareLibraryVersions("npm", least.version, minimum);
  if (order === null) return "unclear";
  if (order >= 0) return "new-enough";
  const asked = parse(minimum) ?? minVersion(minimum);
  return asked !== null && gtr(asked, text) ? "too-old" : "unclear";
}

/** Brackets; `13.*` and `1.2.+`, which float; a plain version, which is the least. */
function readDotted(text: string): Span[][] | null {
  if (/^[[(]/.test(text)) return readBracketRange(text);
  const floating = /^(\d[\d.]*?)\.?[*+]$/.exec(text)?.[1];
  if (floating !== undefined) {
    const numbers = floating.split(".");
    const next = [...numbers.slice(0, -1), Number(numbers.at(-1)) + 1].join(".");
    return [[{ from: floating, upTo: next, closed: false }]];
  }
  return /^\d[^\s]*$/.test(text) ? [[{ from: text, upTo: null, closed: false }]] : null;
}

function judgeSpans(
  ecosystem: Ecosystem,
  alternatives: readonly (readonly Span[])[] | null,
  minimum: string,
): VersionVerdict {
  if (alternatives === null || alternatives.length === 0) return "unclear";
  const verdicts = alternatives.map((spans) => judgeMeet(ecosystem, spans, minimum));
  const [first = "unclear"] = verdicts;
  return verdicts.every((verdict) => verdict === first) ? first : "unclear";
}

/** All spans hold at once: one of them settles it for all. */
function judgeMeet(ecosystem: Ecosystem, spans: readonly Span[], minimum: string): VersionVerdict {
  const order = (version: string) => compareLibraryVersions(ecosystem, version, minimum);
  const isNew = spans.some(({ from }) => from !== null && (order(from) ?? -1) >= 0);
  const isOld = spans.some(({ upTo, closed }) => {
    const compared = upTo === null ? null : order(upTo);
    return compared !== null && (compared < 0 || (compared === 0 && !closed));
  });
  return isNew === isOld ? "unclear" : isNew ? "new-enough" : "too-old";
}
