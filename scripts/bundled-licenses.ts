// What is in a bundle, and the licences of the packages in it: who passes a package on passes its licence on, too.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Metafile } from "esbuild";

/** Sources that gave at least a byte, and modules that are asked for when it runs, sorted. */
export function usedInputs({ outputs }: Metafile): string[] {
  const used = Object.values(outputs).flatMap(({ inputs: of, imports }) => [
    ...Object.entries(of).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    ...imports.map(({ path }) => path),
  ]);
  return [...new Set(used)].sort();
}

/**
 * Name, version and licence of each package that one of `paths` is from, before the text that they share.
 *
 * @param root the folder that the paths are relative to.
 * @throws Error for a package that says nothing of its licence.
 */
export function describeLicenses(root: string, paths: readonly string[]): string {
  const folders = new Set(paths.flatMap((path) => packageFolder(root, path) ?? []));
  const packages = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    const about: unknown = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const { name, version, license } = about as { name: string; version: string; license?: string };
    const text = readLicense(root, folder);
    if (license === undefined && text === "") throw new Error(`${name} says nothing of its licence.`);
    packages.set(text, [...(packages.get(text) ?? []), `${name} ${version} (${license ?? "see below"})`]);
  }
  const parts = [...packages].map(([text, names]) => `${names.join("\n")}\n\n${text}`.trimEnd());
  return `${parts.join(`\n\n${"-".repeat(72)}\n\n`)}\n`;
}

/** Empty where the package has no such file. */
function readLicense(root: string, folder: string): string {
  const file = readdirSync(join(root, folder))
    .sort()
    .find((one) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(one));
  return file === undefined
    ? ""
    : readFileSync(join(root, folder, file), "utf8")
        .replaceAll("\r\n", "\n")
        .trim();
}

/** `node_modules/@scope/name`, the innermost; null for our own sources. */
function packageFolder(root: string, path: string): string | null {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null;
  return found !== null && existsSync(join(root, dirname(found))) ? found : null;
}
