// MSBuild files of .NET: projects, Directory.Packages.props and Directory.Build.props. Nothing is evaluated: a condition is
// taken to hold, and a property counts where the same file gives it one value.
import type { ObservedPackage } from "../../facts/paved-road.ts";
import type { Wanted } from "../package-name.ts";
import type { Reading } from "../reading.ts";
import { childrenOf, parseXml, textOf, type XmlElement } from "../xml.ts";

/** @throws Error where the text is not XML. */
export function readMsbuild(text: string, wanted: Wanted): Reading {
  const root = parseXml(text);
  if (root.name !== "Project") throw new Error(`it is no project but a ${root.name}`);
  const properties = readProperties(root);
  // Items may stand in a Choose, whose branches are taken alike.
  const items = findAll(root, "ItemGroup").flatMap(({ children }) => children);
  const packages = items.flatMap((item): ObservedPackage[] => {
    const isUse = item.name === "PackageReference" || item.name === "GlobalPackageReference";
    if (!isUse && item.name !== "PackageVersion") return [];
    const included = item.attributes.Include;
    const written =
      item.attributes.VersionOverride ??
      textOf(item, "VersionOverride") ??
      item.attributes.Version ??
      textOf(item, "Version");
    const requirement = resolve(written ?? null, properties);
    return (included ?? item.attributes.Update ?? "").split(";").flatMap((id) => {
      const name = wanted(resolve(id.trim(), properties) ?? "");
      if (name === null) return [];
      const version = lowestVersion(requirement);
      const one = { name, requirement: requirement ?? written ?? null, version, line: item.line };
      return [isUse && included !== undefined ? one : { ...one, versionOnly: true as const }];
    });
  });
  return { packages };
}

/** packages.config: every package at its version. @throws Error where the text is not XML. */
export function readPackagesConfig(text: string, wanted: Wanted): Reading {
  const root = parseXml(text);
  if (root.name !== "packages") throw new Error(`it is no list of packages but a ${root.name}`);
  return {
    packages: childrenOf(root, "package").flatMap(({ attributes, line }) => {
      const name = wanted(attributes.id ?? "");
      return name === null ? [] : [{ name, requirement: null, version: attributes.version ?? null, line }];
    }),
  };
}

/** NuGet takes the lowest version that a direct reference allows: of a plain version that one. A range or `*` settles nothing here. */
function lowestVersion(requirement: string | null): string | null {
  const exact = /^\[\s*([^,[\]()\s]+)\s*\]$/.exec(requirement ?? "")?.[1] ?? requirement;
  return exact !== null && /^\d[0-9A-Za-z.+-]*$/.test(exact) ? exact : null;
}

/** Properties that the file sets to one value only; of several it depends on conditions which one holds. */
function readProperties(root: XmlElement): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const twice = new Set<string>();
  for (const { name, text } of findAll(root, "PropertyGroup").flatMap(({ children }) => children)) {
    const key = name.toLowerCase();
    if (values.has(key) && values.get(key) !== text) twice.add(key);
    values.set(key, text);
  }
  for (const key of twice) values.delete(key);
  return values;
}

/** Puts properties in for `$(Name)`; null where one is not known, or names another that is not. */
function resolve(text: string | null, properties: ReadonlyMap<string, string>): string | null {
  let resolved = text;
  for (let depth = 0; depth < 10 && resolved?.includes("$(") && resolved.length < 1000; depth++) {
    resolved = resolved.replaceAll(
      /\$\(([A-Za-z_][\w.-]*)\)/g,
      (whole, name: string) => properties.get(name.toLowerCase()) ?? whole,
    );
  }
  return resolved?.includes("$(") ? null : resolved;
}

function findAll(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => (child.name === name ? [child] : findAll(child, name)));
}
