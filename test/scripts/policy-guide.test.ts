import { globSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { guideExamples, holdsFor, withPolicies } from "../../scripts/policy-guide.ts";
import { effectiveConfig } from "../../src/core/config/effective.ts";
import { readConfigFile } from "../../src/core/config/read-config-file.ts";
import { configJsonSchema } from "../../src/core/config/schema/json-schema.ts";

const guide = readFileSync("docs/policy.md", "utf8");
const files = globSync("docs/policies/*/{.github,.github-private}/*.yml").concat(
  globSync("docs/policies/*/*/{.github,firstpass}/*.yml"),
);
const matchesSchema = new Ajv2020({ strict: false }).compile(configJsonSchema());

describe("the policy guide", () => {
  it("has files for both organisations", () => {
    expect(files).toHaveLength(7);
  });

  it.each(files)("shows %s, which has neither error nor warning", (path) => {
    const text = readFileSync(path, "utf8");
    const isOfRepository = path.includes("/.github/") && path.split("/").length === 6;
    const isExtended = path.includes("/policies/firstpass/");
    const scope = isExtended ? "any" : isOfRepository ? "repository" : "organisation";
    expect(readConfigFile({ path, text }, { scope, ownerKnown: isOfRepository }).problems).toEqual([]);
    expect([matchesSchema(parse(text)), matchesSchema.errors]).toEqual([true, null]);
    const [, schema = ""] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    expect(new URL(schema, `file:///${path}`).pathname).toBe("/docs/schema/firstpass.schema.json");
    expect(guide).toContain(path.replace("docs/", ""));
  });

  it.each(guideExamples)("puts the files of $name together without a problem", (example) => {
    const { problems, groups } = holdsFor(example);
    expect(problems).toEqual([]);
    expect(groups.every(({ match }) => match.matches !== "unknown")).toBe(true);
  });

  it("lets a repository of the small team ask for more", () => {
    const [organisation, repository] = [".github/firstpass.yml", "shop/.github/firstpass.yml"].map(
      (path) => ({
        path,
        text: readFileSync(`docs/policies/small-team/${path}`, "utf8"),
      }),
    );
    const { config, problems } = effectiveConfig({ organisation: organisation!, repository: repository! });
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ mode: "enforce", targets: { "first-pass-rate": { value: 90 } } });
    expect(config.templates.rules).toHaveLength(3);
  });

  it("is as it is generated", () => {
    expect(withPolicies(guide)).toBe(guide);
    expect(() => withPolicies("nothing")).toThrow("no place");
  });
});
