// Which files of a repository say what packages it uses, told by their names alone. What is vendored or a fixture of tests is
// not what the repository asks for, and is not read.
import type { Ecosystem } from "../facts/paved-road.ts";

/** A format that is read, or one that is code and never run. */
export type ManifestFormat =
  | "package.json"
  | "package-lock.json"
  | "yarn.lock"
  | "pnpm-lock.yaml"
  | "requirements.txt"
  | "constraints.txt"
  | "pyproject.toml"
  | "python-lock.toml"
  | "Pipfile"
  | "Pipfile.lock"
  | "setup.cfg"
  | "setup.py"
  | "go.mod"
  | "pom.xml"
  | "gradle.lockfile"
  | "libs.versions.toml"
  | "build.gradle"
  | "Cargo.toml"
  | "Cargo.lock"
  | "msbuild"
  | "packages.config"
  | "packages.lock.json";

interface Named {
  readonly format: ManifestFormat;
  readonly ecosystem: Ecosystem;
}

const byName: ReadonlyMap<string, Named> = new Map(
  (
    [
      ["npm", "package.json", "package.json"],
      ["npm", "package-lock.json", "package-lock.json", "npm-shrinkwrap.json"],
      ["npm", "yarn.lock", "yarn.lock"],
      ["npm", "pnpm-lock.yaml", "pnpm-lock.yaml"],
      ["pypi", "pyproject.toml", "pyproject.toml"],
      ["pypi", "python-lock.toml", "poetry.lock", "uv.lock", "pdm.lock", "pylock.toml"],
      ["pypi", "Pipfile", "Pipfile"],
      ["pypi", "Pipfile.lock", "Pipfile.lock"],
      ["pypi", "setup.cfg", "setup.cfg"],
      ["pypi", "setup.py", "setup.py"],
      ["go", "go.mod", "go.mod"],
      ["maven", "pom.xml", "pom.xml"],
      ["maven", "gradle.lockfile", "gradle.lockfile", "buildscript-gradle.lockfile"],
      ["maven", "build.gradle", "build.gradle", "build.gradle.kts"],
      ["cargo", "Cargo.toml", "Cargo.toml"],
      ["cargo", "Cargo.lock", "Cargo.lock"],
      ["nuget", "packages.config", "packages.config"],
      ["nuget", "packages.lock.json", "packages.lock.json"],
    ] as const
  ).flatMap(([ecosystem, format, ...names]) => names.map((name) => [name, { ecosystem, format }] as const)),
);

const byShape: readonly (readonly [RegExp, Named])[] = [
  [/^[^/]*constraints[^/]*\.txt$/i, { ecosystem: "pypi", format: "constraints.txt" }],
  [/^[^/]*requirements[^/]*\.txt$/i, { ecosystem: "pypi", format: "requirements.txt" }],
  [/^pylock\.[^./]+\.toml$/, { ecosystem: "pypi", format: "python-lock.toml" }],
  [/^[^/]*\.versions\.toml$/, { ecosystem: "maven", format: "libs.versions.toml" }],
  [/^[^/]*\.(?:cs|fs|vb)proj$/i, { ecosystem: "nuget", format: "msbuild" }],
  [/^directory\.(?:packages\.props|build\.(?:props|targets))$/i, { ecosystem: "nuget", format: "msbuild" }],
];

/** Folders, at any depth, of which nothing is read. */
const foldersLeftOut = new Set(["node_modules", "vendor", "testdata", "fixtures", "__fixtures__"]);

/** What the file is by its name; null where it says nothing of packages, or lies in a folder that is left out. */
export function findManifestFormat(path: string): Named | null {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  if (parts.some((part) => foldersLeftOut.has(part))) return null;
  const folder = parts.at(-1) ?? "";
  if (folder === "requirements" && name.endsWith(".txt"))
    return { ecosystem: "pypi", format: /constraints/i.test(name) ? "constraints.txt" : "requirements.txt" };
  if (folder === "dependency-locks" && name.endsWith(".lockfile"))
    return { ecosystem: "maven", format: "gradle.lockfile" };
  return byName.get(name) ?? byShape.find(([shape]) => shape.test(name))?.[1] ?? null;
}

/** The ecosystem of the packages that the file asks for or locks; null where it is no manifest. `go.sum` is none: it also has what is not used. */
export function isManifestPath(path: string): Ecosystem | null {
  return findManifestFormat(path)?.ecosystem ?? null;
}

/** Whether the manifest is code, which is never run: its text need not be read. */
export function isCodeManifest(path: string): boolean {
  const format = findManifestFormat(path)?.format;
  return format === "setup.py" || format === "build.gradle";
}

/** What a file is that another one takes in by a path relative to itself. */
export function findManifestBeside(path: string, relative: string): Named | null {
  const parts = path.split("/").slice(0, -1);
  for (const part of relative.trim().split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return findManifestFormat(parts.join("/"));
}
