// The configuration in force, written out as one file: it means the same, and names where each value came from.

import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { writeConfig } from "../../../../src/core/config/layers/write-config.ts";
import { layered } from "../../../support/layers.ts";

const organisation = `owner: "@acme/appsec"
targets: { first-pass-rate: { at_least: 85, owner: "@acme/guild" }, gate-stability: ">= 90 %" }
sla: { high: 20d }
weekly: { cron: "5 5 * * 5", mention: ["@acme/appsec"] }
reviews: { working_hours: { days: [monday], from: "09:00", to: "17:00" } }
templates:
  rules:
    - { id: a, kind: action, uses: acme/a, applies_to: { tiers: [1] } }
    - { id: b, kind: library, ecosystem: npm, forbidden: left-pad }
groups: [{ id: shops, owner: "@acme/shops", tier: 1, match: { repositories: ["acme/*"] } }]
overview: { repository: acme/security }`;

describe("a written configuration", () => {
  it.each([
    ["nothing", {}],
    ["an organisation's word", { organisation }],
    ["a repository's besides", { organisation, repository: "sla: { high: 10d }\nweekly: { day: sunday }" }],
  ])("means the same by itself: %s", (_, texts) => {
    const { config, settings } = layered(texts);
    const text = writeConfig(settings, "In force.");
    const again = layered({ repository: text.replace(/^version: 1\n/m, "") });
    expect(again.problems).toEqual([]);
    const { hash: _hash, targets, ...rest } = config;
    expect(again.config).toMatchObject({ ...rest, groups: [], tier: null });
    // Built-in targets are written out, too.
    expect(again.config.targets).toMatchObject(targets);
  });

  it("names the place of every value, behind it or above a list, a map or a rule", () => {
    const text = writeConfig(
      layered({ organisation, repository: "sla: { high: 10d }" }).settings,
      "In force.",
    );
    for (const line of [
      /^# In force\./,
      /^mode: advisory # the built-in default$/m,
      /^owner: "@acme\/shops" # firstpass\.yml:11 \(group shops\)$/m,
      /^ {2}high: 10d # \.github\/firstpass\.yml:2$/m,
      /^ {2}# firstpass\.yml:3 \(organisation\)\n {2}first-pass-rate:$/m,
      /# firstpass\.yml:10 \(organisation\)\n\s+- id: b/m,
    ])
      expect(text).toMatch(line);
    expect(parse(text)).toMatchObject({ version: 1, weekly: { cron: "5 5 * * 5" } });
  });
});
