// Mutations of real inputs, drawn from a seed: of JSON as values and as bytes, and of any text. The runs of a fuzz test are counted by
// FUZZ_RUNS, a factor (1 by default), and begin at FUZZ_SEED; both are printed with a failure.
import { seeded } from "../hostile-github.ts";

export const FUZZ_SEED = Number(process.env.FUZZ_SEED ?? 20261116);
export const runs = (count: number): number => Math.ceil(count * Number(process.env.FUZZ_RUNS ?? 1));

/** Planted wherever a mutation writes text; put together, so that no scanner takes this file for a leak. */
export const PLANTED = ["ghp", "Planted0Planted1Planted2Planted3Plant"].join("_");

export interface Chance {
  /** A whole number below `limit`. */
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

export function chanceOf(seed: number): Chance {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  return {
    below,
    pick(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("There is nothing to pick from.");
      return item;
    },
  };
}

const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));

/** What stands in the place of a value. */
const replacements: readonly ((chance: Chance) => unknown)[] = [
  () => null,
  () => true,
  () => 0,
  () => -1,
  () => 1e308,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => 0.1,
  () => "",
  () => "\u0000",
  () => "\ud800",
  () => PLANTED,
  () => `${PLANTED} <img src=x> @everyone \u202e`,
  () => "9999-99-99T99:99:99Z",
  () => "-000001-01-01T00:00:00Z",
  () => "f".repeat(40),
  () => "x".repeat(100_000),
  () => [],
  () => ({}),
  () => [[], {}, null, "a", 1],
  () => nested(2_000),
  () => JSON.parse('{"__proto__":{"action":"opened","id":1},"constructor":{"prototype":1},"toString":1}'),
  (chance) => Array.from({ length: chance.below(3_000) }, (_, index) => ({ id: index, name: PLANTED })),
];

/** A copy of the value with one part replaced, dropped, doubled or swapped with another. */
export function mutateValue(value: unknown, chance: Chance): unknown {
  const root = { value: structuredClone(value) };
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const walk = (holder: object) => {
    for (const [key, part] of Object.entries(holder)) {
      places.push({ holder: holder as Record<string, unknown>, key });
      if (typeof part === "object" && part !== null) walk(part);
    }
  };
  walk(root);
  for (let left = 1 + chance.below(3); left > 0; left -= 1) {
    const { holder, key } = chance.pick(places);
    const other = chance.pick(places);
    const what = chance.below(5);
    if (what === 0 && key !== "value") delete holder[key];
    else if (what === 1) holder[key] = structuredClone(other.holder[other.key] ?? null);
    else if (what === 2 && !Array.isArray(holder))
      Object.defineProperty(holder, "__proto__", {
        value: chance.pick(replacements)(chance),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else holder[key] = chance.pick(replacements)(chance);
  }
  return root.value;
}

const snippets = [
  "\u0000",
  "\ud800",
  "\ufeff",
  "\u202e",
  "{",
  "}",
  "[",
  "]",
  '"',
  "'",
  "\\",
  "\n",
  "\r",
  "\t",
  ":",
  "- ",
  "#",
  "&a ",
  "*a",
  "!!js/function ",
  "<<: *a\n",
  "---\n",
  "%YAML 9\n",
  "<!ENTITY x 'y'>",
  "<a>",
  "</a>",
  "$" + "{{ github.event.issue.title }}",
  "FROM ",
  "ARG ",
  "\\\n",
  "`",
  "$(",
  "((((",
  "a".repeat(5_000),
  "[".repeat(3_000),
  "{a: ".repeat(500),
  "0".repeat(400),
  "1e999",
  "=",
  "==",
  "~>",
  "^",
  "**/",
  PLANTED,
];

/** A copy of the text with pieces put in, taken out, doubled or cut off. */
export function mutateText(text: string, chance: Chance): string {
  let mutated = text;
  for (let left = 1 + chance.below(4); left > 0; left -= 1) {
    const at = chance.below(mutated.length + 1);
    const to = Math.min(mutated.length, at + chance.below(40));
    const what = chance.below(6);
    if (what === 0) mutated = mutated.slice(0, at) + mutated.slice(to);
    else if (what === 1) mutated = mutated.slice(0, to) + mutated.slice(at);
    else if (what === 2) mutated = mutated.slice(0, at);
    else if (what === 3)
      mutated = mutated.slice(0, at) + String.fromCharCode(chance.below(0x3000)) + mutated.slice(to);
    else mutated = mutated.slice(0, at) + chance.pick(snippets) + mutated.slice(at);
  }
  return mutated;
}

/** The JSON of the value as bytes, some of them wrong: keys twice, invalid UTF-8, cut short, bytes turned. */
export function mutateBytes(value: unknown, chance: Chance): Buffer<ArrayBuffer> {
  const json = JSON.stringify(chance.below(2) === 0 ? mutateValue(value, chance) : value) ?? "null";
  const what = chance.below(6);
  if (what === 0) return Buffer.from(json.replace("{", '{"action":7,"repository":null,"action":"opened",'));
  if (what === 1) return Buffer.from(mutateText(json, chance));
  const bytes = Buffer.from(json);
  if (what === 2) return bytes.subarray(0, chance.below(bytes.length));
  if (what === 3) bytes[chance.below(bytes.length)] = 0xff;
  if (what === 4)
    for (let left = 8; left > 0; left -= 1) bytes[chance.below(bytes.length)] = chance.below(256);
  return bytes;
}

/** Calls it, and throws when it took longer than a machine under load may need for any input of this size. */
export function withinTime<Result>(call: () => Result, millis = 2_000): Result {
  const startedAt = performance.now();
  const result = call();
  const took = performance.now() - startedAt;
  if (took > millis) throw new Error(`It took ${Math.round(took)} ms.`);
  return result;
}

/** Does it once for each seed; a failure names its seed. */
export async function forEachSeed(
  count: number,
  once: (chance: Chance, seed: number) => void | Promise<void>,
): Promise<void> {
  for (let seed = FUZZ_SEED; seed < FUZZ_SEED + runs(count); seed += 1) {
    try {
      await once(chanceOf(seed), seed);
    } catch (error) {
      throw new Error(`FUZZ_SEED=${seed} (run 1 of it alone with FUZZ_RUNS=${1 / count})`, { cause: error });
    }
  }
}
