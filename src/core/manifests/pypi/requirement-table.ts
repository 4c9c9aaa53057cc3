// Requirements as Poetry and Pipenv write them: the package's name as the key, its version or a table as the value.
import type { Wanted } from "../package-name.ts";
import { asTable, asText, entriesOf } from "../reading.ts";
import type { Required } from "./requirement-line.ts";

/** Keys that say where a package comes from instead of the index: then no version is settled. */
const sources = ["git", "path", "url", "file", "hg", "svn"] as const;

/** The wanted packages of a table; `written` is `key:<name>`, by which its line is found. */
export function readRequirementTable(
  table: unknown,
  wanted: Wanted,
): (Required & { readonly written: string })[] {
  return entriesOf(table).flatMap(([key, value]) => {
    const name = wanted(key);
    if (name === null) return [];
    // Poetry: one table for each of several platforms.
    return (Array.isArray(value) ? value : [value]).map((one: unknown) => ({
      name,
      ...readValue(one),
      written: `key:${key}`,
    }));
  });
}

function readValue(value: unknown): Pick<Required, "requirement" | "version"> {
  const table = asTable(value);
  const source = sources.find((key) => table !== null && asText(table[key]) !== null);
  if (table !== null && source !== undefined) return { requirement: asText(table[source]), version: null };
  const requirement = asText(table === null ? value : table.version);
  return { requirement, version: /^={2,3}\s*([^*,\s]+)$/.exec(requirement ?? "")?.[1] ?? null };
}
