// Files that build upon others: their order, their limits, and what is told of those that are not there.
import { describe, expect, it } from "vitest";
import { inForce, layered, toldOf } from "../../../support/layers.ts";

const at = (name: string) => `acme/policies:firstpass/${name}.yml`;

describe("extends", () => {
  it("lets a file go before what it extends, and a later entry before an earlier one", () => {
    const shared = {
      [at("a")]: "window: 8w\nmode: enforce\nowner: a",
      [at("b")]: "window: 12w\nowner: b",
    };
    const effective = layered({
      repository: `extends:\n  - ${at("a")}\n  - ${at("b")}\nowner: me`,
      shared,
    });
    expect(inForce(effective, "window")).toEqual({ value: "12w", at: `${at("b")}:2` });
    expect(inForce(effective, "mode")).toEqual({ value: "enforce", at: `${at("a")}:3` });
    expect(inForce(effective, "owner")).toEqual({ value: "me", at: ".github/firstpass.yml:5" });
    expect(effective.settings.find(({ key }) => key === "window")?.origin).toEqual({
      layer: "extends",
      name: at("b"),
      path: at("b"),
      line: 2,
      column: 1,
    });
    expect(effective.problems).toEqual([]);
  });

  it("reads a file once where two ways lead to it, farther than both", () => {
    const { config, problems } = layered({
      organisation: `extends: [${at("left")}, ${at("right")}]`,
      shared: {
        [at("left")]: `extends: ${at("base")}\nwindow: 8w`,
        [at("right")]: `extends: ${at("base")}\nmode: enforce`,
        [at("base")]: "window: 12w\nmode: advisory\nowner: base",
      },
    });
    expect(config).toMatchObject({ windowDays: 56, mode: "enforce", owner: "base" });
    expect(problems).toEqual([]);
  });

  it("knows addresses whatever the case of owner and repository, and a repository alone", () => {
    const shared = { "acme/policies:.github/firstpass.yml": "mode: enforce" };
    const { config, problems } = layered({ repository: "extends: Acme/Policies", shared });
    expect([config.mode, problems]).toEqual(["enforce", []]);
  });

  it("names the chain of a circle, and keeps everything else", () => {
    const effective = layered({
      repository: `owner: me\nextends: ${at("a")}`,
      shared: {
        [at("a")]: `extends: ${at("b")}\nmode: enforce`,
        [at("b")]: `extends: ${at("a")}\nwindow: 8w`,
      },
    });
    expect(effective.config).toMatchObject({ mode: "enforce", windowDays: 56, owner: "me" });
    expect(toldOf(effective)).toEqual([
      `.github/firstpass.yml:3: extends goes round in a circle: ${at("a")} → ${at("b")} → ${at("a")}. Take one of these out.`,
    ]);
  });

  it("does not let a repository's file extend itself", () => {
    const text = "extends: acme/shop\nmode: enforce";
    const effective = layered({ repository: text, shared: { "acme/shop:.github/firstpass.yml": text } });
    expect(toldOf(effective)).toEqual([
      expect.stringMatching(/^\.github\/firstpass\.yml:2: .*round in a circle/),
    ]);
    expect(effective.config.mode).toBe("enforce");
  });

  it("goes five files deep and no further", () => {
    const shared = Object.fromEntries(
      [1, 2, 3, 4, 5, 6].map((n) => [at(`f${n}`), `extends: ${at(`f${n + 1}`)}\nsla: { low: ${400 + n}d }`]),
    );
    shared[at("f5")] = `extends: ${at("f6")}\nwindow: 8w`;
    shared[at("f6")] = "mode: enforce";
    const effective = layered({ repository: `extends: ${at("f1")}`, shared });
    expect(effective.config).toMatchObject({ windowDays: 56, mode: "advisory", sla: { low: 401 } });
    expect(toldOf(effective)).toEqual([expect.stringMatching(/at most 5 files.*f5\.yml → .*f6\.yml\.$/)]);
  });

  it("reads twenty files in all", () => {
    const names = Array.from({ length: 15 }, (_, n) => n);
    const shared = Object.fromEntries(
      ["o", "r"].flatMap((side) => names.map((n) => [at(`${side}${n}`), `sla: { low: ${200 + n}d }`])),
    );
    const list = (side: string) => `extends: [${names.map((n) => at(`${side}${n}`)).join(", ")}]`;
    const effective = layered({ organisation: list("o"), repository: `${list("r")}\nowner: me`, shared });
    expect(effective.problems.filter(({ message }) => message.includes("too many files"))).toHaveLength(10);
    expect(effective.config.owner).toBe("me");
    const same = layered({ organisation: list("o"), repository: list("o"), shared });
    expect(same.problems.filter(({ message }) => message.includes("too many files"))).toEqual([]);
  });

  it("tells of files that cannot be read, were not read, or are broken, with nothing of their content", () => {
    const effective = layered({
      repository: `extends:\n  - ${at("gone")}\n  - ${at("unread")}\n  - ${at("broken")}\nmode: enforce`,
      shared: { [at("gone")]: null, [at("broken")]: "password: hunter2\nmode: secret" },
    });
    expect(effective.config.mode).toBe("enforce");
    expect(toldOf(effective)).toEqual([
      `.github/firstpass.yml:3: extends: ${at("gone")} cannot be read, so that it is not in force: there is no such file.`,
      `.github/firstpass.yml:4: extends: ${at("unread")} has not been read yet, so that it is not in force.`,
      `.github/firstpass.yml:5: extends: ${at("broken")} has 2 errors, so that nothing of it is in force.`,
    ]);
  });

  it("binds what a repository extends by the policy, and tells so where the file is named", () => {
    const effective = layered({
      organisation: "sla: { high: 20d }\npolicy: { locked: [mode] }",
      repository: `owner: me\nextends: [${at("loose")}]\nsla: { medium: 30d }`,
      shared: { [at("loose")]: "mode: enforce\nsla: { high: 25d }" },
    });
    expect(effective.config).toMatchObject({ mode: "advisory", sla: { high: 20, medium: 30 } });
    expect(toldOf(effective)).toEqual([
      expect.stringMatching(
        /^\.github\/firstpass\.yml:3: extends: in .*loose\.yml, line 2: mode: .* locks it/,
      ),
      expect.stringMatching(
        /^\.github\/firstpass\.yml:3: extends: in .*loose\.yml, line 3: sla\.high: what is said there is not/,
      ),
    ]);
    expect(toldOf(effective).join()).not.toContain("25d");
  });
});
