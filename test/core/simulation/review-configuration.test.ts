// Each mistake of a changed file once, on its line, with what it means for the file; in public nothing of other layers.
import { describe, expect, it } from "vitest";
import type { ConfigProblem } from "../../../src/core/config/problem.ts";
import { diffGroups, diffSettings } from "../../../src/core/simulation/diff-settings.ts";
import { allProblems, reviewConfiguration } from "../../../src/core/simulation/review-configuration.ts";

function problem(
  line: number,
  message: string,
  severity: ConfigProblem["severity"] = "error",
): ConfigProblem {
  return { path: "acme/.github/firstpass.yml", line, column: 3, message, severity };
}

const own = problem(9, 'unknown key "modes".');
const doubt = problem(4, "nobody answers for it.", "warning");
const locked = problem(2, "mode: the organisation locks it at acme/.github-private/firstpass.yml:12.");
const open = problem(3, "groups: it is open whether acme/x belongs to pay.", "warning");
const problems = { alone: [own], scoped: [own, doubt], layered: [locked, open, own] };

describe("reviewConfiguration", () => {
  it("tells each problem once, by line, with whether the file or only the value is out of force", () => {
    expect(reviewConfiguration("firstpass.yml", problems, false)).toEqual([
      { path: "firstpass.yml", line: 2, kind: "refused", message: locked.message },
      { path: "firstpass.yml", line: 3, kind: "doubt", message: open.message },
      { path: "firstpass.yml", line: 4, kind: "doubt", message: doubt.message },
      { path: "firstpass.yml", line: 9, kind: "broken", message: own.message },
    ]);
  });

  it("says in public that a value is refused, and nothing of what the other layer says", () => {
    const notes = reviewConfiguration("firstpass.yml", problems, true);
    expect(notes.map(({ line, kind }) => [line, kind])).toEqual([
      [2, "refused"],
      [4, "doubt"],
      [9, "broken"],
    ]);
    expect(JSON.stringify(notes)).not.toMatch(/organisation locks|github-private|belongs to pay/);
  });

  it("lists all problems in the order of the lines", () => {
    expect(allProblems(problems)).toEqual([locked, open, doubt, own]);
  });
});

describe("differences", () => {
  const origin = { layer: "default", name: null, path: null, line: null, column: null } as const;
  const set = (key: string, value: unknown) => ({ key, value, origin, notInForce: [] });

  it("names keys whose value differs, comes or goes, and not where it was written", () => {
    const before = [set("mode", "advisory"), set("window", "28d"), set("templates.rules.a", { id: "a" })];
    const after = [
      { ...set("mode", "advisory"), origin: { ...origin, line: 3 } },
      set("window", "14d"),
      set("owner", "@a/b"),
    ];
    expect(diffSettings(before, after)).toEqual([
      { key: "owner", before: null, after: "@a/b" },
      { key: "templates.rules.a", before: { id: "a" }, after: null },
      { key: "window", before: "28d", after: "14d" },
    ]);
  });

  it("names groups that are entered and left", () => {
    const group = (id: string) => ({ id, title: id, kind: null, owner: null, tier: null });
    expect(diffGroups([group("a"), group("b")], [group("b"), group("c")])).toEqual({
      enters: ["c"],
      leaves: ["a"],
    });
  });
});
