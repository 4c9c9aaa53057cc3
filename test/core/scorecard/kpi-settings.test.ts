// A number is explained with the configuration that made it: nothing that a formula reads is left out.
import { describe, expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import { effectiveConfig } from "../../../src/core/config/effective.ts";
import { kpiDefinitions } from "../../../src/core/kpis/registry.ts";
import { foldInput } from "../../../src/core/scorecard/build.ts";
import { settingsOf } from "../../../src/core/scorecard/kpi-settings.ts";
import { richInput } from "../../support/rich-ledger.ts";
import { configWith } from "../../support/scorecard-input.ts";

/** The configuration, and the paths of it that were read so far: `sla`, `changes.bots`. */
function watch(config: Config): { config: Config; read: Set<string> } {
  const read = new Set<string>();
  const watchSection = <T extends object>(section: T, at: string): T =>
    new Proxy(section, {
      get(target, key) {
        const value = Reflect.get(target, key);
        const path = at === "" ? String(key) : `${at}.${String(key)}`;
        if (typeof key === "string" && Object.hasOwn(target, key)) read.add(path);
        const isSection = typeof value === "object" && value !== null && !Array.isArray(value) && at === "";
        return isSection ? watchSection(value, path) : value;
      },
    });
  return { config: watchSection(config, ""), read };
}

/** A section is told of as a whole where none of its keys is told of alone. */
function isTold(path: string, told: ReadonlySet<string>): boolean {
  const [section = ""] = path.split(".");
  if (told.has(path) && section === path) return true;
  const whole = told.has(section) && ![...told].some((one) => one.startsWith(`${section}.`));
  return whole || told.has(path);
}

describe.each(kpiDefinitions.map((definition) => [definition.id, definition] as const))(
  "%s",
  (id, definition) => {
    it("tells of every part of the configuration that its formula reads", () => {
      const input = foldInput(richInput());
      const used = watch(input.config);
      definition.compute({ ...input, config: used.config });
      const told = watch(input.config);
      settingsOf(id, told.config);
      const beside = new Set(["targets", "hash"]);
      const untold = [...used.read].filter((path) => !beside.has(path) && !isTold(path, told.read));
      expect(untold).toEqual([]);
    });

    it("tells of its window, and of its target where one is configured", () => {
      const target = { op: ">=", value: 90, tolerance: 2 } as const;
      const settings = settingsOf(id, configWith({ windowDays: 14, targets: { [id]: target } }));
      expect(settings[0]).toEqual({ key: "window", value: "14d" });
      expect(settings.at(-1)).toEqual({ key: `targets.${id}`, value: target });
      expect(settingsOf(id, configWith({})).map(({ key }) => key)).not.toContain(`targets.${id}`);
    });
  },
);

it("names keys as people write them", () => {
  const { config } = effectiveConfig({ organisation: null, repository: null });
  const keys = [...new Set(kpiDefinitions.flatMap(({ id }) => settingsOf(id, config).map(({ key }) => key)))];
  for (const key of keys) {
    const [section, inner] = key.split(".");
    const text = inner === undefined ? `${section}: {}` : `${section}: { ${inner}: 0.5 }`;
    const { problems } = effectiveConfig({
      organisation: null,
      repository: { path: "firstpass.yml", text: `version: 1\n${text}\n` },
    });
    expect(problems.map(({ message }) => message).join(" "), key).not.toMatch(/unknown key|not a known/i);
  }
});
