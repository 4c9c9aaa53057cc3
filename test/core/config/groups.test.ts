// Groups of the organisation's file: which apply, what they bring along, and what is told where that is open.
import { describe, expect, it } from "vitest";
import { effectiveConfig } from "../../../src/core/config/effective.ts";
import { inForce, layered, toldOf } from "../../support/layers.ts";

const organisation = `owner: "@acme/appsec"
targets: { first-pass-rate: ">= 80 %" }
templates: { rules: [{ id: base, kind: action, uses: acme/base }] }
groups:
  - id: shops
    title: Shops
    kind: business-unit
    owner: "@acme/shops"
    tier: 2
    match: { repositories: ["acme/sh*"] }
    settings:
      targets: { first-pass-rate: ">= 85 %" }
      templates: { rules: [{ id: shop, kind: action, uses: acme/shop }] }
  - id: pci
    tier: "1"
    match: { topics: [pci] }
    settings: { targets: { first-pass-rate: ">= 90 %" } }`;

describe("groups", () => {
  it("apply in the order of the file between the organisation's word and the repository's", () => {
    const effective = layered({ organisation, state: { topics: ["pci"] } });
    const { config } = effective;
    expect(config.groups).toEqual([
      { id: "shops", title: "Shops", kind: "business-unit", owner: "@acme/shops", tier: "2" },
      { id: "pci", title: "pci", kind: null, owner: null, tier: "1" },
    ]);
    expect([config.tier, config.owner]).toEqual(["1", "@acme/shops"]);
    expect(config.targets["first-pass-rate"]?.value).toBe(90);
    expect(config.templates.rules.map(({ id }) => id)).toEqual(["base", "shop"]);
    expect(inForce(effective, "targets.first-pass-rate")).toEqual({
      value: ">= 90 %",
      at: "firstpass.yml:18",
    });
    expect(inForce(effective, "owner")).toEqual({ value: "@acme/shops", at: "firstpass.yml:9" });
    expect(inForce(effective, "tier")).toEqual({ value: "1", at: "firstpass.yml:16" });
    expect(effective.settings.find(({ key }) => key === "targets.first-pass-rate")?.notInForce).toMatchObject(
      [
        { value: ">= 85 %", why: "replaced", origin: { layer: "group", name: "shops", line: 13 } },
        { value: ">= 80 %", why: "replaced", origin: { layer: "organisation", name: null, line: 3 } },
        { value: ">= 85 %", why: "replaced", origin: { layer: "default", line: null } },
      ],
    );
    expect(toldOf(effective)).toEqual([]);
  });

  it("are said to be replaced where a nearer file of the organisation has one of the same id", () => {
    const effective = layered({
      organisation: `extends: acme/policies:firstpass/groups.yml\n${organisation}`,
      shared: {
        "acme/policies:firstpass/groups.yml":
          "groups: [{ id: pci, title: Cards, owner: cards, match: { topics: [pci] } }]",
      },
      state: { topics: ["pci"] },
    });
    expect(effective.config.groups.find(({ id }) => id === "pci")).toMatchObject({
      title: "pci",
      owner: null,
    });
    expect(effective.problems).toMatchObject([
      {
        severity: "warning",
        message: expect.stringContaining('"pci" is in acme/policies:firstpass/groups.yml'),
      },
    ]);
  });

  it("give way to the repository's own owner, and to none of them where none applies", () => {
    expect(layered({ organisation, repository: 'owner: "@acme/me"' }).config.owner).toBe("@acme/me");
    const { config, groups } = layered({ organisation, state: { name: "web" } });
    expect([config.owner, config.tier, config.groups]).toEqual(["@acme/appsec", null, []]);
    expect(groups.map(({ group, match }) => [group.id, match])).toEqual([
      ["shops", { matches: "no", why: "acme/web is not acme/sh*" }],
      ["pci", { matches: "no", why: "it does not have the topic pci" }],
    ]);
  });

  it("do not apply where it is open whether they do, and what is missing is told as a warning", () => {
    const effective = layered({
      organisation:
        "groups:\n  - { id: pay, tier: 1, match: { teams: [pay] }, settings: { mode: enforce } }\n  - { id: x, match: { properties: { line: [x] } } }",
      state: { customProperties: null },
    });
    expect(effective.config).toMatchObject({ mode: "advisory", tier: null, groups: [] });
    expect(toldOf(effective)).toEqual([
      expect.stringMatching(/^firstpass\.yml:3: warning: .*"pay".*members: read/),
      expect.stringMatching(/^firstpass\.yml:4: warning: .*"x".*custom property line is not known/),
    ]);
  });

  it("come from files that the organisation extends, of one id the nearest, and from no other file", () => {
    const shared = {
      "acme/policies:firstpass/base.yml":
        "groups: [{ id: a, tier: 3, match: { repositories: [acme/*] } }, { id: b, match: { repositories: [acme/*] } }]\noverview: { repository: acme/base }",
    };
    const own = "extends: acme/policies:firstpass/base.yml";
    const far = layered({
      shared,
      organisation: `${own}\ngroups: [{ id: a, tier: 1, match: { repositories: [acme/*] } }]`,
    });
    expect(far.config.groups.map(({ id, tier }) => [id, tier])).toEqual([
      ["a", "1"],
      ["b", null],
    ]);
    expect(far.overview).toEqual({ repository: "acme/base" });
    const near = layered({ shared, repository: own });
    expect([near.config.groups, near.overview, near.problems]).toEqual([[], { repository: null }, []]);
  });

  it("are told of as doing nothing in a repository's own file", () => {
    const effective = layered({ repository: "groups: []\npolicy: { locked: [mode] }\nmode: enforce" });
    expect(effective.config.mode).toBe("enforce");
    expect(toldOf(effective)).toEqual([
      expect.stringMatching(/^\.github\/firstpass\.yml:2: warning: groups: only the organisation's file/),
      expect.stringMatching(/^\.github\/firstpass\.yml:3: warning: policy: only the organisation's file/),
    ]);
  });

  it("apply to no repository in particular not at all", () => {
    const file = { path: "firstpass.yml", text: `version: 1\n${organisation}` };
    expect(effectiveConfig({ organisation: file, repository: null })).toMatchObject({
      config: { groups: [], tier: null },
      problems: [],
    });
  });
});
