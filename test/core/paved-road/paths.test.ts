import { describe, expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import {
  isConfigPath,
  isDockerfilePath,
  isPavedRoadPath,
  isWorkflowPath,
} from "../../../src/core/paved-road/paths.ts";

describe("paths of the paved road", () => {
  it.each([
    [".github/workflows/ci.yml", true],
    [".github/workflows/ci.yaml", true],
    [".github/workflows/nested/ci.yml", false],
    [".github/workflows/README.md", false],
    ["sub/.github/workflows/ci.yml", false],
    [".github/dependabot.yml", false],
  ])("takes %s for a workflow: %s", (path, expected) => {
    expect(isWorkflowPath(path)).toBe(expected);
    expect(isPavedRoadPath(path, null)).toBe(expected);
  });

  it.each([
    ["Dockerfile", true],
    ["services/api/Dockerfile", true],
    ["Dockerfile.dev", true],
    ["deploy/api.Dockerfile", true],
    ["dockerfile", true],
    ["Containerfile", true],
    ["Dockerfile.dockerignore", false],
    ["docs/Dockerfile.md", false],
    ["Dockerfile.j2", false],
    ["src/dockerfile-parser.ts", false],
    ["src/dockerfile.ts", false],
    ["syntax/dockerfile.vim", false],
    ["test/Dockerfile.test.ts", false],
    ["api.dockerfile", true],
    ["Containerfile.prod", true],
    ["MyDockerfile", false],
    ["Dockerfile/readme", false],
  ])("takes %s for a Dockerfile: %s", (path, expected) => {
    expect(isDockerfilePath(path)).toBe(expected);
    expect(isPavedRoadPath(path, null)).toBe(expected);
  });

  it("knows both places of the configuration", () => {
    expect(isConfigPath(".github/firstpass.yml")).toBe(true);
    expect(isConfigPath("firstpass.yml")).toBe(true);
    expect(isConfigPath("docs/firstpass.yml")).toBe(false);
  });

  it("adds the files that file rules name, and only those", () => {
    const config = {
      templates: { rules: [{ kind: "file", path: ".editorconfig" }] },
    } as unknown as Config;
    expect(isPavedRoadPath(".editorconfig", config)).toBe(true);
    expect(isPavedRoadPath(".editorconfig", null)).toBe(false);
    expect(isPavedRoadPath("src/.editorconfig", config)).toBe(false);
  });
});
