import { describe, expect, it } from "vitest";
import type { TemplateRule } from "../../../src/core/config/config.ts";
import { evaluateOne, fileRule, template } from "../../support/paved-road.ts";

describe("a rule on a file", () => {
  const templates = {
    "acme/templates": template({
      tags: { "v1.0.0": "1", "v1.5.0": "15", "v2.0.0": "2" },
      files: { "dependabot.yml": { "v1.0.0": "blob1", "v1.5.0": "blob1", "v2.0.0": "blob2" } },
    }),
  };
  const path = ".github/dependabot.yml";
  const read = { filesLookedFor: [path], templates };

  it.each([
    ["the newest version", { ...read, files: { [path]: "blob2" } }, "adopted"],
    ["an older version", { ...read, files: { [path]: "blob1" } }, "outdated"],
    ["text of one's own", { ...read, files: { [path]: "own" } }, "drifted"],
    ["no file", read, "missing"],
    ["a file that was not looked for", { ...read, filesLookedFor: [] }, "not-measured"],
    [
      "a file that could not be read",
      { ...read, unreadable: [{ what: path, reason: "too big" }] },
      "not-measured",
    ],
    ["a cut list of files", { ...read, unreadable: [{ what: ".", reason: "cut" }] }, "not-measured"],
    ["no template read", { ...read, templates: {}, files: { [path]: "blob2" } }, "not-measured"],
    [
      "a template that could not be read",
      {
        ...read,
        files: { [path]: "x" },
        templates: {
          "acme/templates": template({
            complete: false,
            unseen: { why: "not-available", permission: null, text: "acme/templates is gone" },
          }),
        },
      },
      "not-measured",
    ],
  ])("with %s", (_, observed, status) => {
    expect(evaluateOne(fileRule(), observed).status).toBe(status);
  });

  it("says from which version a file drifted, with the difference", () => {
    const drift = { version: "v1.5.0", linesAdded: 2, linesRemoved: 1, difference: "-a\n+b" };
    const drifts = { [path]: { "acme/templates:dependabot.yml": drift } };
    const rule = fileRule({ template: "Acme/Templates" });
    expect(evaluateOne(rule, { ...read, files: { [path]: "own" }, drifts })).toMatchObject({
      status: "drifted",
      note: expect.stringContaining("the nearest is v1.5.0, with 2 lines added and 1 removed since"),
      evidence: [{ path, version: "v1.5.0", difference: "-a\n+b", satisfied: false }],
    });
    const [place] = evaluateOne(rule, { ...read, files: { [path]: "blob1" }, drifts }).evidence;
    expect(place).not.toHaveProperty("difference");
  });

  it("takes any released version where no minimum is asked for, and names the newest that it is", () => {
    const result = evaluateOne(fileRule({ minimum: null }), { ...read, files: { [path]: "blob1" } });
    expect(result).toMatchObject({ status: "adopted", note: `${path} is that of v1.5.0.` });
  });
});

describe("a rule on the template repository", () => {
  const rule: TemplateRule = {
    id: "born",
    title: "From the template",
    kind: "template_repository",
    templates: ["acme/service"],
    appliesTo: {},
  };

  it.each([
    ["Acme/Service", "adopted"],
    ["acme/other", "missing"],
    [null, "not-measured"],
  ])("generated from %s: %s", (templateRepository, status) => {
    expect(evaluateOne(rule, {}, { templateRepository }).status).toBe(status);
  });
});
