// The JSON Schema that editors read: every example passes, wrong files do not, and every key explains itself.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { defaultConfig } from "../../../../src/core/config/defaults.ts";
import { readConfigFile } from "../../../../src/core/config/read-config-file.ts";
import { configJsonSchema } from "../../../../src/core/config/schema/json-schema.ts";
import { exceptionsJsonSchema } from "../../../../src/core/exceptions/schema.ts";

const isSound = new Ajv2020({ strict: false }).compile(configJsonSchema());
const isSoundException = new Ajv2020({ strict: false, formats: { date: true } }).compile(
  exceptionsJsonSchema(),
);
const examples = readdirSync("docs/examples").filter((name) => name.endsWith(".yml"));

describe("the JSON Schema of the configuration", () => {
  it.each(examples)("is named in the first line of %s, where an editor finds it, and passes it", (name) => {
    const text = readFileSync(join("docs/examples", name), "utf8");
    const [, address] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    const schema: unknown = JSON.parse(readFileSync(join("docs/examples", address!), "utf8"));
    expect(schema).toHaveProperty("title");
    const check = name.includes("exceptions") ? isSoundException : isSound;
    expect([check(parse(text)), check.errors]).toEqual([true, null]);
  });

  it.each([
    "mode: enforce",
    "version: 2",
    "version: 1\nmode: enforced",
    "version: 1\nmodes: enforce",
    "version: 1\nwindow: 28",
    "version: 1\nchecks: { neutral: maybe }",
    "version: 1\ntargets: { frist-pass-rate: '>= 85 %' }",
    "version: 1\ntargets: { first-pass-rate: { at_lest: 85 } }",
    "version: 1\nweekly: { kpis: [scans] }",
    "version: 1\nextends: 5",
    "version: 1\nextends: acme",
    "version: 1\ngroups: [{ id: a }]",
    "version: 1\ngroups: [{ id: a, match: { topic: [x] } }]",
    "version: 1\ngroups: [{ id: a, match: { topics: [x] }, settings: { version: 1 } }]",
    "version: 1\npolicy: { locked: [modes] }",
    "version: 1\npolicy: { bounds: { window: 60d } }",
    "version: 1\ntemplates: { rules: [{ id: a, kind: library, ecosystem: ruby }] }",
    "version: 1\ntemplates: { rules: [{ id: a, kind: actions, uses: a/b }] }",
    "version: 1\noverview: { repository: acme }",
  ])("refuses %j, as Firstpass does", (text) => {
    expect(isSound(parse(text))).toBe(false);
    expect(readConfigFile({ path: "f.yml", text }).written).toBeNull();
  });

  it("describes every key, and knows no others", () => {
    const silent: string[] = [];
    const open: string[] = [];
    const look = (node: SchemaNode, at: string): void => {
      for (const [key, inner] of Object.entries(node.properties ?? {})) {
        if (!inner.description) silent.push(`${at}.${key}`);
        look(inner, `${at}.${key}`);
      }
      if (node.properties !== undefined && node.additionalProperties !== false) open.push(at);
      for (const inner of [node.items, ...(node.anyOf ?? []), ...(node.oneOf ?? [])])
        if (inner) look(inner, at);
    };
    look(configJsonSchema() as SchemaNode, "");
    expect([silent, open]).toEqual([[], []]);
  });

  it("tells defaults that are the defaults", () => {
    const { properties = {} } = configJsonSchema() as SchemaNode;
    expect(properties.mode?.default).toBe(defaultConfig.mode);
    expect(properties.checks?.properties?.security?.default).toEqual(defaultConfig.checks.security);
    expect(properties.sla?.properties?.low?.default).toBe("none");
    expect(JSON.stringify(properties.groups)).not.toContain('"default":');
  });
});

interface SchemaNode {
  description?: string;
  default?: unknown;
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  anyOf?: SchemaNode[];
  oneOf?: SchemaNode[];
  additionalProperties?: SchemaNode | boolean;
}
