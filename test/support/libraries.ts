// Rules on packages, and manifests as they come out of their texts.
import type { TemplateRule } from "../../src/core/config/config.ts";
import type { ObservedManifest } from "../../src/core/facts/paved-road.ts";
import { parseManifest } from "../../src/core/manifests/parse-manifest.ts";
import type { Road } from "../../src/core/paved-road/road.ts";
import type { RuleResult } from "../../src/core/paved-road/rule-result.ts";
import { evaluateOne } from "./paved-road.ts";

type LibraryRule = Extract<TemplateRule, { kind: "library" }>;

export function libraryRule(given: Partial<LibraryRule> = {}): LibraryRule {
  return {
    id: "pad",
    title: "Padding",
    kind: "library",
    appliesTo: {},
    ecosystem: "npm",
    package: "left-pad",
    use: "required",
    minimum: "2.17.0",
    source: "manifests",
    ...given,
  };
}

export const keys = [
  "npm:left-pad",
  "pypi:left-pad",
  "maven:org:pad",
  "nuget:left.pad",
  "go:acme.example/pad",
  "cargo:left-pad",
];

export function manifests(files: Readonly<Record<string, string>>): ObservedManifest[] {
  return Object.entries(files).flatMap(([path, text]) => parseManifest(path, text, new Set(keys)) ?? []);
}

export function evaluate(
  files: Readonly<Record<string, string>>,
  rule: Partial<LibraryRule> = {},
  road: Partial<Road> = {},
): RuleResult {
  const observed = { manifests: manifests(files), librariesLookedFor: keys, ...road };
  return evaluateOne(libraryRule(rule), observed);
}

export const asking = (requirement: string) => JSON.stringify({ dependencies: { "left-pad": requirement } });
export const locking = (version: string) =>
  JSON.stringify({ lockfileVersion: 3, packages: { "node_modules/left-pad": { version } } });
export const empty = '{"name":"shop"}';
