// Manifests and lockfiles of Go, Maven, Gradle, Cargo and NuGet: name, what is asked for, version, line.
import { describe, expect, it } from "vitest";
import { places, readManifest } from "../../support/manifests.ts";

describe("Go", () => {
  it("reads go.mod with replacements put in; excluded versions are no uses", () => {
    const text = `module acme.example/shop

go 1.22

require github.com/pkg/errors v0.9.1
require (
	github.com/old/pad v1.0.0 // indirect
	"github.com/local/pad" v1.2.0
	github.com/pinned/pad v1.5.0
)

exclude github.com/pkg/errors v0.8.0

replace (
	github.com/old/pad => github.com/new/pad v2.0.0+incompatible
	github.com/local/pad => ../pad
	github.com/pinned/pad v1.5.0 => github.com/pinned/pad v1.5.1
	github.com/pinned/pad v1.4.0 => github.com/pinned/pad v1.4.1
)
`;
    const wanted = ["pkg/errors", "old/pad", "new/pad", "local/pad", "pinned/pad"].map(
      (name) => `go:github.com/${name}`,
    );
    expect(places(readManifest("go.mod", text, ...wanted))).toEqual([
      "github.com/pkg/errors v0.9.1 v0.9.1 5",
      "github.com/new/pad v1.0.0 v2.0.0+incompatible 7",
      "github.com/local/pad v1.2.0 - 8",
      "github.com/pinned/pad v1.5.0 v1.5.1 9",
    ]);
  });
});

describe("Maven and Gradle", () => {
  it("reads pom.xml: properties, managed versions, profiles; not plugins, and nothing of the parent", () => {
    const text = `<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>acme</groupId><artifactId>parent</artifactId><version>3</version></parent>
  <artifactId>shop</artifactId>
  <properties><pad.version>\${pad.base}.1</pad.version><pad.base>1.3</pad.base></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>org.pad</groupId><artifactId>pad</artifactId><version>1.0</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <dependency><groupId>org.pad</groupId><artifactId>pad</artifactId></dependency>
    <dependency>
      <groupId>org.pad</groupId><artifactId>pad</artifactId><version>\${pad.version}</version>
      <exclusions><exclusion><groupId>org.pad</groupId><artifactId>left</artifactId></exclusion></exclusions>
    </dependency>
    <dependency><groupId>\${project.groupId}</groupId><artifactId>own</artifactId><version>\${project.version}</version></dependency>
    <!-- <dependency><groupId>org.pad</groupId><artifactId>left</artifactId></dependency> -->
    <dependency><groupId>org.pad</groupId><artifactId>pad</artifactId><version>\${from.parent}</version></dependency>
  </dependencies>
  <build><plugins><plugin><dependencies>
    <dependency><groupId>org.pad</groupId><artifactId>left</artifactId><version>1</version></dependency>
  </dependencies></plugin></plugins></build>
  <profiles><profile><properties><pad.base>2.0</pad.base></properties><dependencies>
    <dependency><groupId>org.pad</groupId><artifactId>pad</artifactId><version>\${pad.version}</version></dependency>
    <dependency><groupId>org.pad</groupId><artifactId>pad</artifactId><version>[1.0,2.0)</version></dependency>
  </dependencies></profile></profiles>
</project>`;
    const manifest = readManifest(
      "pom.xml",
      text,
      "maven:org.pad:pad",
      "maven:org.pad:left",
      "maven:acme:own",
    );
    expect(places(manifest)).toEqual([
      "org.pad:pad 1.0 1.0 7 version only",
      "org.pad:pad - - 10",
      "org.pad:pad 1.3.1 1.3.1 11",
      "acme:own 3 3 15",
      `org.pad:pad \${from.parent} - 17`,
      "org.pad:pad 2.0.1 2.0.1 23",
      "org.pad:pad [1.0,2.0) - 24",
    ]);
  });

  it("reads gradle.lockfile, of today and of earlier Gradle", () => {
    const text =
      "# comment\norg.pad:pad:1.3.0=compileClasspath,runtimeClasspath\nempty=annotationProcessor\n";
    expect(places(readManifest("gradle.lockfile", text, "maven:org.pad:pad"))).toEqual([
      "org.pad:pad - 1.3.0 2",
    ]);
    const earlier = readManifest(
      "gradle/dependency-locks/compile.lockfile",
      "org.pad:pad:1.3.0\n",
      "maven:org.pad:pad",
    );
    expect(places(earlier)).toEqual(["org.pad:pad - 1.3.0 1"]);
  });

  it("reads a version catalog as versions, not as uses", () => {
    const text = `[versions]
pad = "1.3.0"
rich = { strictly = "[1.0, 2.0)" }

[libraries]
pad = { module = "org.pad:pad", version.ref = "pad" }
pad-two = "org.pad:pad:2.0"
pad-rich = { group = "org.pad", name = "pad", version.ref = "rich" }

[libraries.pad-bare]
module = "org.pad:pad"
`;
    expect(places(readManifest("gradle/libs.versions.toml", text, "maven:org.pad:pad"))).toEqual([
      "org.pad:pad 1.3.0 1.3.0 6 version only",
      "org.pad:pad 2.0 2.0 7 version only",
      "org.pad:pad [1.0, 2.0) - 8 version only",
      "org.pad:pad - - 11 version only",
    ]);
  });
});

