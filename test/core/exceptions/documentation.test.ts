// What docs/exceptions.md and its example say is what is read.
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readExceptionsFile } from "../../../src/core/exceptions/read-exceptions-file.ts";
import { entrySchema, exceptionsJsonSchema } from "../../../src/core/exceptions/schema.ts";
import { closureTable } from "../../../src/core/findings/closure.ts";

const documentation = readFileSync("docs/exceptions.md", "utf8");
const example = readFileSync("docs/examples/firstpass-exceptions.yml", "utf8");
const snippets = [...documentation.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text ?? "");

describe("the documentation of exceptions", () => {
  it("shows files that are valid, also by the JSON Schema", () => {
    expect(snippets.length).toBeGreaterThanOrEqual(1);
    const validate = new Ajv2020({ strict: false }).compile(exceptionsJsonSchema());
    for (const text of [example, ...snippets]) {
      const file = { path: "example.yml", text };
      const read = readExceptionsFile(file, { origin: "repository-file", at: Date.UTC(2026, 10, 21) });
      expect(read.problems).toEqual([]);
      expect(read.entries?.length).toBeGreaterThanOrEqual(1);
      expect([validate(parse(text)), validate.errors]).toEqual([true, null]);
    }
  });

  it("has a row for every key, and says which must be there", () => {
    for (const [key, schema] of Object.entries(entrySchema.shape)) {
      const row = new RegExp(`^\\| \`${key}\` \\| (.*?) \\|`, "m").exec(documentation)?.[1];
      expect(row, key).toBeDefined();
      expect(row === "yes", key).toBe(!schema.safeParse(undefined).success);
    }
  });

  it("names every reason of GitHub that accepts a risk", () => {
    const accepted = Object.values(closureTable)
      .flatMap((reasons) => Object.entries(reasons))
      .filter(([, closure]) => closure === "accepted")
      .map(([reason]) => reason.replaceAll("_", " ").replace("wont", "won't"));
    expect(accepted.length).toBeGreaterThanOrEqual(7);
    for (const reason of accepted) expect(documentation).toContain(`*${reason}*`);
  });
});
