// What holds for all files: nothing is loosened, every origin is a line that holds its key, flat settings lose nothing, and how layers
// are cut into files does not matter.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, digestOf } from "../../../src/core/canonical-json.ts";
import type { Config } from "../../../src/core/config/config.ts";
import { hashConfig } from "../../../src/core/config/hash.ts";
import { inForce, type LayerTexts, layered, organisationPath, repositoryPath } from "../../support/layers.ts";

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const days = fc.integer({ min: 1, max: 366 }).map((count) => `${count}d`);
const target = fc.oneof(
  fc.integer({ min: 10, max: 100 }).map((value) => `>= ${value} %`),
  fc.record({
    at_least: fc.integer({ min: 20, max: 100 }),
    tolerance: fc.integer({ min: 0, max: 9 }),
    owner: fc.constantFrom("@acme/a", "@acme/b"),
  }),
);
const rule = (id: string) =>
  fc.constantFrom("x", "y").map((name) => ({ id, kind: "action", uses: `acme/${name}` }));

const span = (min: number, max: number) => fc.integer({ min, max }).map((count) => `${count}d`);

/** An SLA whose order is right by itself: whole, or in parts among the built-in ones. */
const sla = fc.oneof(
  fc
    .tuple(...[1, 2, 3].map(() => fc.integer({ min: 1, max: 300 })))
    .map((lengths) => lengths.toSorted((a, b) => a - b).map((count) => `${count}d`))
    .map(([critical, high, medium]) => ({ critical, high, medium })),
  fc.record({ critical: span(1, 7), high: span(7, 30), medium: span(30, 90) }, { requiredKeys: [] }),
);

const layer = fc.record(
  {
    mode: fc.constantFrom("advisory", "enforce"),
    window: fc.constantFrom("2w", "8w"),
    sla,
    exceptions: fc.record({ review_after: days }),
    targets: fc.record({ "first-pass-rate": target, "gate-stability": target }, { requiredKeys: [] }),
    templates: fc.tuple(maybe(rule("r1")), maybe(rule("r2"))).map((rules) => ({
      rules: rules.filter((one) => one !== undefined),
    })),
    weekly: fc.oneof(
      fc.record(
        { day: fc.constantFrom("friday", "sunday"), time: fc.constant("09:30") },
        { requiredKeys: [] },
      ),
      fc.constant({ cron: "5 5 * * 5" }),
    ),
  },
  { requiredKeys: [] },
);

/** JSON is YAML; one key to a line, so that lines tell keys apart. */
function textOf(written: object): string {
  return Object.keys(written).length === 0 ? "" : yamlOf(written, "");
}

function yamlOf(written: object, indent: string): string {
  return Object.entries(written)
    .map(([key, value]) => {
      if (value === undefined) return "";
      const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
      if (isMap && Object.keys(value).length > 0) return `${indent}${key}:\n${yamlOf(value, `${indent}  `)}`;
      if (!Array.isArray(value)) return `${indent}${key}: ${JSON.stringify(value)}\n`;
      const items = value.map((item) => `${indent}  - ${JSON.stringify(item)}\n`);
      return items.length === 0 ? `${indent}${key}: []\n` : `${indent}${key}:\n${items.join("")}`;
    })
    .join("");
}

const group = (settings: object) => [{ id: "g", match: { repositories: ["acme/*"] }, settings }];
const limit = (value: number | null) => value ?? Number.POSITIVE_INFINITY;

function expectNotLooser(own: Config, all: Config, effective: ReturnType<typeof layered>) {
  const wrote = (key: string) => (inForce(effective, key)?.at ?? "default") !== "default";
  for (const severity of ["critical", "high", "medium", "low"] as const) {
    if (wrote(`sla.${severity}`)) {
      expect(limit(own.sla[severity])).toBeLessThanOrEqual(limit(all.sla[severity]));
    }
  }
  for (const id of ["first-pass-rate", "gate-stability"] as const) {
    const farther = all.targets[id];
    if (farther === undefined) continue;
    expect(own.targets[id]?.value).toBeGreaterThanOrEqual(farther.value);
    expect(own.targets[id]?.tolerance).toBeLessThanOrEqual(farther.tolerance);
  }
  if (wrote("exceptions.review_after")) {
    expect(own.exceptions.reviewAfterDays).toBeLessThanOrEqual(all.exceptions.reviewAfterDays);
  }
  if (all.mode === "enforce") expect(own.mode).toBe("enforce");
  expect(own.templates.rules.slice(0, all.templates.rules.length)).toEqual(all.templates.rules);
}

describe("layers, whatever is written in them", () => {
  it("let no repository loosen what the organisation or a group wrote", () => {
    fc.assert(
      fc.property(layer, layer, layer, layer, (far, ofGroup, shared, near) => {
        const organisation = textOf({ ...far, groups: group(ofGroup) });
        const base = "acme/policies:firstpass/base.yml";
        const all = layered({ organisation });
        const own = layered({
          organisation,
          shared: { [base]: textOf(shared) },
          repository: textOf({ extends: base, ...near }),
        });
        expectNotLooser(own.config, all.config, all);
      }),
      { numRuns: 300 },
    );
  });

  it("point at a line of the file that holds the key", () => {
    fc.assert(
      fc.property(layer, layer, (far, near) => {
        const texts = { organisation: textOf(far), repository: textOf(near) };
        const lines: Record<string, string[]> = {
          [organisationPath]: ["", "version: 1", ...texts.organisation.split("\n")],
          [repositoryPath]: ["", "version: 1", ...texts.repository.split("\n")],
        };
        const { settings } = layered(texts);
        const origins = settings.flatMap(({ key, origin, notInForce }) => [
          { key, origin },
          ...notInForce
            .filter(({ why }) => !why.startsWith("replaced by"))
            .map((farther) => ({ key, origin: farther.origin })),
        ]);
        for (const { key, origin } of origins) {
          if (origin.path === null) continue;
          const line = lines[origin.path]?.[origin.line ?? 0] ?? "";
          expect(line.slice((origin.column ?? 0) - 1)).toMatch(
            new RegExp(`^"?(id":"${key.split(".").at(-1)}"|${key.split(".").at(-1)}:)`),
          );
        }
      }),
    );
  });

  it("are the same whether far layers are one file or several that build upon each other", () => {
    const bare = layer.map(({ weekly: _, ...rest }) => rest);
    fc.assert(
      fc.property(bare, bare, bare, (first, second, third) => {
        const [a, b, c] = ["a", "b", "c"].map((name) => `acme/p:firstpass/${name}.yml`);
        const inOne = (shared: Record<string, string>, organisation: object): LayerTexts => ({
          shared,
          organisation: textOf(organisation),
        });
        const chained = inOne(
          { [a!]: textOf(first), [b!]: textOf({ extends: a, ...second }) },
          { extends: b, ...third },
        );
        const listed = inOne(
          { [a!]: textOf(first), [b!]: textOf(second), [c!]: textOf(third) },
          { extends: [a, b, c] },
        );
        expect(layered(listed).config).toEqual(layered(chained).config);
      }),
    );
  });

  it("have the hash of their whole content", () => {
    fc.assert(
      fc.property(layer, (near) => {
        const { hash, ...config } = layered({ repository: textOf(near) }).config;
        expect(hash).toBe(digestOf(canonicalJson(config)));
        expect(hashConfig(JSON.parse(canonicalJson(config)))).toBe(hash);
      }),
    );
  });
});
