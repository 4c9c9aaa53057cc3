// One requirement as PEP 508 writes it, with the options that pip lets follow it taken off.
import { parsePipRequirementsLine } from "pip-requirements-js";
import type { ObservedPackage } from "../../facts/paved-road.ts";
import type { Wanted } from "../package-name.ts";

export type Required = Pick<ObservedPackage, "name" | "requirement" | "version">;

/** Longer lines are no requirement. */
const maximumLength = 4096;

const leadingName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/;

/** The egg of a URL, which names the package. */
const egg = /[#&]egg=([A-Za-z0-9._-]+)/;

/**
 * The package of a line, where it is wanted; null where it is not. A URL, a path or a version-control address settles no
 * version. @throws Error where the line names a wanted package and cannot be read.
 */
export function readRequirement(line: string, wanted: Wanted): Required | null {
  const written = line.trim();
  if (written.length > maximumLength) throw new Error("it is too long");
  const named = leadingName.exec(written)?.[0] ?? "";
  if (named === "" || isAddress(written)) return readAddress(written, wanted);
  const name = wanted(named);
  if (name === null) return null;
  const parsed = parsePipRequirementsLine(withoutOptions(written));
  if (parsed?.type === "ProjectURL") return { name, requirement: parsed.url, version: null };
  if (parsed?.type !== "ProjectName") throw new Error("it is no requirement");
  const specifiers = parsed.versionSpec ?? [];
  const requirement = specifiers.map(({ operator, version }) => `${operator}${version}`).join(",") || null;
  return { name, requirement, version: exactVersion(specifiers) };
}

function isAddress(text: string): boolean {
  return /^(?:[a-z+]+:\/\/|git\+|\.{0,2}\/)/i.test(text);
}

function readAddress(text: string, wanted: Wanted): Required | null {
  const named = egg.exec(text)?.[1];
  const name = named === undefined ? null : wanted(named);
  return name === null ? null : { name, requirement: text.split(/\s/, 1)[0] ?? text, version: null };
}

/** `--hash=…` and the like follow a requirement after a blank. */
function withoutOptions(text: string): string {
  const at = text.search(/\s--[a-z]/);
  return at === -1 ? text : text.slice(0, at);
}

function exactVersion(specifiers: readonly { operator: string; version: string }[]): string | null {
  const exact = specifiers.find(
    ({ operator, version }) => (operator === "==" || operator === "===") && !version.includes("*"),
  );
  return exact?.version ?? null;
}
