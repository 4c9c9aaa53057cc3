// Configurations that earlier versions kept: read today, named as what they were.
import { expect, it } from "vitest";
import { canonicalJson, digestOf } from "../../../src/core/canonical-json.ts";
import type { Config } from "../../../src/core/config/config.ts";
import { defaultConfig } from "../../../src/core/config/defaults.ts";
import { completeConfig } from "../../../src/core/scorecard/complete-config.ts";

it("gives a configuration from before groups their defaults, and keeps the hash of what was kept", () => {
  const { hash: _, groups, tier, targetOwners, ...kept } = defaultConfig;
  const hash = digestOf(canonicalJson(kept));
  const { config, added } = completeConfig({ ...kept, hash } as Config);
  expect(config).toEqual({ ...kept, groups, tier, targetOwners, hash });
  expect(added).toEqual(["groups", "tier", "targetOwners"]);
});
