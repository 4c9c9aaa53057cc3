// Two scorecards, field by field: what was posted, and what the ledger gives today.
import { canonicalJson } from "../canonical-json.ts";
import type { Scorecard } from "./scorecard.ts";

export interface Difference {
  /** Where: `configHash`, `kpis.first-pass-rate.value`, `kpis.risk-debt.evidence[3].note`. */
  readonly path: string;
  /** As it was posted; undefined: it was not there. Plain data, possibly with hostile text in it. */
  readonly posted: unknown;
  /** As it is made again; undefined: it is not there. */
  readonly rebuilt: unknown;
}

/** Every field that differs, KPIs by their id. Empty: the two say the same, whatever the order of their keys. */
export function compareScorecards(posted: Scorecard, rebuilt: Scorecard): Difference[] {
  return compare("", byKpi(posted), byKpi(rebuilt));
}

/** As plain data that has been stored once: what JSON does not keep makes no difference. */
function byKpi(scorecard: Scorecard): unknown {
  const kpis = Object.fromEntries(scorecard.kpis.map((kpi) => [kpi.id, kpi]));
  return JSON.parse(canonicalJson({ ...scorecard, kpis }));
}

function compare(path: string, posted: unknown, rebuilt: unknown): Difference[] {
  if (Array.isArray(posted) && Array.isArray(rebuilt)) {
    const length = Math.max(posted.length, rebuilt.length);
    return Array.from({ length }, (_, n) => compare(`${path}[${n}]`, posted[n], rebuilt[n])).flat();
  }
  if (isRecord(posted) && isRecord(rebuilt)) {
    const keys = [...new Set([...Object.keys(posted), ...Object.keys(rebuilt)])].sort();
    return keys.flatMap((key) =>
      compare(path === "" ? key : `${path}.${key}`, own(posted, key), own(rebuilt, key)),
    );
  }
  return same(posted, rebuilt) ? [] : [{ path, posted, rebuilt }];
}

function same(a: unknown, b: unknown): boolean {
  return a === undefined || b === undefined ? a === b : canonicalJson(a) === canonicalJson(b);
}

function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
