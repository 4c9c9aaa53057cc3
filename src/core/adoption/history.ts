// Adoption week by week: what had been observed by the end of each, held against one set of rules.
import type { RuleStatus } from "../paved-road/rule-result.ts";
import { isoWeekEnd, previousIsoWeek } from "../scorecard/iso-week.ts";
import type { HistoryRow, Standing } from "./adoption.ts";
import { evaluateAt, type RepositoryInput } from "./fold-repository.ts";
import { compareText } from "./order.ts";
import { shareOf, standingOf } from "./standing.ts";

interface Tally {
  title: string;
  met: number;
  unmet: number;
  notMeasured: number;
  notApplicable: number;
}

export interface HistoryTally {
  /** Counts one repository; its facts are not needed afterwards. */
  add(input: RepositoryInput): void;
  /** Oldest week first; of a week all rules together, then each by its id. */
  rows(): HistoryRow[];
}

/** `weeks` ISO weeks up to and with `untilIsoWeek`. */
export function tallyHistory(
  untilIsoWeek: string,
  weeks: number,
  onlyRule: string | null = null,
): HistoryTally {
  const names = listWeeks(untilIsoWeek, weeks);
  const tallies = new Map(names.map((isoWeek) => [isoWeek, new Map<string | null, Tally>()]));
  return {
    add(input) {
      for (const [isoWeek, ofWeek] of tallies) {
        const to = isoWeekEnd(isoWeek);
        const { createdAt } = input.repository;
        if (createdAt !== null && createdAt >= to) continue;
        const results = evaluateAt(input, to);
        if (onlyRule === null) count(ofWeek, null, "All rules of a repository", standingOf(results));
        for (const { ruleId, title, status } of results)
          if (onlyRule === null || ruleId === onlyRule) count(ofWeek, ruleId, title, status);
      }
    },
    rows() {
      return [...tallies].flatMap(([isoWeek, ofWeek]) =>
        [...ofWeek]
          .sort(([a], [b]) => compareText(a ?? "", b ?? ""))
          .map(([ruleId, { title, met, unmet, notMeasured, notApplicable }]) => ({
            isoWeek,
            at: isoWeekEnd(isoWeek),
            ruleId,
            title,
            share: shareOf(met, met + unmet),
            notMeasured,
            notApplicable,
          })),
      );
    },
  };
}

function listWeeks(untilIsoWeek: string, weeks: number): string[] {
  const names: string[] = [];
  for (let isoWeek = untilIsoWeek; names.length < weeks; isoWeek = previousIsoWeek(isoWeek))
    names.unshift(isoWeek);
  return names;
}

function count(
  tallies: Map<string | null, Tally>,
  ruleId: string | null,
  title: string,
  status: RuleStatus | Standing,
): void {
  const known = tallies.get(ruleId) ?? { title, met: 0, unmet: 0, notMeasured: 0, notApplicable: 0 };
  tallies.set(ruleId, known);
  // Repositories may name a rule differently: the same one whatever their order.
  if (title < known.title) known.title = title;
  if (status === "adopted" || status === "all") known.met += 1;
  else if (status === "not-measured") known.notMeasured += 1;
  else if (status === "not-applicable") known.notApplicable += 1;
  else known.unmet += 1;
}
