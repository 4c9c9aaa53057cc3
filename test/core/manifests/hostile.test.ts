// Manifests that are huge, deep, broken or made to do harm: they say why they cannot be read, and cost little.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  findManifestFormat,
  isCodeManifest,
  isManifestPath,
} from "../../../src/core/manifests/manifest-path.ts";
import { maximumManifestLength, parseManifest } from "../../../src/core/manifests/parse-manifest.ts";
import { readManifest } from "../../support/manifests.ts";

const paths = [
  "package.json",
  "package-lock.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "requirements.txt",
  "constraints.txt",
  "pyproject.toml",
  "poetry.lock",
  "Pipfile",
  "Pipfile.lock",
  "setup.cfg",
  "go.mod",
  "pom.xml",
  "gradle.lockfile",
  "gradle/libs.versions.toml",
  "Cargo.toml",
  "Cargo.lock",
  "app.csproj",
  "packages.config",
  "packages.lock.json",
];

describe("the path of a manifest", () => {
  it.each([
    ["package.json", "npm"],
    ["apps/web/npm-shrinkwrap.json", "npm"],
    ["requirements/prod.txt", "pypi"],
    ["dev-requirements.txt", "pypi"],
    ["pylock.dev.toml", "pypi"],
    ["src/App.FSPROJ", "nuget"],
    ["Directory.Build.props", "nuget"],
    ["gradle/dependency-locks/compile.lockfile", "maven"],
    ["go.mod", "go"],
    ["go.sum", null],
    ["node_modules/a/package.json", null],
    ["x/vendor/y/go.mod", null],
    ["src/testdata/pom.xml", null],
    ["test/fixtures/Cargo.toml", null],
    ["docs/requirements.md", null],
    ["cargo.toml", null],
    ["mypackage.json", null],
  ] as const)("%s is of %s", (path, ecosystem) => {
    expect(isManifestPath(path)).toBe(ecosystem);
    expect(parseManifest(path, "", new Set()) === null).toBe(ecosystem === null);
  });

  it("tells code, which is never run", () => {
    for (const path of ["setup.py", "app/build.gradle.kts", "build.gradle"]) {
      expect(isCodeManifest(path)).toBe(true);
      expect(readManifest(path, "left-pad").problem).toContain("It is code");
    }
    expect(isCodeManifest("pyproject.toml")).toBe(false);
  });
});

