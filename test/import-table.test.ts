// The import table is only worth something if breaking it fails. The fixture breaks each kind of rule once.
import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const depcruise = fileURLToPath(new URL("../node_modules/.bin/depcruise", import.meta.url));
const config = fileURLToPath(new URL("../.dependency-cruiser.mjs", import.meta.url));

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

function cruise(cwd: string, ...folders: string[]): Violation[] {
  const run = spawnSync(
    process.execPath,
    [depcruise, ...folders, "--config", config, "--output-type", "json"],
    {
      cwd,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return JSON.parse(run.stdout).summary.violations;
}

describe("the import table", () => {
  const violations = cruise(
    fileURLToPath(new URL("./fixtures/import-violations", import.meta.url)),
    "src",
    "action",
  );
  const rulesBrokenBy = (file: string) =>
    [
      ...new Set(
        violations.filter((v) => v.from === file || v.from === `src/${file}`).map((v) => v.rule.name),
      ),
    ].sort();

  it.each([
    ["core/imports-store.ts", "core-imports"],
    ["core/reads-files.ts", "core-packages"],
    ["core/cycle-first.ts", "no-cycle"],
    ["render/imports-github.ts", "render-imports"],
    ["http/imports-github.ts", "http-imports"],
    ["workflows/speaks-sql.ts", "sql-only-in-store"],
    ["workflows/imports-memory.ts", "workflows-imports"],
    ["clone/imports-github.ts", "clone-imports"],
    ["action/imports-store.ts", "action-imports"],
    ["render/imports-test-package.ts", "product-packages"],
  ])("fails on %s, by the rule %s", (file, rule) => {
    expect(rulesBrokenBy(file)).toContain(rule);
  });

  it("has nothing to say against a module that imports nothing", () => {
    expect(rulesBrokenBy("store/table.ts")).toEqual([]);
  });

  it("makes the lint command fail, not only warn", () => {
    expect(() =>
      execFileSync(process.execPath, [depcruise, "src", "--config", config], {
        cwd: `${root}/test/fixtures/import-violations`,
        stdio: "pipe",
      }),
    ).toThrow();
  });
});
