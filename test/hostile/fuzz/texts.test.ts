// Files that people write, turned to nonsense: readers never throw, never hang, and never quote a token.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConfigFile } from "../../../src/core/config/read-config-file.ts";
import { readExceptionsFile } from "../../../src/core/exceptions/read-exceptions-file.ts";
import { parseManifest } from "../../../src/core/manifests/parse-manifest.ts";
import { selectSbomPackages } from "../../../src/core/manifests/read-sbom.ts";
import { parseDockerfile } from "../../../src/core/paved-road/parse-dockerfile.ts";
import { parseWorkflow } from "../../../src/core/paved-road/parse-workflow.ts";
import { forEachSeed, mutateText, withinTime } from "./mutate.ts";

const docs = join(import.meta.dirname, "../../../docs");
const textsIn = (folder: string) =>
  readdirSync(join(docs, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => readFileSync(join(docs, folder, name), "utf8"));
const yamls = [...textsIn("examples"), ...textsIn("policies")];

test("fault 38: mutated configurations and exceptions are read, or told what is wrong with them", async () => {
  expect(yamls.length).toBeGreaterThan(3);
  await forEachSeed(1_200, (chance) => {
    const text = mutateText(chance.pick(yamls), chance);
    const path = ".github/firstpass.yml";
    const read = withinTime(() => readConfigFile({ path, text }));
    expect(read.written !== null || read.problems.length > 0).toBe(true);
    const at = Date.UTC(2026, 10, 16);
    withinTime(() => readExceptionsFile({ path, text }, { origin: "repository-file", at }));
  });
  expect(({} as Record<string, unknown>).targets).toBeUndefined();
}, 240_000);

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: Maven's own.
const manifests: Readonly<Record<string, string>> = {
  "package.json":
    '{"dependencies":{"left-pad":"^1.0.0","lodash":"git+https://a@b/c"},"overrides":{"left-pad":{"lodash":"1"}}}',
  "package-lock.json": '{"lockfileVersion":3,"packages":{"node_modules/left-pad":{"version":"1.3.0"}}}',
  "yarn.lock": '# yarn lockfile v1\n\n"left-pad@^1.0.0":\n  version "1.3.0"\n  resolved "https://x/y"\n',
  "pnpm-lock.yaml": "lockfileVersion: '9.0'\npackages:\n  left-pad@1.3.0:\n    resolution: {integrity: x}\n",
  "pyproject.toml":
    '[project]\ndependencies = ["left-pad>=1,<2; python_version > \'3.8\'"]\n[tool.poetry.dependencies]\nleft-pad = {version="^1", extras=["a"]}\n',
  "uv.lock": 'version = 1\n[[package]]\nname = "left-pad"\nversion = "1.3.0"\n',
  Pipfile: '[packages]\nleft-pad = "==1.3.0"\n',
  "Pipfile.lock": '{"default":{"left-pad":{"version":"==1.3.0"}}}',
  "setup.cfg": "[options]\ninstall_requires =\n  left-pad>=1\n",
  "setup.py": "setup(install_requires=['left-pad>=1', \"a\"])\n",
  "requirements.txt": "left-pad>=1.0 --hash=sha256:abc \\\n  # c\n",
  "go.mod": "module a\nrequire (\n\tleft-pad v1.3.0 // indirect\n)\nreplace left-pad => ../x\n",
  "pom.xml":
    "<project><properties><v>1.3.0</v></properties><dependencies><dependency><groupId>left</groupId><artifactId>pad</artifactId><version>${v}</version></dependency></dependencies></project>",
  "gradle.lockfile": "left:pad:1.3.0=compileClasspath\nempty=\n",
  "build.gradle": "dependencies { implementation 'left:pad:1.3.0'\n implementation(\"a:b:$v\") }\n",
  "gradle/libs.versions.toml":
    '[versions]\na = "1"\n[libraries]\nx = { module = "left:pad", version.ref = "a" }\n',
  "Cargo.toml": '[dependencies]\nleft-pad = { version = "1", features = ["x"] }\n',
  "Cargo.lock": '[[package]]\nname = "left-pad"\nversion = "1.3.0"\n',
  "a.csproj":
    '<Project><ItemGroup><PackageReference Include="left-pad" Version="1.3.0"/></ItemGroup></Project>',
  "packages.lock.json":
    '{"version":1,"dependencies":{"net8.0":{"left-pad":{"type":"Direct","resolved":"1.3.0"}}}}',
};
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above.
const wanted = new Set([
  "npm:left-pad",
  "pypi:left-pad",
  "go:left-pad",
  "maven:left:pad",
  "cargo:left-pad",
  "nuget:left-pad",
]);

test("fault 39: mutated manifests and lockfiles are read, or their problem is told", async () => {
  const files = Object.entries(manifests);
  for (const [path, text] of files)
    if (!/\.(?:py|gradle)$/.test(path))
      expect(parseManifest(path, text, wanted)?.problem ?? null, path).toBeNull();
  await forEachSeed(2_400, (chance) => {
    const [path, text] = chance.pick(files);
    const mutated = mutateText(text, chance);
    expect(
      withinTime(() => parseManifest(path, mutated, wanted)),
      path,
    ).not.toBeNull();
  });
}, 240_000);

const workflow = `name: CI
on: { push: { branches: [main] }, workflow_call: {} }
jobs:
  a:
    uses: acme/templates/.github/workflows/security.yml@v2
    with: { a: "\${{ inputs.a }}" }
  b:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@0123456789012345678901234567890123456789 # v4
      - run: echo "\${{ github.event.issue.title }}"
`;
const dockerfile = `# syntax=docker/dockerfile:1
ARG BASE=node:24
FROM --platform=$BUILDPLATFORM \${BASE:-x} AS build
RUN <<EOT
FROM evil
EOT
FROM registry.example/app@sha256:${"a".repeat(64)}
COPY --from=build /a /b
`;

test("fault 39: mutated workflows and Dockerfiles are read", async () => {
  await forEachSeed(1_200, (chance) => {
    withinTime(() => parseWorkflow(".github/workflows/a.yml", mutateText(workflow, chance)));
    withinTime(() => parseDockerfile("Dockerfile", mutateText(dockerfile, chance)));
  });
}, 240_000);

test("fault 39: mutated package URLs of an SBOM are passed over or read", async () => {
  await forEachSeed(1_500, (chance) => {
    const purl = mutateText(
      chance.pick(["pkg:npm/left-pad@1.3.0", "pkg:maven/left/pad@1?type=jar#x", "pkg:pypi/left_pad@%31"]),
      chance,
    );
    const packages = [{ purl, version: mutateText("1.3.0", chance), name: "left-pad" }];
    withinTime(() => selectSbomPackages(packages, wanted));
  });
}, 120_000);
