// Versions of six ecosystems in their own orders, with the examples that those who define the orders publish.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Ecosystem } from "../../../src/core/facts/paved-road.ts";
import { compareLibraryVersions } from "../../../src/core/manifests/versions/compare-versions.ts";
import { compareMavenVersions } from "../../../src/core/manifests/versions/maven-version.ts";

const ecosystems: readonly Ecosystem[] = ["npm", "pypi", "go", "maven", "cargo", "nuget"];

function expectInOrder(ecosystem: Ecosystem, versions: readonly string[]): void {
  for (const [index, left] of versions.entries())
    for (const [other, right] of versions.entries()) {
      const order = compareLibraryVersions(ecosystem, left, right);
      expect([left, right, Math.sign(order ?? Number.NaN)]).toEqual([left, right, Math.sign(index - other)]);
    }
}

describe("Maven", () => {
  it("orders qualifiers as Maven's own tests do", () => {
    expectInOrder("maven", [
      "1-alpha2snapshot",
      "1-alpha2",
      "1-alpha-123",
      "1-beta-2",
      "1-beta123",
      "1-m2",
      "1-m11",
      "1-rc",
      "1-cr2",
      "1-rc123",
      "1-SNAPSHOT",
      "1",
      "1-sp",
      "1-sp2",
      "1-sp123",
      "1-abc",
      "1-def",
      "1-pom-1",
      "1-1-snapshot",
      "1-1",
      "1-2",
      "1-123",
    ]);
  });

  it("orders numbers as Maven's own tests do", () => {
    expectInOrder("maven", [
      "2.0",
      "2.0.a",
      "2-1",
      "2.0.2",
      "2.0.123",
      "2.1.0",
      "2.1-a",
      "2.1b",
      "2.1-c",
      "2.1-1",
      "2.1.0.1",
      "2.2",
      "2.123",
      "11.a2",
      "11.a11",
      "11.b2",
      "11.b11",
      "11.m2",
      "11.m11",
      "11",
      "11.a",
      "11b",
      "11c",
      "11m",
    ]);
  });

  it.each([
    ["1", "1.0"],
    ["1", "1.0.0"],
    ["1", "1-0"],
    ["1.0", "1-0"],
    ["1", "1.0-0"],
    ["1a", "1-a"],
    ["1a", "1.0-a"],
    ["1a", "1.0.0-a"],
    ["1.0a", "1-a"],
    ["1x", "1.0.0-x"],
    ["1ga", "1"],
    ["1.release", "1"],
    ["1final", "1"],
    ["1cr", "1rc"],
    ["1a1", "1-alpha-1"],
    ["1b2", "1-beta-2"],
    ["1m3", "1-milestone-3"],
    ["1X", "1x"],
    ["1GA", "1"],
    ["1.ga", "1-ga"],
    ["1.0.0-foo.0.0", "1-foo"],
    ["1.0.0-0.0.0", "1"],
    ["0.0-1", "0-1"],
  ])("takes %s and %s for one version", (left, right) => {
    expect(compareMavenVersions(left, right)).toBe(0);
    expect(compareMavenVersions(right, left)).toBe(0);
  });

  it.each([
    ["1.5", "2"],
    ["1.0.1", "1.1"],
    ["1.0-alpha-1", "1.0-alpha-2"],
    ["1.0-beta-1", "1.0-SNAPSHOT"],
    ["1.0-alpha-1-SNAPSHOT", "1.0-alpha-1"],
    ["1.0", "1.0-1"],
    ["1.0-1", "1.0-2"],
    ["2.0-1", "2.0.1"],
    ["2.0.1-klm", "2.0.1-lmn"],
    ["2.0.1", "2.0.1-xyz"],
    ["2.0.1-xyz", "2.0.1-123"],
    ["6.1.0rc3", "6.1H.5-beta"],
    ["6.1.0rc3", "6.1.0"],
    ["6.1.0", "6.1H.5-beta"],
    ["20190126.230843", "1234567890.12345"],
    ["1234567890.12345", "123456789012345.1H.5-beta"],
    ["123456789012345.1H.5-beta", "12345678901234567890.1H.5-beta"],
    ["1-0.alpha", "1"],
    ["1-0.alpha", "1-0.beta"],
    ["1-foo2", "1-foo10"],
    ["1.foo", "1-1"],
    ["1-1", "1.1"],
    ["1.0.0.X1", "1.0.0-X2"],
    ["1.0.0.RC1", "1.0.0-RC2"],
    ["31.1-android", "31.1-jre"],
    ["2.16.0", "2.17.0"],
  ])("takes %s for older than %s", (older, newer) => {
    expect(Math.sign(compareMavenVersions(older, newer))).toBe(-1);
    expect(Math.sign(compareMavenVersions(newer, older))).toBe(1);
  });
});

describe("the other ecosystems", () => {
  it("orders semantic versions, npm's and Cargo's alike", () => {
    const published = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2"];
    expectInOrder("npm", [...published, "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0"]);
    expectInOrder("cargo", ["0.9.10", "0.10.0", "1.0.0"]);
  });

  it("orders Go's pseudo-versions before the version that they lead to", () => {
    expectInOrder("go", [
      "v0.0.0-20191109021931-daa7c04131f5",
      "v0.0.0-20200109021931-0aa7c04131f5",
      "v1.2.3",
      "v1.2.4-0.20200101000000-abcdefabcdef",
      "v1.2.4-rc.1",
      "v1.2.4",
      "v2.0.0+incompatible",
    ]);
    expect(compareLibraryVersions("go", "v2.0.0+incompatible", "v2.0.0")).toBe(0);
    expect(compareLibraryVersions("go", "v1.2.0", "1.2")).toBe(0);
  });

  it("orders Python's versions as PEP 440 lists them", () => {
    const published = ["1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12", "1.0b1.dev456"];
    expectInOrder("pypi", [
      ...published,
      "1.0b2",
      "1.0rc1",
      "1.0",
      "1.0.post456.dev34",
      "1.0.post456",
      "1.1",
    ]);
    expect(compareLibraryVersions("pypi", "1.0", "1.0.0")).toBe(0);
  });

  it("orders NuGet's versions of four parts, prereleases in any case", () => {
    expectInOrder("nuget", [
      "1.0.0-alpha",
      "1.0.0-alpha.2",
      "1.0.0-alpha.10",
      "1.0.0-beta",
      "1.0",
      "1.0.0.1",
    ]);
    expect(compareLibraryVersions("nuget", "1.0.0-RC", "1.0-rc+build")).toBe(0);
  });

  it.each([
    ["npm", "latest"],
    ["npm", "^1.0.0"],
    ["pypi", "1.0.*"],
    ["maven", `\${log4j.version}`],
    ["maven", "[1.0,2.0)"],
    ["go", "main"],
    ["nuget", "13.*"],
    ["cargo", "9".repeat(400)],
  ] as const)("does not tell the order of %s and %s", (ecosystem, text) => {
    expect(compareLibraryVersions(ecosystem, text, "1.0.0")).toBeNull();
  });

  it("has an order that can be turned around, and never throws", () => {
    const text = fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^[0-9a-z.+_-]{1,20}$/));
    fc.assert(
      fc.property(fc.constantFrom(...ecosystems), text, text, (ecosystem, left, right) => {
        const order = compareLibraryVersions(ecosystem, left, right);
        const back = compareLibraryVersions(ecosystem, right, left);
        expect(order === null ? null : Math.sign(order)).toBe(back === null ? null : 0 - Math.sign(back));
      }),
    );
  });
});
