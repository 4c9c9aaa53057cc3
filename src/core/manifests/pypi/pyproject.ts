// pyproject.toml: the dependencies of PEP 621, of dependency groups, and of Poetry, PDM, uv and Hatch.
import { parse } from "smol-toml";
import type { ObservedPackage } from "../../facts/paved-road.ts";
import { findManifestBeside } from "../manifest-path.ts";
import type { Wanted } from "../package-name.ts";
import { asList, asTable, asText, entriesOf, getOwn, type Reading } from "../reading.ts";
import { findTomlPlaces } from "../toml-lines.ts";
import { type Required, readRequirement } from "./requirement-line.ts";
import { readRequirementTable } from "./requirement-table.ts";

type Found = Required & { readonly written: string; readonly versionOnly?: true };

/** What the build itself needs (`build-system`) is not what the project uses. @throws TomlError where the text is not TOML. */
export function readPyproject(text: string, wanted: Wanted, path: string): Reading {
  const root = parse(text, { integersAsBigInt: "asNeeded" });
  const tool = asTable(getOwn(root, "tool"));
  const project = asTable(getOwn(root, "project"));
  const problems: string[] = [];
  const found: Found[] = [
    ...listsOf(root).flatMap((list) => readList(list, wanted, problems)),
    ...versionLists(tool).flatMap((list) =>
      readList(list, wanted, problems).map((one): Found => ({ ...one, versionOnly: true })),
    ),
    ...poetryTables(tool).flatMap((table) => readRequirementTable(table, wanted)),
  ];
  const isPoetry = getOwn(tool, "poetry", "dependencies") !== undefined;
  const dynamic = asList(getOwn(project, "dynamic")).includes("dependencies");
  if (dynamic && !isPoetry) {
    const elsewhere = describeDynamic(tool, path);
    if (elsewhere !== null) problems.push(elsewhere);
  }
  const [problem] = problems;
  return {
    packages: found.length === 0 ? [] : withLines(text, found),
    ...(problem !== undefined && { problem }),
    ...(((project !== null && !dynamic) || isPoetry) && { complete: true }),
  };
}

/** Every list of requirements as PEP 508 writes them. */
function listsOf(root: unknown): unknown[] {
  const project = getOwn(root, "project");
  const tool = getOwn(root, "tool");
  return [
    getOwn(project, "dependencies"),
    ...Object.values(asTable(getOwn(project, "optional-dependencies")) ?? {}),
    ...Object.values(asTable(getOwn(root, "dependency-groups")) ?? {}),
    ...Object.values(asTable(getOwn(tool, "pdm", "dev-dependencies")) ?? {}),
    getOwn(tool, "uv", "dev-dependencies"),
    ...Object.values(asTable(getOwn(tool, "hatch", "envs")) ?? {}).flatMap((environment) => [
      getOwn(environment, "dependencies"),
      getOwn(environment, "extra-dependencies"),
    ]),
  ];
}

function versionLists(tool: unknown): unknown[] {
  return [getOwn(tool, "uv", "constraint-dependencies"), getOwn(tool, "uv", "override-dependencies")];
}

function poetryTables(tool: unknown): unknown[] {
  const poetry = getOwn(tool, "poetry");
  return [
    getOwn(poetry, "dependencies"),
    getOwn(poetry, "dev-dependencies"),
    ...entriesOf(getOwn(poetry, "group")).map(([, group]) => getOwn(group, "dependencies")),
  ];
}

function readList(list: unknown, wanted: Wanted, problems: string[]): Found[] {
  return asList(list).flatMap((item) => {
    // `{ include-group = "test" }` repeats what is read anyway.
    const written = asText(item)?.replace(/^-e\s+/, "");
    if (written === undefined) return [];
    try {
      const required = readRequirement(written, wanted);
      return required === null ? [] : [{ ...required, written: String(item) }];
    } catch {
      problems.push(`The requirement "${written.slice(0, 100)}" cannot be read.`);
      return [];
    }
  });
}

/** Where dependencies are said to be worked out; null where they are in files that are read by themselves. */
function describeDynamic(tool: unknown, at: string): string | null {
  const file = getOwn(tool, "setuptools", "dynamic", "dependencies", "file");
  const files = typeof file === "string" ? [file] : asList(file).map(String);
  const isRead = (path: string) => findManifestBeside(at, path)?.ecosystem === "pypi";
  return files.length > 0 && files.every(isRead)
    ? null
    : "Its dependencies are worked out when it is built (`dynamic`), which is not done here.";
}

/** Lines of the texts as they stand in the file; null where one text stands twice. */
function withLines(text: string, found: readonly Found[]): ObservedPackage[] {
  const lines = new Map<string, number | null>();
  const add = (written: string, line: number) => lines.set(written, lines.has(written) ? null : line);
  for (const place of findTomlPlaces(text)) {
    for (const one of place.texts) add(one.text, one.line);
    if (place.table.includes("poetry")) add(`key:${place.key}`, place.line);
    if (place.table.includes("poetry") && place.table.at(-1) !== "dependencies")
      add(`key:${place.table.at(-1)}`, place.line);
  }
  return found.map(({ written, ...one }) => ({ ...one, line: lines.get(written) ?? null }));
}
