// Tags that look like versions and are none: a template may have any, and none of them may stop a reading.
import { expect, it } from "vitest";
import { compareVersions, isVersion } from "../../../src/core/paved-road/versions.ts";

it.each(["00", "v01", "2024.01", "2024.01.05", "v1.02", "1.", "v", ""])("%j is no version", (name) => {
  expect(isVersion(name)).toBe(false);
  expect(compareVersions(name, "v1.0.0")).not.toBeNaN();
});

it.each(["0", "v0", "v0.1", "v10.0.20", "2024.1.5"])("%j is a version", (name) => {
  expect(isVersion(name)).toBe(true);
});
