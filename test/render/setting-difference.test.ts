import { expect, it } from "vitest";
import { splitChanges } from "../../src/render/setting-difference.ts";

const rule = (more: object) => ({ id: "build", kind: "reusable_workflow", ...more });
const key = "templates.rules.build";

it.each([
  [
    "of two maps, the parts that differ",
    { key, before: rule({ ref: { minimum: "v2" } }), after: rule({ ref: { minimum: "v3" } }) },
    [[`${key}.ref.minimum`, "v2", "v3"]],
  ],
  [
    "a part that is new, and one that is gone",
    { key, before: rule({ title: "Build" }), after: rule({ ref: "any" }) },
    [
      [`${key}.ref`, null, "any"],
      [`${key}.title`, "Build", null],
    ],
  ],
  [
    "a list as a whole",
    { key: "checks.required", before: ["a"], after: ["b"] },
    [["checks.required", ["a"], ["b"]]],
  ],
  ["a rule that is new as a whole", { key, before: null, after: rule({}) }, [[key, null, rule({})]]],
  [
    "a part named as what every object has",
    { key, before: {}, after: { constructor: "x" } },
    [[`${key}.constructor`, null, "x"]],
  ],
])("tells %s", (_what, change, told) => {
  const parts = splitChanges([{ ...change, repositories: 2 }]);
  expect(parts.map((part) => [part.key, part.before, part.after])).toEqual(told);
  expect(parts.every(({ repositories }) => repositories === 2)).toBe(true);
});
