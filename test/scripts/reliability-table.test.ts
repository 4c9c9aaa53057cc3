// docs/reliability.md against the tests: every fault has one, and the links lead somewhere.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { faultPromises } from "../../scripts/fault-promises.ts";
import { faultsNamedIn, findFaultTests, withFaults } from "../../scripts/reliability-table.ts";

const numbers = faultPromises.flatMap(({ faults }) => faults.map(({ number }) => number));
const place = "# R\n<!-- generated: faults -->\nWORDS OF BEFORE\n<!-- end of generated: faults -->\nend\n";

/** A title, put together so that this file names no fault itself. */
const titled = (faults: string) => `it("${faults}: is answered", () => {});`;

describe("the table of faults", () => {
  it.each([
    ["fault 4", [4]],
    ["fault 1, 2", [1, 2]],
    ["faults 19 and 22", [19, 22]],
    ["fault 45, fault 50", [45, 50]],
    ["no fault", []],
  ])("reads the numbers of a title %j", (title, expected) => {
    expect(faultsNamedIn(titled(title))).toEqual(expected);
  });

  it("has fifty-one rows in order", () => {
    expect(numbers).toEqual(Array.from({ length: 51 }, (_, index) => index + 1));
  });

  it("links each fault to its tests, and keeps what stands around it", () => {
    const tests = new Map(numbers.map((number) => [number, ["test/http/intake.test.ts"]]));
    const text = withFaults(place, tests);
    expect(text).toMatch(/^# R\n/);
    expect(text).toMatch(/\nend\n$/);
    expect(text).not.toContain("WORDS OF BEFORE");
    expect(text).toContain(
      "| 4 | The same delivery id again | 202, and no second effect | [http/intake](../test/http/intake.test.ts) |",
    );
    expect(withFaults(text, tests)).toBe(text);
  });

  it("ends where a fault has no test, or a test names a fault that there is not", () => {
    const tests = new Map(numbers.map((number) => [number, ["test/a.test.ts"]]));
    expect(() => withFaults(place, new Map([...tests, [99, ["test/b.test.ts"]]]))).toThrow("does not: 99");
    tests.delete(7);
    expect(() => withFaults(place, tests)).toThrow("No test provokes these faults: 7.");
  });

  it("leads to files that there are", () => {
    const files = [...findFaultTests(process.cwd()).values()].flat();
    expect(files.length).toBeGreaterThan(40);
    for (const [, path] of readFileSync("docs/reliability.md", "utf8").matchAll(/\]\(\.\.\/(test\/[^)]+)\)/g))
      expect(existsSync(path ?? ""), path).toBe(true);
  });
});
