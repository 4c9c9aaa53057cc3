// pom.xml: dependencies and managed versions, of the project and of its profiles. The parent lies elsewhere and is not
// fetched: what it alone says is unresolved.
import type { ObservedPackage } from "../../facts/paved-road.ts";
import type { Wanted } from "../package-name.ts";
import type { Reading } from "../reading.ts";
import { childOf, childrenOf, parseXml, textOf, type XmlElement } from "../xml.ts";

/** Properties that name properties: beyond this depth they are taken for a circle. */
const maximumDepth = 10;

/** What plugins of the build depend on is not what the project uses. @throws Error where the text is not XML. */
export function readPom(text: string, wanted: Wanted): Reading {
  const project = parseXml(text);
  if (project.name !== "project") throw new Error(`it is no project but a ${project.name}`);
  const properties = readProperties(project);
  const scopes = [project, ...childrenOf(childOf(project, "profiles"), "profile")];
  const packages = scopes.flatMap((scope) => {
    const own = new Map([...properties, ...ownProperties(scope)]);
    const managed = childOf(childOf(scope, "dependencyManagement"), "dependencies");
    return [
      ...readDependencies(childOf(scope, "dependencies"), own, wanted),
      ...readDependencies(managed, own, wanted).map(
        (one): ObservedPackage => ({ ...one, versionOnly: true }),
      ),
    ];
  });
  return { packages };
}

function readDependencies(
  list: XmlElement | undefined,
  properties: ReadonlyMap<string, string>,
  wanted: Wanted,
): ObservedPackage[] {
  return childrenOf(list, "dependency").flatMap((dependency): ObservedPackage[] => {
    const group = resolve(textOf(dependency, "groupId"), properties);
    const artifact = resolve(textOf(dependency, "artifactId"), properties);
    const name = wanted(`${group}:${artifact}`);
    if (name === null) return [];
    const written = textOf(dependency, "version");
    const resolved = resolve(written, properties);
    return [
      { name, requirement: resolved ?? written, version: exactVersion(resolved), line: dependency.line },
    ];
  });
}

/** A plain version is what Maven takes for a direct dependency; a range, `LATEST` and `RELEASE` settle nothing. */
function exactVersion(version: string | null): string | null {
  const inner = /^\[([^,[\]]+)\]$/.exec(version ?? "")?.[1] ?? version;
  return inner === null || /[[\](),\s]/.test(inner) || /^(?:latest|release)$/i.test(inner) ? null : inner;
}

function readProperties(project: XmlElement): Map<string, string> {
  const properties = ownProperties(project);
  const parent = childOf(project, "parent");
  for (const key of ["groupId", "artifactId", "version"] as const) {
    const inherited = textOf(parent, key);
    if (inherited !== null) properties.set(`project.parent.${key}`, inherited);
    const own = textOf(project, key) ?? (key === "artifactId" ? null : inherited);
    if (own === null) continue;
    properties.set(`project.${key}`, own);
    properties.set(`pom.${key}`, own);
  }
  return properties;
}

function ownProperties(scope: XmlElement): Map<string, string> {
  return new Map(childOf(scope, "properties")?.children.map(({ name, text }) => [name, text]));
}

/** Puts properties in for `${name}`; null where one is not known here. */
function resolve(text: string | null, properties: ReadonlyMap<string, string>): string | null {
  let resolved = text;
  for (let depth = 0; resolved?.includes("${"); depth++) {
    if (depth === maximumDepth || resolved.length > 1000) return null;
    let isKnown = true;
    resolved = resolved.replaceAll(/\$\{([^${}]*)\}/g, (_, name: string) => {
      const value = properties.get(name);
      isKnown &&= value !== undefined;
      return value ?? "";
    });
    if (!isKnown) return null;
  }
  return resolved;
}
