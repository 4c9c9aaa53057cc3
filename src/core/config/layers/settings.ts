// The one concept of layering: a file is a flat list of settings, one for each unit that a nearer layer may replace. Flatten,
// stack, check the policy, unflatten.
import type { ConfigPath } from "../problem.ts";
import type { WrittenConfig } from "../schema/config-schema.ts";
import type { WrittenRule } from "../schema/rule-schema.ts";

/** 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A setting where it stands in its file. */
export interface PlacedSetting extends Place {
  /** As people write it: `checks.neutral`, `targets.first-pass-rate`, `templates.rules.<id>`. */
  readonly key: string;
  readonly value: unknown;
}

/** What begins the key of a rule of the paved road. */
export const rulePrefix = "templates.rules.";

/** Keys that say how layers are put together, and are no settings themselves. */
const aboutLayers: ReadonlySet<string> = new Set(["version", "extends", "groups", "policy"]);

type Layer = Omit<WrittenConfig, "version">;

/** The settings of a file, or of a group in it, in the order in which they are written. `placeOf` tells where a key stands. */
export function flattenSettings(written: Layer, placeOf: (key: ConfigPath) => Place): PlacedSetting[] {
  return Object.entries(written).flatMap(([section, value]: [string, unknown]): PlacedSetting[] => {
    if (value === undefined || aboutLayers.has(section)) return [];
    if (section === "templates") return flattenRules(written.templates?.rules ?? [], placeOf);
    if (!isMap(value)) return [{ key: section, value, ...placeOf([section]) }];
    return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
      inner === undefined ? [] : [{ key: `${section}.${key}`, value: inner, ...placeOf([section, key]) }],
    );
  });
}

function flattenRules(rules: readonly WrittenRule[], placeOf: (key: ConfigPath) => Place): PlacedSetting[] {
  return rules.map((rule, index) => ({
    key: `${rulePrefix}${rule.id}`,
    value: rule,
    ...placeOf(["templates", "rules", index, "id"]),
  }));
}

/**
 * The file that says the same as these settings. Their values come from files that the schema has accepted, so that it would
 * accept this one.
 */
export function unflattenSettings(
  settings: readonly { readonly key: string; readonly value: unknown }[],
): WrittenConfig {
  const written: Record<string, unknown> = {};
  const sections = new Map<string, Record<string, unknown>>();
  const rules: unknown[] = [];
  for (const { key, value } of settings) {
    const dot = key.indexOf(".");
    if (key.startsWith(rulePrefix)) {
      rules.push(value);
    } else if (dot < 0) {
      written[key] = value;
    } else {
      const name = key.slice(0, dot);
      const section = sections.get(name) ?? {};
      section[key.slice(dot + 1)] = value;
      sections.set(name, section);
    }
  }
  return { ...written, ...Object.fromEntries(sections), version: 1, templates: { rules } } as WrittenConfig;
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
