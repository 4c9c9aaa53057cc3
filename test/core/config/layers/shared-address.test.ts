// Which files of other repositories `extends` may name at all.
import { describe, expect, it } from "vitest";
import {
  formatSharedAddress,
  isSharedPath,
  readSharedAddress,
  sharedKey,
} from "../../../../src/core/config/layers/shared-address.ts";

describe("readSharedAddress", () => {
  it.each([
    ["acme/policies:firstpass/base.yml", "firstpass/base.yml"],
    ["acme/policies:config/firstpass/java.yaml", "config/firstpass/java.yaml"],
    ["acme/policies:firstpass.yml", "firstpass.yml"],
    ["acme/policies:shared/firstpass-java.yaml", "shared/firstpass-java.yaml"],
    ["acme/policies", ".github/firstpass.yml"],
    ["acme/.github:firstpass.yml", "firstpass.yml"],
  ])("reads %s", (text, path) => {
    expect(readSharedAddress(text)).toMatchObject({ owner: "acme", path });
  });

  it.each([
    "",
    "policies",
    "acme/",
    "/policies",
    "acme/policies/firstpass.yml",
    "https://github.com/acme/policies",
    "acme/..:firstpass.yml",
    "acme/policies:",
    "acme/policies:.env",
    "acme/policies:firstpass/.env.yml",
    "acme/policies:firstpass/secrets.json",
    "acme/policies:firstpass/deeper/base.yml",
    "acme/policies:firstpass.json",
    "acme/policies:/firstpass.yml",
    "acme/policies:a//firstpass.yml",
    "acme/policies:../other/firstpass.yml",
    "acme/policies:a/./firstpass.yml",
    "acme/policies:firstpass.yml?ref=secret",
    "acme/policies:firstpass.yml\n",
    "acme/policies:a\u0000/firstpass.yml",
    `acme/policies:${"a/".repeat(200)}firstpass.yml`,
    "acme@evil/policies:firstpass.yml",
  ])("refuses %j, so that nothing is asked for", (text) => {
    expect(readSharedAddress(text)).toHaveProperty("refused");
  });

  it("knows a file by one key, however owner and repository are written", () => {
    const address = { owner: "Acme", name: "Policies", path: "Shared/firstpass.yml" };
    expect(sharedKey(address)).toBe("acme/policies:Shared/firstpass.yml");
    expect(formatSharedAddress(address)).toBe("Acme/Policies:Shared/firstpass.yml");
  });
});

it("takes for shared what is named like a file of Firstpass, in any folder", () => {
  expect(
    ["firstpass.yml", ".github/firstpass.yml", "a b/firstpass-base.yaml"].filter(isSharedPath),
  ).toHaveLength(3);
  expect(["x-firstpass.yml", "firstpasses/base.yml", "Firstpass.yml"].filter(isSharedPath)).toEqual([]);
});