describe("Cargo", () => {
  it("reads Cargo.toml: sections, targets, renames, workspace", () => {
    const text = `[package]
name = "shop"

[dependencies]
serde = "1.0"
pad = { package = "left-pad", version = "=1.3.0" }
other.workspace = true

[dev-dependencies.left-pad]
git = "https://github.com/acme/left-pad"
version = "1"

[target.'cfg(unix)'.build-dependencies]
left-pad = { workspace = true }

[workspace.dependencies]
left-pad = "0.9"
`;
    expect(places(readManifest("Cargo.toml", text, "cargo:left-pad", "cargo:serde"))).toEqual([
      "serde 1.0 - 5",
      "left-pad =1.3.0 1.3.0 6",
      "left-pad https://github.com/acme/left-pad - 10",
      "left-pad - - 14",
      "left-pad 0.9 - 17 version only",
    ]);
  });

  it("is not led astray by quotes and headers within texts", () => {
    const text = String.raw`[package]
description = "a \" [ "
other = """
[dependencies]
left-pad = "9"
"""
'quoted' = ['[', "]"] # [x]
[dependencies]
left-pad = "1"
`;
    expect(places(readManifest("Cargo.toml", text, "cargo:left-pad"))).toEqual(["left-pad 1 - 9"]);
  });

  it("reads Cargo.lock; packages of the workspace are no uses", () => {
    const text = `version = 3

[[package]]
name = "left-pad"
version = "0.1.0"

[[package]]
name = "left-pad"
version = "1.3.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
`;
    expect(places(readManifest("Cargo.lock", text, "cargo:left-pad"))).toEqual(["left-pad - 1.3.0 8"]);
  });
});

describe("NuGet", () => {
  it("reads projects: attributes, elements, properties, floating versions, updates", () => {
    const text = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><PadVersion>1.3.0</PadVersion><Twice>1</Twice></PropertyGroup>
  <PropertyGroup Condition="x"><Twice>2</Twice></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Left.Pad" Version="1.0" />
    <PackageReference Include="left.pad"><Version>$(PadVersion)</Version></PackageReference>
    <PackageReference Include="Left.Pad" Version="13.*" />
    <PackageReference Include="Left.Pad" Version="$(Twice)" />
    <PackageReference Include="Left.Pad" />
    <PackageReference Update="Left.Pad" Version="2.0" />
    <PackageReference Remove="Left.Pad" />
    <!-- <PackageReference Include="Left.Pad" Version="9.0" /> -->
  </ItemGroup>
</Project>`;
    expect(places(readManifest("src/Shop.csproj", text, "nuget:LEFT.PAD"))).toEqual([
      "left.pad 1.0 1.0 5",
      "left.pad 1.3.0 1.3.0 6",
      "left.pad 13.* - 7",
      "left.pad $(Twice) - 8",
      "left.pad - - 9",
      "left.pad 2.0 2.0 10 version only",
    ]);
  });

  it("reads Directory.Packages.props, packages.config and packages.lock.json", () => {
    const props = `<Project><ItemGroup>
<PackageVersion Include="Left.Pad" Version="[1.3.0]" />
<GlobalPackageReference Include="Left.Pad" Version="1.4.0" />
</ItemGroup></Project>`;
    expect(places(readManifest("Directory.Packages.props", props, "nuget:left.pad"))).toEqual([
      "left.pad [1.3.0] 1.3.0 2 version only",
      "left.pad 1.4.0 1.4.0 3",
    ]);
    const config = '<packages>\n<package id="Left.Pad" version="1.3.0" targetFramework="net48" /></packages>';
    expect(places(readManifest("packages.config", config, "nuget:left.pad"))).toEqual(["left.pad - 1.3.0 2"]);
    const lock = `{"version":1,"dependencies":{"net8.0":{
"Left.Pad":{"type":"Transitive","resolved":"1.3.0"},
"own":{"type":"Project"}}}}`;
    expect(places(readManifest("packages.lock.json", lock, "nuget:left.pad", "nuget:own"))).toEqual([
      "left.pad - 1.3.0 2",
    ]);
  });
});
