// Manifests and lockfiles of npm, Yarn and pnpm: name, what is asked for, version, line.
import { describe, expect, it } from "vitest";
import { places, readManifest } from "../../support/manifests.ts";

describe("npm", () => {
  it("reads every section of package.json, aliases, and overrides that hold everywhere", () => {
    const text = `{
  "name": "shop",
  "dependencies": { "left-pad": "^1.0.0", "other": "1" },
  "devDependencies": {
    "old": "npm:left-pad@~1.1.0",
    "left-pad": "1.2.x"
  },
  "peerDependencies": { "left-pad": ">=1" },
  "overrides": { "left-pad": "1.3.0", "some": { "left-pad": "0.1.0" } },
  "resolutions": { "**/left-pad": "1.3.1", "some/left-pad": "0.1.0" },
  "pnpm": { "overrides": { "left-pad": { ".": "1.3.2" }, "some>left-pad": "0.1.0" } }
}`;
    expect(places(readManifest("package.json", text, "npm:left-pad"))).toEqual([
      "left-pad ^1.0.0 - 3",
      "left-pad ~1.1.0 - 5",
      "left-pad 1.2.x - 6",
      "left-pad >=1 - 8",
      "left-pad 1.3.0 - 9 version only",
      "left-pad 1.3.1 - 10 version only",
      "left-pad 1.3.2 - 11 version only",
    ]);
  });

  it("is not led astray by quotes and braces within texts", () => {
    const text = String.raw`{"description":"a \" { \\",
"dependencies":{"left-pad":"1"}}`;
    expect(places(readManifest("package.json", text, "npm:left-pad"))).toEqual(["left-pad 1 - 2"]);
  });

  it("takes the last of a repeated key, as JSON does", () => {
    const text = '{"dependencies":{"left-pad":"1.0.0",\n"left-pad":"2.0.0"}}';
    expect(places(readManifest("package.json", text, "npm:left-pad"))).toEqual(["left-pad 2.0.0 - 2"]);
  });

  it("reads package-lock.json of version 3: every folder, aliases by their real name, no links", () => {
    const text = `{ "lockfileVersion": 3, "packages": {
      "": { "name": "left-pad", "version": "9.9.9" },
      "packages/left-pad": { "version": "9.9.9" },
      "node_modules/left-pad": { "version": "1.3.0" },
      "node_modules/a/node_modules/left-pad": { "version": "0.1.0" },
      "node_modules/old": { "name": "left-pad", "version": "1.1.0" },
      "node_modules/b/node_modules/left-pad": { "resolved": "packages/left-pad", "link": true }
    } }`;
    expect(places(readManifest("package-lock.json", text, "npm:left-pad"))).toEqual([
      "left-pad - 1.3.0 4",
      "left-pad - 0.1.0 5",
      "left-pad - 1.1.0 6",
    ]);
  });

  it("reads package-lock.json of version 1 through its whole tree", () => {
    const text = `{ "lockfileVersion": 1, "dependencies": {
      "a": { "version": "1.0.0", "dependencies": {
        "left-pad": { "version": "0.1.0" }
      } },
      "left-pad": { "version": "git+ssh://git@example.com/left-pad.git#0123" },
      "old": { "version": "npm:left-pad@1.1.0" }
    } }`;
    const manifest = readManifest("npm-shrinkwrap.json", text, "npm:left-pad");
    expect(places(manifest)).toEqual(["left-pad - 0.1.0 3", "left-pad - - 5", "left-pad - 1.1.0 6"]);
    expect(manifest.lockfile).toBe(true);
  });

  it("reads yarn.lock of Yarn 1, once for an entry of several descriptors", () => {
    const text = `# yarn lockfile v1


"@scope/left-pad@^1.0.0", "@scope/left-pad@^1.1.0":
  version "1.3.0"
  dependencies:
    left-pad "^1.0.0"

left-pad@^1.0.0, left-pad@^1.2.0:
  version "1.3.1"

"old@npm:left-pad@^0.1.0":
  version "0.1.2"
`;
    expect(places(readManifest("yarn.lock", text, "npm:left-pad", "npm:@scope/left-pad"))).toEqual([
      "@scope/left-pad - 1.3.0 4",
      "left-pad - 1.3.1 9",
      "left-pad - 0.1.2 12",
    ]);
  });

  it("reads yarn.lock of later Yarn by resolutions; packages of the workspace are no uses", () => {
    const text = `__metadata:
  version: 8

"left-pad@npm:^1.0.0, left-pad@npm:^1.2.0":
  version: 1.3.0
  resolution: "left-pad@npm:1.3.0"

"old@npm:left-pad@^0.1.0":
  version: 0.1.2
  resolution: "left-pad@npm:0.1.2"

"left-pad@npm:^2.0.0, left-pad@workspace:packages/left-pad":
  version: 0.0.0-use.local
  resolution: "left-pad@workspace:packages/left-pad"
`;
    expect(places(readManifest("yarn.lock", text, "npm:left-pad"))).toEqual([
      "left-pad - 1.3.0 4",
      "left-pad - 0.1.2 8",
    ]);
  });

  it.each([
    ["5.4", "/left-pad/1.10.0_react@17.0.2", "1.10.0", "/@scope/left-pad/2.0.0"],
    ["5.4", "/left-pad/1.10.0_@babel+core@7.29.7", "1.10.0", "/@scope/left-pad/2.0.0_@babel+core@7.29.7"],
    ["6.0", "/left-pad@1.10.0(react@17.0.2)", "1.10.0", "/@scope/left-pad@2.0.0"],
    ["9.0", "left-pad@1.10.0", "1.10.0", "'@scope/left-pad@2.0.0'"],
    ["5.4", "registry.acme.example/left-pad/1.10.0", "1.10.0", "/@scope/left-pad/2.0.0"],
  ])("reads pnpm-lock.yaml of version %s: %s", (format, key, version, scoped) => {
    const text = `lockfileVersion: '${format}'

packages:

  ${key}:
    resolution: {integrity: sha512-xyz}

  ${scoped}:
    resolution: {integrity: sha512-xyz}
`;
    expect(places(readManifest("pnpm-lock.yaml", text, "npm:left-pad", "npm:@scope/left-pad"))).toEqual([
      `left-pad - ${version} 5`,
      "@scope/left-pad - 2.0.0 8",
    ]);
  });

  it("reads the last of two documents of pnpm-lock.yaml, and names of what comes from elsewhere", () => {
    const text = `---
lockfileVersion: '9.0'
packages:
  pnpm@11.0.0: {}
---
lockfileVersion: '9.0'
packages:
  left-pad@https://codeload.github.com/acme/left-pad/tar.gz/0123:
    resolution: {tarball: https://example.com}
    version: 1.3.0
`;
    expect(places(readManifest("pnpm-lock.yaml", text, "npm:left-pad", "npm:pnpm"))).toEqual([
      "left-pad - 1.3.0 8",
    ]);
  });
});
