// Who is selected: by every part alone, by several at once, and what is left open.
import { describe, expect, it } from "vitest";
import type { RepositorySelector } from "../../../../src/core/config/config.ts";
import { matchSelector } from "../../../../src/core/config/layers/select-repository.ts";
import { repositoryState } from "../../../support/facts.ts";

const traits = {
  state: repositoryState({
    ownerLogin: "Acme",
    name: "Pay-API",
    visibility: "internal",
    language: "Java",
    topics: ["pci"],
    customProperties: { "product-line": "payments", regions: ["eu", "us"], empty: null },
  }),
  teams: { memberOf: ["payments"], notMemberOf: ["shop"] },
};

function decide(selector: RepositorySelector, state: Partial<typeof traits.state> = {}) {
  return matchSelector(selector, { ...traits, state: { ...traits.state, ...state } });
}

describe("a selector", () => {
  it.each<RepositorySelector>([
    {},
    { repositories: ["acme/shop", "acme/pay-*"] },
    { visibility: ["private", "internal"] },
    { languages: ["kotlin", "JAVA"] },
    { topics: ["PCI"] },
    { teams: ["shop", "Payments"] },
    { properties: { "product-line": ["payments"] } },
    { properties: { regions: ["us"], "product-line": ["x", "payments"] } },
    { repositories: ["acme/*"], teams: ["payments"], languages: ["Java"] },
  ])("selects by %j", (selector) => {
    expect(decide(selector)).toEqual({ matches: "yes" });
  });

  it.each<[RepositorySelector, string]>([
    [{ repositories: ["acme/*/x", "pay-*"] }, "Acme/Pay-API is not acme/*/x or pay-*"],
    [{ visibility: ["public"] }, "it is internal, not public"],
    [{ languages: ["Go"] }, "its main language is Java, not Go"],
    [{ topics: ["web"] }, "it does not have the topic web"],
    [{ teams: ["shop"] }, "the team shop may not write to it"],
    [
      { properties: { "product-line": ["Payments"] } },
      "its custom property product-line is payments, not Payments",
    ],
    [{ properties: { empty: ["x"] } }, "its custom property empty is not set, not x"],
    [
      { properties: { "product-line": ["payments"], absent: ["x"] } },
      "its custom property absent is not set, not x",
    ],
    [{ properties: { constructor: ["x"] } }, "its custom property constructor is not set, not x"],
  ])("leaves out by %j, and says why", (selector, why) => {
    expect(decide(selector)).toEqual({ matches: "no", why });
  });

  it.each<[RepositorySelector, Partial<typeof traits.state>, RegExp]>([
    [{ languages: ["Go"] }, { language: null }, /main language is not known/],
    [{ properties: { tier: ["1"] } }, { customProperties: null }, /custom property tier is not known/],
    [{ topics: ["pci"] }, { topics: [], defaultBranch: "HEAD" }, /topics are not known yet/],
    [{ teams: ["shop", "risk"] }, {}, /whether the team risk may write to it is not known.*members: read/],
  ])("is open by %j where that is not known", (selector, state, why) => {
    expect(decide(selector, state)).toEqual({ matches: "unknown", why: expect.stringMatching(why) });
  });

  it("is settled by a part that does not hold, whatever is unknown of the others", () => {
    const selector = { languages: ["Go"], teams: ["risk"], topics: ["web"] };
    expect(decide(selector, { language: null })).toMatchObject({ matches: "no" });
  });
});
