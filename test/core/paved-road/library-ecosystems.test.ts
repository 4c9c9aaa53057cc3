// Rules on packages, in the own ways of each ecosystem.
import { describe, expect, it } from "vitest";
import { evaluate } from "../../support/libraries.ts";

describe("each ecosystem's own ways", () => {
  const pom = (dependency: string, managed = "") =>
    `<project><dependencyManagement><dependencies>${managed}</dependencies></dependencyManagement>` +
    `<dependencies><dependency><groupId>org</groupId><artifactId>pad</artifactId>${dependency}</dependency></dependencies></project>`;
  const managed =
    "<dependency><groupId>org</groupId><artifactId>pad</artifactId><version>2.17.1</version></dependency>";
  const maven = { ecosystem: "maven", package: "org:pad" } as const;
  const pypi = { ecosystem: "pypi", package: "Left_Pad" } as const;
  const nuget = { ecosystem: "nuget", package: "Left.Pad" } as const;
  const cargo = { ecosystem: "cargo" } as const;
  const go = { ecosystem: "go", package: "acme.example/pad", minimum: "v2.17.0" } as const;
  const reference = (version: string) =>
    `<Project><ItemGroup><PackageReference Include="left.pad" ${version} /></ItemGroup></Project>`;
  const central =
    '<Project><ItemGroup><PackageVersion Include="Left.Pad" Version="2.17.0" /></ItemGroup></Project>';

  it.each([
    [
      "Maven takes a plain version as it is",
      maven,
      { "pom.xml": pom("<version>2.17.0</version>") },
      "adopted",
    ],
    [
      "a managed version fills in, from above",
      maven,
      { "a/pom.xml": pom(""), "pom.xml": pom("<version>3</version>", managed) },
      "adopted",
    ],
    ["a version of an unread parent is not known", maven, { "pom.xml": pom("") }, "not-measured"],
    [
      "a range of Maven may be either",
      maven,
      { "pom.xml": pom("<version>[2.0,3.0)</version>") },
      "not-measured",
    ],
    [
      "a range of Maven may be all older",
      maven,
      { "pom.xml": pom("<version>[1.0,2.17.0)</version>") },
      "outdated",
    ],
    [
      "a build script of Gradle is not run",
      maven,
      { "build.gradle": "implementation 'org:pad:2.18'" },
      "not-measured",
    ],
    [
      "Gradle's lockfile stands for the script beside it",
      maven,
      { "build.gradle": "x", "gradle.lockfile": "org:pad:2.18.0=a\n" },
      "adopted",
    ],
    [
      "and not for the one below",
      maven,
      { "a/build.gradle": "x", "gradle.lockfile": "empty=a\n" },
      "not-measured",
    ],
    [
      "nor for a pom.xml",
      maven,
      { "pom.xml": pom(""), "gradle.lockfile": "org:pad:2.18.0=a\n" },
      "not-measured",
    ],
    ["Python's range may be all newer", pypi, { "requirements.txt": "left.pad>=2.17,<3" }, "adopted"],
    ["or all older", pypi, { "pyproject.toml": '[project]\ndependencies=["left-pad<2.17"]' }, "outdated"],
    [
      "up to the minimum itself, it may be either",
      pypi,
      { "requirements.txt": "left-pad<=2.17.0" },
      "not-measured",
    ],
    ["of alternatives, all count", pypi, { Pipfile: '[packages]\nleft-pad="^1.0 || ^3.0"' }, "not-measured"],
    ["a wildcard may be all newer", pypi, { Pipfile: '[packages]\nleft-pad="==3.*"' }, "adopted"],
    [
      "Poetry's tilde stays below the next minor",
      pypi,
      { Pipfile: '[packages]\nleft-pad="~2.16"' },
      "outdated",
    ],
    ["or either", pypi, { "pyproject.toml": '[project]\ndependencies=["left-pad~=2.0"]' }, "not-measured"],
    ["Poetry's caret", pypi, { "pyproject.toml": '[tool.poetry.dependencies]\nleft-pad="^2.17"' }, "adopted"],
    [
      "a constraint settles a range",
      pypi,
      { "requirements.txt": "left-pad>=2", "constraints.txt": "left-pad==2.18" },
      "adopted",
    ],
    ["code may ask for anything", pypi, { "setup.py": "setup()" }, "not-measured"],
    [
      "unless a project beside it says all",
      pypi,
      { "setup.py": "x", "pyproject.toml": '[project]\nname="x"' },
      "missing",
    ],
    ["or a lockfile does", pypi, { "setup.py": "x", "poetry.lock": "" }, "missing"],
    [
      "NuGet takes the lowest version that is allowed",
      nuget,
      { "a.csproj": reference('Version="2.17.0"') },
      "adopted",
    ],
    [
      "a central version fills in",
      nuget,
      { "src/a.csproj": reference(""), "Directory.Packages.props": central },
      "adopted",
    ],
    [
      "an own version goes before the central one",
      nuget,
      { "a.csproj": reference('VersionOverride="2.0"'), "Directory.Packages.props": central },
      "outdated",
    ],
    ["a central version alone is no use", nuget, { "Directory.Packages.props": central }, "missing"],
    ["a floating version may be either", nuget, { "a.csproj": reference('Version="2.*"') }, "not-measured"],
    ["or all newer", nuget, { "a.csproj": reference('Version="3.*"') }, "adopted"],
    [
      "Cargo's bare version is a caret",
      cargo,
      { "Cargo.toml": '[dependencies]\nleft-pad="2.0"' },
      "not-measured",
    ],
    ["Cargo's exact version", cargo, { "Cargo.toml": '[dependencies]\nleft-pad="=2.16.0"' }, "outdated"],
    [
      "Go takes what go.mod says",
      go,
      { "go.mod": "module x\nrequire acme.example/pad v2.17.0+incompatible\n" },
      "adopted",
    ],
    [
      "a pseudo-version before the release is older",
      go,
      { "go.mod": "module x\nrequire acme.example/pad v2.17.0-0.20200101000000-abcdefabcdef\n" },
      "outdated",
    ],
  ] as const)("%s", (_, rule, files, status) => {
    expect(evaluate(files as Readonly<Record<string, string>>, rule).status).toBe(status);
  });
});
