// gradle.lockfile: one line for each module with its version and the configurations that use it.
import type { Wanted } from "../package-name.ts";
import type { Reading } from "../reading.ts";
import { splitLines } from "../text-lines.ts";

export function readGradleLock(text: string, wanted: Wanted): Reading {
  let problem: string | undefined;
  const packages = splitLines(text).flatMap((raw, index) => {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith("empty=")) return [];
    const [group = "", artifact = "", version = "", ...rest] = (line.split("=", 1)[0] ?? "").split(":");
    if (version === "" || rest.length > 0) problem ??= `Line ${index + 1} cannot be read.`;
    const name = wanted(`${group}:${artifact}`);
    return name === null ? [] : [{ name, requirement: null, version: version || null, line: index + 1 }];
  });
  return { packages, ...(problem !== undefined && { problem }) };
}
