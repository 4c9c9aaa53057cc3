// The format as JSON Schema, for editors and for the documentation: what the schema says, and what only code knows besides: the
// KPIs, the keys of a policy, the defaults.
import { z } from "zod";
import { kpiDefinitions } from "../../kpis/registry.ts";
import { boundableKeys, lockableKeys, rulePattern } from "../check/check-policy.ts";
import { findTargetRange, kpiIds } from "../check/known-kpis.ts";
import { defaultSettings } from "../layers/default-settings.ts";
import { configSchema } from "./config-schema.ts";
import { targetSchema } from "./layer-schema.ts";

type Node = Record<string, unknown>;

/** The whole format. Whatever it refuses is refused in a file, too; meaning and limits that need two values are not in it. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, {
    io: "input",
    override: ({ path, jsonSchema }) => {
      const key = path.at(-1);
      if (key === "targets") addKpis(jsonSchema);
      if (key === "kpis") addKpiNames(jsonSchema);
      if (key === "locked") jsonSchema.items = oneOfKeys(lockableKeys);
      if (key === "bounds") jsonSchema.propertyNames = oneOfKeys(boundableKeys);
    },
  });
  addDefaults(schema);
  return {
    ...schema,
    $defs: { target: targetDefinition() },
    title: "Firstpass configuration",
  };
}

function targetDefinition(): Node {
  const { $schema: _, ...target } = z.toJSONSchema(targetSchema, { io: "input" });
  return target;
}

function oneOfKeys(keys: readonly string[]) {
  return { anyOf: [{ enum: [...keys] }, { type: "string" as const, pattern: rulePattern.source }] };
}

/** One property for each KPI, so that an editor can name them. */
function addKpis(targets: Node): void {
  targets.properties = Object.fromEntries(
    kpiDefinitions.map(({ id, title }) => [
      id,
      { $ref: "#/$defs/target", description: `${title}: such as "${findTargetRange(id)?.example ?? ""}".` },
    ]),
  );
  targets.additionalProperties = false;
  delete targets.propertyNames;
}

function addKpiNames(list: Node): void {
  const options = Array.isArray(list.anyOf) ? list.anyOf : [list];
  for (const option of options)
    if (isNode(option) && option.type === "array") option.items = { enum: [...kpiIds] };
}

/** Defaults stand at the top of the file alone: what a group leaves out is the organisation's, not the default. */
function addDefaults(schema: Node): void {
  for (const { key, value } of defaultSettings) {
    const node = key.split(".").reduce<unknown>((node, step) => propertyOf(node, step), schema);
    if (isNode(node)) node.default = value;
  }
}

function propertyOf(node: unknown, key: string): unknown {
  const properties = isNode(node) ? node.properties : undefined;
  return isNode(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
}

function isNode(value: unknown): value is Node {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
