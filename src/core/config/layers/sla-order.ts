// A worse finding never has more time, whatever file says which. Where two files together break that, the nearer one's word gives way.
import type { Severity } from "../../findings/finding.ts";
import { readLimit } from "../days.ts";
import type { ConfigProblem } from "../problem.ts";
import { describePlace, problemIn } from "./settings-layer.ts";
import type { Stack } from "./stack-settings.ts";

/** Worst first. */
const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

/** Takes out of the stacks what breaks the order, nearest first, and says so. The built-in defaults are in order. */
export function keepSlaOrder(stacks: ReadonlyMap<string, Stack>): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (let broken = findBroken(stacks); broken !== null; broken = findBroken(stacks)) {
    const { severity, stack, than, relation } = broken;
    const given = stack.written.pop();
    const other = stacks.get(`sla.${than}`)?.written.at(-1);
    const { layer = null, value, origin } = given ?? {};
    // The defaults are in order, so that there is a layer to blame.
    if (layer === null || origin === undefined || other === undefined) break;
    const { line, column } = origin;
    stack.refused.push({ value, origin, why: `${relation} than sla.${than} allows` });
    const found = layer.via === null ? `found "${String(value)}"` : "what is said there is not in force";
    const message = `sla.${severity}: ${found}; this is ${relation} than the SLA of ${than} findings, "${String(other.value)}" (${describePlace(other.origin)}): a worse finding cannot have more time. Write both.`;
    problems.push(problemIn(layer, { line: line ?? 1, column: column ?? 1 }, message));
  }
  return problems;
}

interface Broken {
  readonly severity: Severity;
  readonly stack: Stack;
  readonly than: Severity;
  readonly relation: "longer" | "shorter";
}

/** The nearer of the first two that are in the wrong order. */
function findBroken(stacks: ReadonlyMap<string, Stack>): Broken | null {
  for (const [index, worse] of severities.entries()) {
    for (const lesser of severities.slice(index + 1)) {
      const ofWorse = stacks.get(`sla.${worse}`);
      const ofLesser = stacks.get(`sla.${lesser}`);
      if (ofWorse === undefined || ofLesser === undefined || daysOf(ofWorse) <= daysOf(ofLesser)) continue;
      return rankOf(ofWorse) >= rankOf(ofLesser)
        ? { severity: worse, stack: ofWorse, than: lesser, relation: "longer" }
        : { severity: lesser, stack: ofLesser, than: worse, relation: "shorter" };
    }
  }
  return null;
}

function daysOf({ written }: Stack): number {
  return readLimit(String(written.at(-1)?.value)) ?? Number.POSITIVE_INFINITY;
}

function rankOf({ written }: Stack): number {
  return written.at(-1)?.rank ?? 0;
}
