// The doctor's tables against app.yml: what the one asks for and the other misses would be told wrongly.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  isGranted,
  lostWithout,
  optionalEvents,
  wantedEvents,
  wantedPermissions,
} from "../../src/doctor/wanted.ts";

const text = readFileSync("app.yml", "utf8");
const manifest = parse(text);
const ofTier = (tier: string) => wantedPermissions.filter((wanted) => wanted.tier === tier);
const find = (permission: string, access: string) =>
  wantedPermissions.find((wanted) => wanted.permission === permission && wanted.access === access)!;

describe("what the App should have", () => {
  it("is what app.yml asks for", () => {
    const asked = Object.fromEntries(ofTier("base").map(({ permission, access }) => [permission, access]));
    expect(asked).toEqual(manifest.default_permissions);
    expect([...wantedEvents].sort()).toEqual([...manifest.default_events].sort());
  });

  it("has the optional tier that the comments of app.yml name", () => {
    const named = [...text.matchAll(/^# ([a-z_]+): (read|write)\b/gm)].map(([, name, access]) => [
      name,
      access,
    ]);
    expect(ofTier("optional").map(({ permission, access }) => [permission, access])).toEqual(named);
    const events = [...text.matchAll(/^# {3}([a-z_]+) {2,}/gm)].map(([, event]) => event);
    expect(Object.keys(optionalEvents).sort()).toEqual(events.sort());
  });

  it("says of each permission what is lost without it", () => {
    for (const wanted of wantedPermissions)
      expect(lostWithout(wanted, {}), wanted.permission).not.toEqual([]);
  });
});

describe("what is lost", () => {
  it("is the check run alone where checks can be read and not written", () => {
    expect(lostWithout(find("checks", "write"), { checks: "read" })).toEqual(["the check run"]);
    expect(lostWithout(find("checks", "write"), {})).toContain("first-pass-rate");
  });

  it("tells administration's two degrees apart", () => {
    expect(lostWithout(find("administration", "read"), {})).toEqual(["control-coverage"]);
    expect(lostWithout(find("administration", "write"), { administration: "read" })).toEqual([
      "gate-bypass-rate",
    ]);
  });
});

it.each([
  [{ contents: "write" }, "contents", "read", true],
  [{ contents: "read" }, "contents", "write", false],
  [{}, "contents", "read", false],
  [{}, "constructor", "read", false],
] as const)("takes %j for granting %s: %s: %s", (granted, permission, access, expected) => {
  expect(isGranted(granted as Record<string, string>, { permission, access })).toBe(expected);
});
