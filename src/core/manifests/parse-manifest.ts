// One manifest or lockfile → the wanted packages in it, with lines. A file that cannot be read says why; nothing is thrown.
import type { ObservedManifest, ObservedPackage } from "../facts/paved-road.ts";
import { maskLines } from "../paved-road/mask-secrets.ts";
import { readCargoToml } from "./cargo/cargo-toml.ts";
import { readGoMod } from "./go/go-mod.ts";
import { findManifestFormat, type ManifestFormat } from "./manifest-path.ts";
import { readGradleLock } from "./maven/gradle-lock.ts";
import { readPom } from "./maven/pom.ts";
import { readVersionCatalog } from "./maven/version-catalog.ts";
import { readPackageJson } from "./npm/package-json.ts";
import { readPackageLock } from "./npm/package-lock.ts";
import { readPnpmLock } from "./npm/pnpm-lock.ts";
import { readYarnLock } from "./npm/yarn-lock.ts";
import { readMsbuild, readPackagesConfig } from "./nuget/msbuild.ts";
import { readPackagesLock } from "./nuget/packages-lock.ts";
import { wantedOf } from "./package-name.ts";
import { readPipfile, readPipfileLock } from "./pypi/pipfile.ts";
import { readPyproject } from "./pypi/pyproject.ts";
import { readConstraintsFile, readRequirementsFile } from "./pypi/requirements-file.ts";
import { readSetupCfg } from "./pypi/setup-cfg.ts";
import type { ReadFormat } from "./reading.ts";
import { readCargoLock, readPythonLock } from "./toml-lock.ts";

/** Bytes, and characters: longer manifests and lockfiles are not read. */
export const maximumManifestLength = 5 * 1024 * 1024;

/** Far beyond what a lockfile has of the few packages that are looked for. */
const maximumPackages = 5_000;

const readers: Readonly<Record<ManifestFormat, ReadFormat>> = {
  "package.json": readPackageJson,
  "package-lock.json": readPackageLock,
  "yarn.lock": readYarnLock,
  "pnpm-lock.yaml": readPnpmLock,
  "requirements.txt": readRequirementsFile,
  "constraints.txt": readConstraintsFile,
  "pyproject.toml": readPyproject,
  "python-lock.toml": readPythonLock,
  Pipfile: readPipfile,
  "Pipfile.lock": readPipfileLock,
  "setup.cfg": readSetupCfg,
  "setup.py": () => ({
    packages: [],
    problem: "It is code, which is not run here: name the dependencies in pyproject.toml, or add a lockfile.",
  }),
  "go.mod": readGoMod,
  "pom.xml": readPom,
  "gradle.lockfile": readGradleLock,
  "libs.versions.toml": readVersionCatalog,
  "build.gradle": () => ({
    packages: [],
    problem: "It is code, which is not run here: turn on Gradle's dependency locking, or take the SBOM.",
  }),
  "Cargo.toml": readCargoToml,
  "Cargo.lock": readCargoLock,
  msbuild: readMsbuild,
  "packages.config": readPackagesConfig,
  "packages.lock.json": readPackagesLock,
};

const lockfiles: ReadonlySet<ManifestFormat> = new Set<ManifestFormat>([
  "package-lock.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "python-lock.toml",
  "Pipfile.lock",
  "gradle.lockfile",
  "Cargo.lock",
  "packages.lock.json",
]);

/**
 * Reads a manifest or lockfile; null where the path is neither. `wanted` has keys such as `npm:left-pad`; no other package is
 * kept, and of those all places, sorted. With a problem, what could be read all the same is there.
 */
export function parseManifest(
  path: string,
  text: string,
  wanted: ReadonlySet<string>,
): ObservedManifest | null {
  const named = findManifestFormat(path);
  if (named === null) return null;
  const { format, ecosystem } = named;
  const known = { path, ecosystem, lockfile: lockfiles.has(format) };
  if (text.length > maximumManifestLength)
    return { ...known, packages: [], problem: "The file is too long to be read." };
  try {
    const plain = text.replace(/^\uFEFF/, "");
    const { packages, problem, lockfile, complete } = readers[format](
      plain,
      wantedOf(ecosystem, wanted),
      path,
    );
    if (packages.length > maximumPackages)
      return { ...known, packages: [], problem: `It names the packages more than ${maximumPackages} times.` };
    return {
      ...known,
      lockfile: lockfile ?? known.lockfile,
      packages: packages
        .map(maskRequirement)
        .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (textOf(a) < textOf(b) ? -1 : 1)),
      problem: problem === undefined ? null : mask(problem),
      ...(complete === true && { complete: true as const }),
    };
  } catch (error) {
    return { ...known, packages: [], problem: explain(error) };
  }
}

function textOf(value: unknown): string {
  return JSON.stringify(value);
}

/** An address may hold a password: facts are kept for good, and shown. */
function maskRequirement(one: ObservedPackage): ObservedPackage {
  return one.requirement?.includes("://") ? { ...one, requirement: mask(one.requirement) } : one;
}

function mask(text: string): string {
  return maskLines(text.split("\n")).join("\n");
}

/** What `JSON.parse` quotes of the text: `, ..."text"... is not valid JSON`. */
const quotedText = /, (?:\.\.\.)?".*$/;

/** The parser's first line, cut: parsers quote the text, which is somebody else's. */
function explain(error: unknown): string {
  if (error instanceof RangeError) return "The file is nested too deeply to be read.";
  const [line = ""] = error instanceof Error ? error.message.split("\n") : [];
  const said = mask(line.replace(quotedText, "").slice(0, 200));
  return `The file cannot be read: ${said || "it is not of its format"}.`;
}
