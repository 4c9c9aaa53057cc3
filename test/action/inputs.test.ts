import { describe, expect, it } from "vitest";
import { ActionError } from "../../action/action-error.ts";
import { readInputs } from "../../action/inputs.ts";

const readWith = (given: Record<string, string>) => readInputs((name) => given[name] ?? "");

describe("the Action's inputs", () => {
  it("has a value for each where nothing is given", () => {
    expect(readWith({})).toEqual({
      mode: null,
      token: null,
      tokenKind: "workflow-token",
      path: ".",
      base: null,
      config: null,
      sarif: [],
      secretsSarif: [],
      baseSarif: [],
      templates: new Map(),
      windowDays: null,
      weeklyIssue: false,
      showFindings: false,
      failOn: [],
    });
  });

  it("reads paths one a line, each once", () => {
    expect(readWith({ sarif: "a.sarif\r\n  out/b c.sarif  \n\na.sarif\n" }).sarif).toEqual([
      "a.sarif",
      "out/b c.sarif",
    ]);
  });

  it.each([
    ["28d", 28],
    ["4w", 28],
    ["1d", 1],
    ["366d", 366],
  ])("takes a window of %s", (window, days) => {
    expect(readWith({ window }).windowDays).toBe(days);
  });

  it("takes a token that is not the workflow's for one of an App or a person", () => {
    expect(readWith({ token: "a", "workflow-token": "a" }).tokenKind).toBe("workflow-token");
    expect(readWith({ token: "a" }).tokenKind).toBe("workflow-token");
    expect(readWith({ token: "b", "workflow-token": "a" }).tokenKind).toBe("token");
  });

  it("reads templates as names and folders", () => {
    expect(readWith({ templates: "acme/ci=_ci\n\nacme/base.images=./a=b " }).templates).toEqual(
      new Map([
        ["acme/ci", "_ci"],
        ["acme/base.images", "./a=b"],
      ]),
    );
  });

  it.each([
    ["mode", "pull_request"],
    ["mode", "PR"],
    ["token", "two tokens"],
    ["token", "a\nb"],
    ["base", "--upload-pack=touch /tmp/x"],
    ["base", "main branch"],
    ["base", "main\nother"],
    ["base", "m".repeat(300)],
    ["window", "28"],
    ["window", "0d"],
    ["window", "400d"],
    ["window", "-3d"],
    ["weekly-issue", "yes"],
    ["weekly-issue", "1"],
    ["show-findings", "true"],
    ["templates", "acme=_ci"],
    ["templates", "acme/ci"],
    ["config", "a\nb"],
    ["fail-on", "sometimes"],
    ["fail-on", "never, broken-template"],
    ["fail-on", "new-finding:severe"],
    ["fail-on", "new-finding:none"],
    ["fail-on", "new-finding:"],
    ["fail-on", "off-target:nothing"],
    ["fail-on", "broken-template:high"],
  ])("refuses %s: %s and names the input", (name, text) => {
    expect(() => readWith({ [name]: text })).toThrow(ActionError);
    expect(() => readWith({ [name]: text })).toThrow(new RegExp(`^Input ${name}: `));
  });

  it("does not repeat a token that is refused", () => {
    expect(() => readWith({ token: "ghs_secret other" })).toThrow(/^(?!.*ghs_secret)/);
  });
});
