// setup.cfg: the lists of requirements of setuptools, in the way Python's configparser reads them.
import type { ObservedPackage } from "../../facts/paved-road.ts";
import { findManifestBeside } from "../manifest-path.ts";
import type { Wanted } from "../package-name.ts";
import type { Reading } from "../reading.ts";
import { splitLines } from "../text-lines.ts";
import { readRequirement } from "./requirement-line.ts";

const lists = new Set(["install_requires", "tests_require"]);

export function readSetupCfg(text: string, wanted: Wanted, at: string): Reading {
  const packages: ObservedPackage[] = [];
  let problem: string | undefined;
  for (const { value, line } of requirementLines(text)) {
    const file = /^file:\s*(.*)$/.exec(value)?.[1];
    if (file !== undefined) {
      const unread = file.split(",").find((path) => findManifestBeside(at, path)?.ecosystem !== "pypi");
      if (unread !== undefined)
        problem ??= `In line ${line} it takes in ${unread.trim()}, which is not read.`;
      continue;
    }
    for (const written of splitOutsideMarkers(value)) {
      try {
        const required = readRequirement(written, wanted);
        if (required !== null) packages.push({ ...required, line });
      } catch {
        problem ??= `Line ${line} cannot be read.`;
      }
    }
  }
  return { packages, ...(problem !== undefined && { problem }) };
}

/** Requirements stand one a line, or apart by semicolons of their own: `a; b` is two, `a; python_version < "3"` is one. */
function splitOutsideMarkers(value: string): string[] {
  return /;\s*[A-Za-z_]+\s*(?:[<>=!~]|in\b|not\b)/.test(value) ? [value] : value.split(";");
}

function requirementLines(text: string): { value: string; line: number }[] {
  const found: { value: string; line: number }[] = [];
  let section = "";
  let key = "";
  for (const [index, raw] of splitLines(text).entries()) {
    const line = raw.trimEnd();
    if (/^\s*[#;]/.test(line) || line.trim() === "") continue;
    const isContinued = /^\s/.test(line);
    if (!isContinued) {
      const header = /^\[([^\]]*)\]/.exec(line)?.[1];
      if (header !== undefined) {
        section = header.trim();
        key = "";
        continue;
      }
      const separator = line.search(/[=:]/);
      key = (separator === -1 ? line : line.slice(0, separator)).trim().toLowerCase();
    }
    const isList =
      (section === "options" && lists.has(key)) || (section === "options.extras_require" && key !== "");
    const value = isContinued ? line.trim() : line.slice(line.search(/[=:]/) + 1).trim();
    if (isList && value !== "") found.push({ value: value.replace(/\s#.*$/, ""), line: index + 1 });
  }
  return found;
}
