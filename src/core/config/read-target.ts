// What people write as a target → the target that a KPI's value is held against.
import type { KpiUnit } from "../kpis/measurement.ts";
import type { Target } from "../kpis/target.ts";
import { findTargetRange } from "./check/known-kpis.ts";
import type { WrittenTarget } from "./schema/layer-schema.ts";

const comparison =
  /^\s*(>=|<=)\s*(\d{1,9}(?:\.\d{1,9})?)\s*(%|per 1,?000 commits|weighted days?|days?|d|hours?|h)?\s*$/;

/** How people write a unit → how a definition does. */
const writtenUnits: Readonly<Record<string, KpiUnit>> = {
  "%": "%",
  "per 1000 commits": "per 1,000 commits",
  "per 1,000 commits": "per 1,000 commits",
  "weighted day": "weighted days",
  "weighted days": "weighted days",
  day: "days",
  days: "days",
  d: "days",
  hour: "hours",
  hours: "hours",
  h: "hours",
};

/** The target, or why what is written is none that the KPI could have; null where there is no such KPI. */
export function readTarget(id: string, written: WrittenTarget): Target | { readonly refused: string } | null {
  const range = findTargetRange(id);
  if (range === null) return null;
  const example = `write for example "${range.example}"`;
  const twice = typeof written === "string" ? null : whyNotOne(written);
  if (twice !== null) return { refused: `${twice}; ${example}.` };
  const read = typeof written === "string" ? readText(written) : readMap(written);
  if (read === null) return { refused: `is no target; ${example}.` };
  if (read.unit !== null && read.unit !== range.unit) {
    return { refused: `is in "${read.unit}", but ${id} is in "${range.unit}"; ${example}.` };
  }
  if (read.op !== range.op) {
    const better = range.op === ">=" ? "higher" : "lower";
    return { refused: `has the wrong direction: for ${id} ${better} is better; ${example}.` };
  }
  if (range.greatest !== null && read.value > range.greatest) {
    return { refused: `can never be reached: ${id} is at most ${range.greatest} ${range.unit}; ${example}.` };
  }
  if (read.tolerance !== null && swallows(read, read.tolerance, range.greatest)) {
    return {
      refused: `has a tolerance of ${read.tolerance}, with which nothing ever misses it; write a smaller one.`,
    };
  }
  return { op: read.op, value: read.value, tolerance: read.tolerance ?? range.tolerance };
}

/** Whether every value that can be measured is near. A target of zero says nothing by itself, and is told as such. */
function swallows({ op, value }: ReadTarget, tolerance: number, greatest: number | null): boolean {
  if (tolerance === 0) return false;
  if (op === ">=") return value > 0 && tolerance >= value;
  return greatest !== null && value < greatest && value + tolerance >= greatest;
}

/** Why a map is not one target. */
function whyNotOne({ at_least: atLeast, at_most: atMost }: Exclude<WrittenTarget, string>): string | null {
  if (atLeast !== undefined && atMost !== undefined)
    return 'is no target: it has both "at_least" and "at_most"';
  return atLeast === undefined && atMost === undefined
    ? 'is no target without "at_least" or "at_most"'
    : null;
}

interface ReadTarget {
  readonly op: Target["op"];
  readonly value: number;
  readonly unit: KpiUnit | null;
  readonly tolerance: number | null;
}

function readText(text: string): ReadTarget | null {
  const parts = comparison.exec(text);
  const [, op, value, unit] = parts ?? [];
  if ((op !== ">=" && op !== "<=") || value === undefined) return null;
  return {
    op,
    value: Number(value),
    unit: unit === undefined ? null : (writtenUnits[unit] ?? null),
    tolerance: null,
  };
}

function readMap(written: Exclude<WrittenTarget, string>): ReadTarget | null {
  const { at_least: atLeast, at_most: atMost, tolerance } = written;
  if ((atLeast === undefined) === (atMost === undefined)) return null;
  return {
    op: atLeast === undefined ? "<=" : ">=",
    value: atLeast ?? atMost ?? 0,
    unit: null,
    tolerance: tolerance ?? null,
  };
}