describe("a hostile manifest", () => {
  it("is not read when it is longer than five MiB", () => {
    const manifest = readManifest("package.json", " ".repeat(maximumManifestLength + 1));
    expect(manifest.problem).toBe("The file is too long to be read.");
  });

  it.each([
    ["package.json", "{"],
    ["package.json", "[]"],
    ["package-lock.json", "null"],
    ["pnpm-lock.yaml", "a: [1"],
    ["pnpm-lock.yaml", "packages: {}"],
    ["pyproject.toml", "[project\n"],
    ["Cargo.lock", "[[package]\n"],
    ["pom.xml", "<project><dependencies></project>"],
    ["pom.xml", "<settings/>"],
    ["pom.xml", ""],
    ["app.csproj", "hello"],
    ["go.mod", "hello\n"],
    ["gradle.lockfile", "hello\n"],
  ])("says why %s with %j cannot be read", (path, text) => {
    const manifest = readManifest(path, text, "npm:left-pad");
    expect(manifest.problem).toMatch(/.\.$/);
    expect(manifest.packages).toEqual([]);
  });

  it.each([
    ["package.json", "[".repeat(200_000)],
    ["package-lock.json", '{"dependencies":{"a":'.repeat(20_000)],
    ["yarn.lock", "a:\n".repeat(3) + "[".repeat(20_000)],
    ["pnpm-lock.yaml", `a: ${"[".repeat(20_000)}`],
    ["pyproject.toml", `a = ${"[".repeat(20_000)}`],
    ["pyproject.toml", `${"a.".repeat(20_000)}a = [`],
    ["pom.xml", "<project>".repeat(20_000)],
    ["requirements.txt", `left-pad; ${"(".repeat(4000)}`],
  ])("says so when %s is nested too deeply", (path, text) => {
    expect(readManifest(path, text, "pypi:left-pad", "npm:a").problem).not.toBeNull();
  });

  it("puts no entity of XML in, be it of its own or from elsewhere", () => {
    const laughs = ["<!ENTITY a 'ha'>", "<!ENTITY b '&a;&a;&a;'>", "<!ENTITY c '&b;&b;&b;'>"].join("");
    const pom = (doctype: string, version: string) =>
      `<!DOCTYPE project [${doctype}]><project><dependencies><dependency><groupId>org</groupId>` +
      `<artifactId>pad</artifactId><version>${version}</version></dependency></dependencies></project>`;
    const own = readManifest("pom.xml", pom(laughs, "&c;"), "maven:org:pad");
    expect(own.packages.map(({ version }) => version)).toEqual(["&c;"]);
    const outside = pom('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;");
    expect(JSON.stringify(readManifest("pom.xml", outside, "maven:org:pad"))).not.toContain("root:");
  });

  it("resolves properties that name each other no further than they can end", () => {
    const circle = `<project><properties><a>\${b}\${b}</a><b>\${a}\${a}</b></properties><dependencies><dependency>
      <groupId>org</groupId><artifactId>pad</artifactId><version>\${a}</version></dependency></dependencies></project>`;
    expect(readManifest("pom.xml", circle, "maven:org:pad").packages[0]?.version).toBeNull();
    const props = `<Project><PropertyGroup><A>$(B)$(B)</A><B>$(A)$(A)</B></PropertyGroup><ItemGroup>
      <PackageReference Include="pad" Version="$(A)" /></ItemGroup></Project>`;
    expect(readManifest("a.csproj", props, "nuget:pad").packages[0]?.version).toBeNull();
  });

  it("keeps names of JavaScript's own out of its way", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const sections = names.map((name) => `"${name}": "1.0.0"`).join(",");
    const manifest = readManifest(
      "package.json",
      `{"dependencies":{${sections}}}`,
      ...names.map((name) => `npm:${name}`),
    );
    expect(manifest.packages.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(
      readManifest("package.json", '{"__proto__":{"dependencies":{"left-pad":"1"}}}', "npm:left-pad")
        .packages,
    ).toEqual([]);
    expect(
      readManifest("pyproject.toml", '[__proto__]\n[project]\ndependencies=["left-pad"]', "pypi:left-pad")
        .packages,
    ).toHaveLength(1);
    expect(({} as { dependencies?: unknown }).dependencies).toBeUndefined();
  });

  it("follows no alias of YAML around in a circle", () => {
    const text = "lockfileVersion: '9.0'\npackages: &a\n  left-pad@1.0.0: *a\n";
    expect(readManifest("pnpm-lock.yaml", text, "npm:left-pad").packages).toHaveLength(1);
  });

  it.each([
    ["requirements.txt", `left-pad${" ".repeat(100_000)}x`],
    ["requirements.txt", `left${"-".repeat(100_000)}pad`],
    ["requirements.txt", "\\\n".repeat(100_000)],
    ["setup.cfg", `[options]\ninstall_requires =\n  left-pad;${" a".repeat(100_000)}`],
    ["go.mod", `module x\nrequire left-pad${" ".repeat(200_000)}`],
    ["yarn.lock", `# yarn lockfile v1\n\n"${"a@1, ".repeat(20_000)}b":\n  version "1"\n`],
    ["pnpm-lock.yaml", `lockfileVersion: '9.0'\npackages:\n  '${"left-pad@1".repeat(10_000)}': {}\n`],
    [
      "app.csproj",
      `<Project><ItemGroup><PackageReference Include="${"$(".repeat(50_000)}" /></ItemGroup></Project>`,
    ],
    ["pom.xml", `<project>${"<!-- ".repeat(50_000)}</project>`],
    ["pyproject.toml", `[project]\ndependencies = ["left-pad${"=".repeat(100_000)}"]`],
  ])("reads %s in one go, however its line goes on", (path, text) => {
    const keys = new Set(["pypi:left-pad", "npm:left-pad", "go:left-pad"]);
    const start = process.threadCpuUsage();
    parseManifest(path, text, keys);
    const { user, system } = process.threadCpuUsage(start);
    // Microseconds of this thread alone: a scan that is not linear takes minutes.
    expect(user + system).toBeLessThan(5_000_000);
  });

  it("never throws, and tells lines that the file has", () => {
    const pieces = fc.constantFrom(
      ..."{}[]<>()\"'=:;,@#\\/-_.*$&! \n\t",
      "left-pad",
      '[[package]]\nname = "left-pad"\n',
      '"dependencies"',
      "require",
      "<dependency>",
      "1.0.0",
      "packages:\n  ",
      "\u0000",
      "\u202e",
    );
    const text = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.array(pieces, { maxLength: 60 }).map((all) => all.join("")),
    );
    const keys = new Set(["npm", "pypi", "go", "cargo", "nuget"].map((ecosystem) => `${ecosystem}:left-pad`));
    fc.assert(
      fc.property(fc.constantFrom(...paths), text, (path, content) => {
        const manifest = parseManifest(path, content, keys);
        expect(manifest?.ecosystem).toBe(findManifestFormat(path)?.ecosystem);
        const lines = content.split(/\r\n|\n|\r/).length;
        for (const { line } of manifest?.packages ?? []) {
          if (line !== null) expect(line).toBeGreaterThanOrEqual(1);
          if (line !== null) expect(line).toBeLessThanOrEqual(lines);
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe("secrets in a manifest", () => {
  const wanted = new Set(["npm:left-pad", "pypi:requests"]);

  it.each([
    ["package.json", '{"dependencies": {"left-pad": "git+https://me:hunter2@github.com/a/b.git"}}'],
    ["package.json", '{"_authToken": hunter2abc}'],
    ["package.json", 'hunter2 {"dependencies": {}}'],
    ["requirements.txt", "requests @ git+https://me:hunter2@github.com/a/b"],
    ["requirements.txt", "git+https://me:hunter2@github.com/a/b#egg=requests"],
    ["requirements.txt", "-r https://me:hunter2@example.com/more.txt"],
  ])("are not kept: %s %s", (path, text) => {
    const read = parseManifest(path, text, wanted);
    expect(read?.packages.length === 0).toBe(read?.problem !== null);
    expect(JSON.stringify(read)).not.toContain("hunter");
  });

  it("does not take an ordinary address for one", () => {
    const text = '{"dependencies": {"left-pad": "git+ssh://git@github.com/a/b.git#v1"}}';
    expect(parseManifest("package.json", text, wanted)?.packages[0]?.requirement).toBe(
      "git+ssh://git@github.com/a/b.git#v1",
    );
  });
});

describe("a manifest that names a package a hundred thousand times", () => {
  const wanted = new Set(["pypi:requests", "maven:a:b", "go:example.com/a"]);
  const replaced = Array.from(
    { length: 40_000 },
    (_, at) => `replace example.com/a v1.0.${at} => x v1\nrequire example.com/a v1.0.${at}\n`,
  );

  it.each([
    ["requirements.txt", "requests==1.0\n".repeat(100_000), "It names the packages more than 1000 times."],
    ["gradle.lockfile", "a:b:1=x\n".repeat(100_000), "It names the packages more than 5000 times."],
    ["go.mod", `module x\n${replaced.join("")}`, null],
  ])("costs a moment and is not kept: %s", (path, text, problem) => {
    const startedAt = performance.now();
    const read = parseManifest(path, text, wanted);
    expect(read?.problem).toBe(problem);
    expect(read?.packages.length).toBeLessThanOrEqual(1_000);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });
});
