import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absoluteFolder, type Base, folderOf, placeOf } from "../../../src/core/sarif/place.ts";

const bases = new Map<string, Base>([
  ["%SRCROOT%", { uri: "file:///home/runner/builds/shop/shop/", baseId: null }],
  ["SUB", { uri: "packages/web/", baseId: "%SRCROOT%" }],
  ["DEEP", { uri: "src", baseId: "SUB" }],
  ["UNDER", { uri: "file:///builds/shop/services/", baseId: null }],
  ["DISK", { uri: "file:///", baseId: null }],
  ["A", { uri: "a/", baseId: "B" }],
  ["B", { uri: "b/", baseId: "A" }],
]);
const roots = ["/builds/shop", "C:/builds/shop"];
const place = (uri: string, baseId: string | null = null) => placeOf(uri, baseId, { roots, bases });

describe("the place of a result", () => {
  it.each([
    ["src/a.ts", null, "src/a.ts"],
    ["./src//a.ts", null, "src/a.ts"],
    ["src/../lib/a.ts", null, "lib/a.ts"],
    ["src\\win\\a.cs", null, "src/win/a.cs"],
    ["my%20file.ts", null, "my file.ts"],
    ["100%.ts", null, "100%.ts"],
    ["C#/Program.cs", null, "C#/Program.cs"],
    ["a:b.txt", null, "a:b.txt"],
    ["caf%C3%A9.ts", null, "café.ts"],
    ["src/a.ts", "%SRCROOT%", "src/a.ts"],
    ["a.ts", "SUB", "packages/web/a.ts"],
    ["a.ts", "DEEP", "packages/web/src/a.ts"],
    ["a.ts", "UNDER", "services/a.ts"],
    ["package-lock.json", "DISK", "package-lock.json"],
    ["a.ts", "UNKNOWN", "a.ts"],
    ["file:///builds/shop/src/a.ts", null, "src/a.ts"],
    ["file:///builds/shop/src/a%20b.ts", "SUB", "src/a b.ts"],
    ["file://host/builds/shop/a.ts", null, "a.ts"],
    ["file:/builds/shop/a.ts", null, "a.ts"],
    ["/builds/shop/a.ts", null, "a.ts"],
    ["file:///C:/Builds/Shop/src/a.cs", null, "src/a.cs"],
    ["C:\\builds\\shop\\a.cs", null, "a.cs"],
  ])("reads %s with base %s as %s", (uri, baseId, path) => {
    expect(place(uri, baseId)).toBe(path);
  });

  it.each([
    ["leads out", "../a.ts"],
    ["leads out when decoded", "src/..%2F..%2Fa.ts"],
    ["lies beside the root", "file:///builds/shopping/a.ts"],
    ["is elsewhere on the disk", "/tmp/a.ts"],
    ["leads out of the root", "file:///builds/shop/../a.ts"],
    ["is the root itself", "file:///builds/shop/"],
    ["is on the web", "https://example.test/a.ts"],
    ["is a package", "pkg:npm/a@1"],
    ["is empty", ""],
    ["holds a zero", "a%00b"],
  ])("tells no place where the URI %s", (_, uri) => {
    expect(place(uri)).toBeNull();
  });

  it("ends with bases that build on each other in a circle", () => {
    expect(place("x.ts", "A")).toBeNull();
  });

  it("never leads out of the repository", () => {
    const part = fc.constantFrom("..", ".", "a", "%2e%2e", "/", "\\", "%2F", "file:///builds/shop", "C:", "");
    fc.assert(
      fc.property(fc.array(part), fc.constantFrom(null, "SUB", "UNDER", "DISK"), (parts, baseId) => {
        const path = place(parts.join("/"), baseId);
        expect(path === null || (path !== "" && !/(?:^|\/)\.\.?(?:\/|$)|^\//.test(path))).toBe(true);
      }),
    );
  });

  it("knows a folder of this machine by its own name", () => {
    const root = folderOf("/builds/100%25 done/");
    expect(root).toBe("/builds/100%25 done");
    expect(placeOf("file:///builds/100%2525%20done/a.ts", null, { roots: [root ?? ""], bases })).toBe("a.ts");
    expect(folderOf("C:\\builds\\shop")).toBe("C:/builds/shop");
  });

  it("takes no root of a disk for the repository", () => {
    expect(["file:///", "/", "C:\\", "src"].map((uri) => absoluteFolder(uri))).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(absoluteFolder("file:///builds/my%20shop/")).toBe("/builds/my shop");
  });
});
