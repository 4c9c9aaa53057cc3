// `action.yml` and what the code reads of it belong together, and so does what is written about them.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { readInputs } from "../../action/inputs.ts";

const read = (path: string) => readFileSync(new URL(`../../action/${path}`, import.meta.url), "utf8");
const file = parse(read("action.yml")) as {
  inputs: Record<string, { description: string; default: string; required?: boolean }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string };
};

it("runs the bundle on Node 24 and installs nothing", () => {
  expect(file.runs).toEqual({ using: "node24", main: "dist/main.js" });
});

it("declares the very inputs that are read", () => {
  const asked = new Set<string>();
  readInputs((name) => {
    asked.add(name);
    return "";
  });
  expect(Object.keys(file.inputs).sort()).toEqual([...asked].sort());
});

it("has defaults that are valid, and are text, as the runner gives them", () => {
  for (const { default: standard } of Object.values(file.inputs)) expect(standard).toBeTypeOf("string");
  expect(() =>
    readInputs((name) => file.inputs[name]?.default.replace(/^\$\{\{.*\}\}$/, "t") ?? ""),
  ).not.toThrow();
});

it("describes every input and output in the README", () => {
  const readme = read("README.md");
  for (const name of [...Object.keys(file.inputs), ...Object.keys(file.outputs)])
    if (name !== "workflow-token") expect(readme).toContain(`| \`${name}\` |`);
});

it("holds the licences of what is bundled, and nothing of the server", () => {
  const bundle = read("dist/main.js");
  expect(bundle).not.toMatch(
    /^\/\/ (src\/(store|ingest|http|schedule)\/|node_modules\/(probot|kysely|pg|pino|undici)\/)/m,
  );
  expect(bundle).not.toContain("node:sqlite");
  expect(read("dist/licenses.txt")).toMatch(/^zod \d/m);
});
