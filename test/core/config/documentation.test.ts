import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { defaultConfig, defaultSecurityChecks } from "../../../src/core/config/defaults.ts";
import { effectiveConfig } from "../../../src/core/config/effective.ts";
import { readConfigFile } from "../../../src/core/config/read-config-file.ts";
import { configJsonSchema } from "../../../src/core/config/schema/json-schema.ts";
import { kpiDefinitions } from "../../../src/core/kpis/registry.ts";

const documentation = readFileSync("docs/configuration.md", "utf8");
/** Exceptions have a format, and a test, of their own. */
const examples = readdirSync("docs/examples").filter((name) => !name.includes("exceptions"));

describe("the documentation of the configuration", () => {
  it.each(examples)("shows a valid example in %s", (name) => {
    const text = readFileSync(`docs/examples/${name}`, "utf8");
    expect(readConfigFile({ path: name, text }).problems).toEqual([]);
    const validate = new Ajv2020({ strict: false }).compile(configJsonSchema());
    expect([validate(parse(text)), validate.errors]).toEqual([true, null]);
  });

  it("shows valid snippets, and the default selection of security checks as it is", () => {
    const snippets = [...documentation.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text!);
    expect(snippets.length).toBeGreaterThanOrEqual(2);
    for (const snippet of snippets) {
      expect(readConfigFile({ path: "snippet", text: `version: 1\n${snippet}` }).problems).toEqual([]);
    }
    const selection = snippets
      .map((snippet) => parse(snippet))
      .find((snippet) => snippet && "checks" in snippet);
    expect(selection.checks.security).toEqual(defaultSecurityChecks);
  });

  it("names every key, with defaults that give the default configuration", () => {
    const keys = keysOf(configJsonSchema());
    expect(keys.length).toBeGreaterThan(30);
    for (const key of keys) expect(documentation, key).toContain(key);
    const table = documentation.slice(
      documentation.indexOf("## Keys"),
      documentation.indexOf("### `extends`"),
    );
    const rows = [...table.matchAll(/^\| `([a-z_.]+)` \| `([^`]+)` \|/gm)].map(([, key, value]) => [
      key!,
      value!,
    ]);
    expect(rows.length).toBeGreaterThanOrEqual(13);
    const text = rows.map(([key, value]) => nest(key!.split("."), value!)).reduce(merge);
    const { config, problems } = effectiveConfig({
      organisation: { path: "defaults", text: JSON.stringify({ version: 1, ...text }) },
      repository: null,
    });
    expect(problems).toEqual([]);
    expect(config).toEqual(defaultConfig);
  });

  it("names every value that a key may have, and every limit", () => {
    const words = wordsOf(configJsonSchema());
    expect(words.length).toBeGreaterThan(30);
    // Days between these two are understood.
    expect(words.filter((word) => !documentation.includes(word))).toEqual(["saturday"]);
    for (const limit of [
      "64 KiB",
      "20 aliases",
      "100 entries in a list",
      "200 groups",
      "At most 100 problems",
    ]) {
      expect(documentation).toContain(limit);
    }
  });

  it("quotes errors as they are told", () => {
    const table = documentation.slice(
      documentation.indexOf("| error |"),
      documentation.indexOf("Warnings leave"),
    );
    const quoted = [...table.matchAll(/^\|.*\| `(.+?)( …)?` \|$/gm)].map(([, message]) => message!);
    expect(quoted.length).toBe(8);
    const told = readConfigFile({ path: "f.yml", text: mistaken }, { scope: "repository" }).problems;
    const messages = told.map(({ message }) => message).join("\n");
    for (const message of quoted) expect(messages).toContain(message);
  });

  it("has no link to a part that is not there", () => {
    const titles = [...documentation.matchAll(/^#+ (.+)$/gm)].map(([, title]) => title!.toLowerCase());
    const anchors = titles.map((title) => title.replaceAll(/[^a-z0-9 _-]/g, "").replaceAll(" ", "-"));
    const links = [...documentation.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor!);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(anchors).toContain(link);
  });

  it("tells the direction and default target of every KPI", () => {
    for (const { id, direction, defaultTarget, unit } of kpiDefinitions) {
      const row = new RegExp(`^\\| \`${id}\` .*$`, "m").exec(documentation)?.[0] ?? "";
      expect(row).toContain(direction === "up" ? "`>=`" : "`<=`");
      expect(row).toContain(defaultTarget === null ? "none" : `${defaultTarget.value} ${unit}`);
    }
  });
});

/** One mistake of each kind that the documentation quotes. */
const mistaken = `version: 1
chekcs: {}
window: 28
window: 4w
checks: { required: ["*"] }
targets:
  first-pass-rat: ">= 85 %"
  first-pass-rate: { at_least: 85, at_most: 90 }
  closed-findings: ">= 5"
templates: { rules: [{ id: a, kind: code_scanning_default_setup, applies_to: { repositories: [acme-*] } }] }
policy: { locked: [checks.securty] }
`;

/** Every word that is offered as a value; names of KPIs and keys of policies are looked for elsewhere. */
function wordsOf(node: SchemaNode): string[] {
  const { properties = {}, items, anyOf = [], oneOf = [], additionalProperties } = node;
  const { locked: _, bounds: __, kpis: ___, ...looked } = properties;
  const inner = [...Object.values(looked), ...(items ? [items] : []), ...anyOf, ...oneOf];
  if (typeof additionalProperties === "object") inner.push(additionalProperties);
  const own = [...(node.enum ?? []), node.const].filter((word) => typeof word === "string");
  return [...new Set([...own, ...inner.flatMap(wordsOf)])];
}

interface SchemaNode {
  enum?: string[];
  const?: unknown;
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  anyOf?: SchemaNode[];
  oneOf?: SchemaNode[];
  additionalProperties?: SchemaNode | boolean;
}

function keysOf(node: SchemaNode): string[] {
  const { properties = {}, items, anyOf = [], oneOf = [], additionalProperties } = node;
  const inner = [...Object.values(properties), ...(items ? [items] : []), ...anyOf, ...oneOf];
  if (typeof additionalProperties === "object") inner.push(additionalProperties);
  return [...new Set([...Object.keys(properties), ...inner.flatMap(keysOf)])];
}

function nest([first, ...rest]: string[], value: string): Record<string, unknown> {
  return { [first!]: rest.length === 0 ? parse(value) : nest(rest, value) };
}

function merge(left: Record<string, unknown>, right: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const known = merged[key];
    merged[key] = isMap(known) && isMap(value) ? merge(known, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
