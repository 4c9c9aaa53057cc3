// The smallest answers that GitHub's own OpenAPI description accepts, by the name of a schema: tests say only what matters to them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

interface Schema {
  readonly type?: string;
  readonly nullable?: boolean;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
}

let schemas: Readonly<Record<string, Schema>> | null = null;

function schemaNamed(name: string): Schema {
  if (schemas === null) {
    const file = createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json");
    schemas = JSON.parse(readFileSync(file, "utf8")).components.schemas;
  }
  const schema = schemas?.[name];
  if (schema === undefined) throw new Error(`GitHub's description has no schema ${name}.`);
  return schema;
}

function textOf(format: string | undefined): string {
  if (format === "date-time") return "2026-11-01T00:00:00Z";
  if (format === "uri") return "https://ghe.example/x";
  return format === "email" ? "a@example.com" : "x";
}

function smallest(schema: Schema): unknown {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    const found = schemaNamed(name);
    return found.nullable === true ? null : smallest(found);
  }
  if (schema.nullable === true) return null;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map(smallest));
  const [choice] = schema.oneOf ?? schema.anyOf ?? [];
  if (choice !== undefined && schema.properties === undefined) return smallest(choice);
  if (schema.type === "string") return textOf(schema.format);
  if (schema.type === "integer" || schema.type === "number") return 1;
  if (schema.type === "boolean") return false;
  if (schema.type === "array") return [];
  return Object.fromEntries(
    (schema.required ?? []).map((name) => [name, smallest(schema.properties?.[name] ?? {})]),
  );
}

/** An object of that schema with only what it must have, and what is given; objects are merged. */
export function openapiExample(name: string, given: Readonly<Record<string, unknown>> = {}) {
  return merge(smallest({ ...schemaNamed(name), nullable: false }), given);
}

function merge(base: unknown, given: unknown): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...(isObject(base) ? base : {}) };
  for (const [key, value] of Object.entries(isObject(given) ? given : {}))
    merged[key] = isObject(value) && isObject(merged[key]) ? merge(merged[key], value) : value;
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
