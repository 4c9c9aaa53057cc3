// What a change does to each repository, put together: counted, sorted by what gets worse first, and short enough to be kept.
import { canonicalJson } from "../canonical-json.ts";
import { kpiIdentifiers } from "../kpis/measurement.ts";
import type { ComparedInputs } from "./compare-inputs.ts";
import type { GroupDifference, SettingDifference } from "./diff-settings.ts";
import type {
  GroupChange,
  RepositoryKpiChange,
  SettingChange,
  Simulation,
  Transition,
  Verdict,
} from "./simulation.ts";

/** What the change does to one repository. */
export interface RepositoryEffect {
  /** `owner/name`. */
  readonly repository: string;
  /** Whether another configuration would be in force, or its exceptions alter a number. */
  readonly affected: boolean;
  readonly kpis: ComparedInputs;
  readonly settings: readonly SettingDifference[];
  readonly groups: GroupDifference;
  /** What is wrong after the change and was not before, for a person. */
  readonly refused: readonly string[];
  /** Requests that reading what the new rules look at would cost at least; 0 where all of it was read. */
  readonly requestsToRead: number;
}

const examplesNamed = 3;
const verdicts: readonly Verdict[] = ["worse", "lost", "other", "better"];

/** `total`: how many repositories were looked at. The order of the effects does not matter. */
export function summarise(effects: readonly RepositoryEffect[], total: number, at: number): Simulation {
  const ordered = effects.toSorted((a, b) => compareText(a.repository, b.repository));
  const changes = ordered
    .flatMap(({ repository, kpis }) => kpis.changes.map((change) => ({ repository, ...change })))
    .toSorted(compareChanges);
  const having = (verdict: Verdict) =>
    new Set(changes.filter((change) => change.verdict === verdict).map(({ repository }) => repository)).size;
  const unread = ordered.filter(({ requestsToRead }) => requestsToRead > 0);
  return {
    at,
    repositories: {
      total,
      affected: ordered.filter(({ affected }) => affected).length,
      worse: having("worse"),
      better: having("better"),
    },
    sameStatus: ordered.reduce((sum, { kpis }) => sum + kpis.sameStatus, 0),
    changes,
    transitions: countTransitions(changes),
    settings: countSettings(ordered),
    groups: gatherGroups(ordered),
    refused: ordered.flatMap(({ repository, refused }) =>
      refused.map((problem) => ({ repository, problem })),
    ),
    unread: {
      repositories: unread.length,
      requestsAtLeast: unread.reduce((sum, { requestsToRead }) => sum + requestsToRead, 0),
    },
  };
}

/** The same with at most so many entries in its long lists; the counts stay whole. */
export function cutSimulation(simulation: Simulation, most: number): Simulation {
  const { changes, transitions, settings, groups, refused } = simulation;
  return {
    ...simulation,
    changes: changes.slice(0, most),
    transitions: transitions.slice(0, most),
    settings: settings.slice(0, most),
    groups: groups.slice(0, most).map(({ group, enter, leave }) => ({
      group,
      enter: enter.slice(0, most),
      leave: leave.slice(0, most),
    })),
    refused: refused.slice(0, most),
  };
}

function compareChanges(a: RepositoryKpiChange, b: RepositoryKpiChange): number {
  return (
    verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
    kpiIdentifiers.indexOf(a.kpi) - kpiIdentifiers.indexOf(b.kpi) ||
    compareText(a.repository, b.repository)
  );
}

function countTransitions(changes: readonly RepositoryKpiChange[]): Transition[] {
  const counted = new Map<string, Transition>();
  for (const { kpi, verdict, before, after, repository } of changes) {
    const key = `${kpi} ${before.status} ${after.status}`;
    const known = counted.get(key);
    const examples = known?.examples ?? [];
    counted.set(key, {
      kpi,
      verdict,
      before: before.status,
      after: after.status,
      repositories: (known?.repositories ?? 0) + 1,
      examples: examples.length < examplesNamed ? [...examples, repository] : examples,
    });
  }
  return [...counted.values()].toSorted(
    (a, b) =>
      verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
      b.repositories - a.repositories ||
      kpiIdentifiers.indexOf(a.kpi) - kpiIdentifiers.indexOf(b.kpi) ||
      compareText(`${a.before} ${a.after}`, `${b.before} ${b.after}`),
  );
}

/** The same value that becomes the same in several repositories is one change; what concerns most repositories first. */
function countSettings(effects: readonly RepositoryEffect[]): SettingChange[] {
  const counted = new Map<string, SettingChange>();
  for (const difference of effects.flatMap(({ settings }) => settings)) {
    const key = canonicalJson([difference.key, difference.before, difference.after]);
    counted.set(key, { ...difference, repositories: (counted.get(key)?.repositories ?? 0) + 1 });
  }
  return [...counted]
    .toSorted(([a, one], [b, other]) => other.repositories - one.repositories || compareText(a, b))
    .map(([, change]) => change);
}

function gatherGroups(effects: readonly RepositoryEffect[]): GroupChange[] {
  const gathered = new Map<string, { enter: string[]; leave: string[] }>();
  const of = (group: string) => {
    const known = gathered.get(group) ?? { enter: [], leave: [] };
    gathered.set(group, known);
    return known;
  };
  for (const { repository, groups } of effects) {
    for (const group of groups.enters) of(group).enter.push(repository);
    for (const group of groups.leaves) of(group).leave.push(repository);
  }
  return [...gathered]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([group, repositories]) => ({ group, ...repositories }));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
