// The table of docs/reliability.md: every fault that Firstpass is held against, what is promised, and the tests that provoke it.
// A test says which faults it provokes in its title: `fault 4: …`, `fault 1, 2: …`. A fault without a test ends the run.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { faultPromises } from "./fault-promises.ts";

const BEGIN = "<!-- generated: faults -->";
const END = "<!-- end of generated: faults -->";

const TITLE = /["'`]faults? (\d[\d ,andfult]*): /g;

/** The numbers that the titles in a test's source name. */
export function faultsNamedIn(source: string): number[] {
  return [...source.matchAll(TITLE)].flatMap(([, numbers]) => (numbers?.match(/\d+/g) ?? []).map(Number));
}

/** Test files by the fault they provoke, each list sorted. */
export function findFaultTests(root: string): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, Set<string>>();
  const folder = join(root, "test");
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (!file.endsWith(".test.ts")) continue;
    const path = join(folder, file);
    for (const fault of faultsNamedIn(readFileSync(path, "utf8"))) {
      const files = found.get(fault) ?? new Set();
      found.set(fault, files.add(relative(root, path)));
    }
  }
  return new Map([...found].map(([fault, files]) => [fault, [...files].sort()]));
}

/**
 * The document with its table made anew.
 *
 * @throws Error where a fault has no test, a test names a fault that there is not, or the document has no place for the table.
 */
export function withFaults(document: string, tests: ReadonlyMap<number, readonly string[]>): string {
  const [head, rest] = document.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (head === undefined || tail === undefined)
    throw new Error(`docs/reliability.md lacks ${BEGIN} … ${END}.`);
  const known = faultPromises.flatMap(({ faults }) => faults.map(({ number }) => number));
  const untested = known.filter((number) => !tests.has(number));
  if (untested.length > 0) throw new Error(`No test provokes these faults: ${untested.join(", ")}.`);
  const unknown = [...tests.keys()].filter((number) => !known.includes(number));
  if (unknown.length > 0)
    throw new Error(`Tests name faults that docs/reliability.md does not: ${unknown.join(", ")}.`);
  const sections = faultPromises.map(({ title, faults }) =>
    [
      `### ${title}`,
      "",
      "| no. | what happens | what is promised | tests |",
      "|---|---|---|---|",
      ...faults.map(
        ({ number, fault, promise }) =>
          `| ${number} | ${fault} | ${promise} | ${links(tests.get(number) ?? [])} |`,
      ),
    ].join("\n"),
  );
  return `${head}${BEGIN}\n\n${sections.join("\n\n")}\n\n${END}${tail}`;
}

function links(files: readonly string[]): string {
  return files.map((file) => `[${file.replace(/^test\/|\.test\.ts$/g, "")}](../${file})`).join(", ");
}
