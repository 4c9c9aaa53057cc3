// What a manifest says of the packages that are looked for, in lines that are easy to compare.
import { expect } from "vitest";
import type { ObservedManifest } from "../../src/core/facts/paved-road.ts";
import { parseManifest } from "../../src/core/manifests/parse-manifest.ts";

export function readManifest(path: string, text: string, ...wanted: readonly string[]): ObservedManifest {
  const manifest = parseManifest(path, text, new Set(wanted));
  if (manifest === null) throw new Error(`${path} is no manifest`);
  return manifest;
}

/** `name requirement version line`, of each place. */
export function places(manifest: ObservedManifest): string[] {
  expect(manifest.problem).toBeNull();
  return manifest.packages.map(({ name, requirement, version, line, versionOnly }) =>
    [name, requirement ?? "-", version ?? "-", line ?? "-", ...(versionOnly ? ["version only"] : [])].join(
      " ",
    ),
  );
}
