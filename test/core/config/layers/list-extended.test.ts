// What a configuration builds upon, over chains, diamonds and cycles.
import { describe, expect, it } from "vitest";
import type { SharedFile } from "../../../../src/core/config/layers/layers.ts";
import { listAllExtended, listExtended } from "../../../../src/core/config/layers/list-extended.ts";
import { maximumSharedFiles } from "../../../../src/core/config/layers/shared-address.ts";

const file = (extended: readonly string[], path = "own") => ({
  path,
  text: `version: 1\n${extended.length === 0 ? "" : `extends: ${JSON.stringify(extended)}\n`}`,
});

const shared = (files: Record<string, readonly string[]>) =>
  new Map<string, SharedFile>(Object.entries(files).map(([key, extended]) => [key, file(extended, key)]));

describe("listExtended", () => {
  it.each([
    ["nothing", "version: 1\n", []],
    ["one file", "version: 1\nextends: Acme/Policies\n", ["Acme/Policies/.github/firstpass.yml"]],
    [
      "a list, in its order",
      "version: 1\nextends: [acme/b:firstpass.yml, acme/a:firstpass.yml]\n",
      ["acme/b/firstpass.yml", "acme/a/firstpass.yml"],
    ],
    ["nothing where the file has an error", "version: 1\nwindw: 7d\nextends: acme/a\n", []],
    ["nothing where it is no YAML", "version: [", []],
  ])("finds %s", (_, text, expected) => {
    const found = listExtended({ path: "p", text });
    expect(found.map(({ owner, name, path }) => `${owner}/${name}/${path}`)).toEqual(expected);
  });
});

describe("listAllExtended", () => {
  const keys = (extended: readonly string[], files: Record<string, readonly string[]>) => [
    ...listAllExtended(file(extended), shared(files)).keys(),
  ];

  it("follows chains, the nearest first, and names each file of a diamond once", () => {
    const files = {
      "acme/a:firstpass.yml": ["acme/base:firstpass.yml"],
      "acme/b:firstpass.yml": ["ACME/Base:firstpass.yml"],
    };
    expect(keys(["acme/a:firstpass.yml", "acme/b:firstpass.yml"], files)).toEqual([
      "acme/a:firstpass.yml",
      "acme/b:firstpass.yml",
      "acme/base:firstpass.yml",
    ]);
  });

  it("ends on a cycle", () => {
    const files = {
      "acme/a:firstpass.yml": ["acme/b:firstpass.yml"],
      "acme/b:firstpass.yml": ["acme/a:firstpass.yml"],
    };
    expect(keys(["acme/a:firstpass.yml"], files)).toHaveLength(2);
  });

  it("ends at five files in a row, and at twenty in all", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 9 }, (_, n) => [`acme/r${n}:firstpass.yml`, [`acme/r${n + 1}:firstpass.yml`]]),
    );
    expect(keys(["acme/r0:firstpass.yml"], chain).at(-1)).toBe("acme/r4:firstpass.yml");
    expect(keys(["acme/r0:firstpass.yml"], chain)).toHaveLength(5);
    const wide = (from: number) => Array.from({ length: 15 }, (_, n) => `acme/w${from + n}:firstpass.yml`);
    expect(keys(wide(0), { "acme/w0:firstpass.yml": wide(100) })).toHaveLength(maximumSharedFiles);
  });
});
