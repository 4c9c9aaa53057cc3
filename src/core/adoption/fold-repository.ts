// One repository's rules at a time: the status of each, what was found, since when it has been so, and whether it ran.
import type { Config, TemplateRule } from "../config/config.ts";
import { type Fact, factsOfKind } from "../facts/fact.ts";
import { findLatestFact } from "../facts/latest-fact.ts";
import type { RepositoryState } from "../facts/repository.ts";
import type { Window } from "../kpis/measurement.ts";
import { missingPermissions } from "../kpis/permissions.ts";
import { findRuns } from "../kpis/template-adoption/runs.ts";
import type { Membership } from "../paved-road/applicability.ts";
import { evaluateRules } from "../paved-road/evaluate-rules.ts";
import { joinRoad, type Road } from "../paved-road/road.ts";
import type { RuleResult } from "../paved-road/rule-result.ts";
import { type AccountRoads, ascending } from "./account-roads.ts";
import type { RepositoryAdoption, RuleState, Since } from "./adoption.ts";
import type { GroupTargets } from "./group-targets.ts";
import { standingOf } from "./standing.ts";

export interface RepositoryInput {
  readonly repository: RepositoryState;
  /** The repository's own: observations of its paved road and controls whatever their age, its runs of the window. */
  readonly facts: readonly Fact[];
  readonly config: Config;
  /** Ids of groups of which it is not known whether the repository belongs to them. */
  readonly undecidedGroups?: readonly string[];
  readonly groupTargets: GroupTargets;
  /** Absent: not known. */
  readonly membership?: Membership;
  /** What the installation may read; null when never told. */
  readonly permissions: Readonly<Record<string, string>> | null;
  /** What the account's repositories share. */
  readonly account: AccountRoads;
  /** Facts before this time count, milliseconds UTC. */
  readonly at: number;
  /** In which runs are looked for. */
  readonly window: Window;
}

const neverRead =
  "The default branch's workflows, Dockerfiles and template files have not been read by then.";

/** Pure; any order and repetition of the facts gives the same. Rules and the repository's properties are those of the input throughout. */
export function foldRepository(input: RepositoryInput): RepositoryAdoption {
  const { repository, config, facts, at } = input;
  const rules = foldRules(input);
  return {
    repositoryId: repository.repositoryId,
    fullName: `${repository.ownerLogin}/${repository.name}`,
    url: repository.url,
    visibility: repository.visibility,
    owner: config.owner,
    tier: config.tier,
    groups: config.groups,
    undecidedGroups: input.undecidedGroups ?? [],
    observedAt: findLatestFact(facts, "paved-road", at)?.occurredAt ?? null,
    standing: standingOf(rules),
    rules,
    groupTargets: input.groupTargets,
  };
}

/** The results of all rules by what had been observed before `to`; what the installation may read today plays no part. */
export function evaluateAt(input: RepositoryInput, to: number): RuleResult[] {
  const { config } = input;
  const road = roadAt(input, to);
  return road === null
    ? config.templates.rules.map((rule) => unevaluated(rule, neverRead))
    : evaluate(input, config.templates.rules, road);
}

function foldRules(input: RepositoryInput): RuleState[] {
  const { config, facts, at, window } = input;
  const { rules } = config.templates;
  const forbidden = missingPermissions("template-adoption", input);
  if (forbidden.length > 0) {
    const why = forbidden.map(({ text }) => text).join(" ");
    return rules.map((rule) => stateOf(unevaluated(rule, why), null, null));
  }
  const results = evaluateAt(input, at);
  const adopted = results.filter(({ status }) => status === "adopted");
  const seen = new Map(
    findRuns(rules, adopted, facts, window).map(({ result, count }) => [result.ruleId, count]),
  );
  return results.flatMap((result, index) => {
    const rule = rules[index];
    if (rule === undefined) return [];
    const canBeSeen = rule.kind === "reusable_workflow" && result.status === "adopted";
    const runs = canBeSeen ? (seen.get(rule.id) ?? 0) : null;
    return [stateOf(result, findSince(input, rule, result), runs)];
  });
}

function stateOf(result: RuleResult, since: Since | null, runs: number | null): RuleState {
  const { ruleId, title, kind, status, allowed, note, evidence } = result;
  const deciding = evidence.filter(({ satisfied }) => satisfied === (status === "adopted"));
  const places = deciding.length > 0 ? deciding : evidence;
  const [first] = places;
  return {
    ruleId,
    title,
    kind,
    status,
    allowed,
    note,
    found: [...new Set(places.flatMap(({ version, found }) => version ?? found ?? []))].sort(),
    place: first === undefined ? null : { path: first.path, line: first.line },
    since,
    runs,
  };
}

/** Back from one change of what the rule rests on to the one before, until the status was another. */
function findSince(input: RepositoryInput, rule: TemplateRule, { status }: RuleResult): Since | null {
  const own = [...factsOfKind(input.facts, "paved-road"), ...factsOfKind(input.facts, "controls")];
  const times = ascending([
    ...own.map(({ occurredAt }) => occurredAt),
    ...input.account.timesOf(rule),
  ]).filter((time) => time < input.at);
  for (const time of times.reverse()) {
    const road = roadAt(input, time);
    const before = road === null ? null : (evaluate(input, [rule], road)[0]?.status ?? null);
    if (before === null) return roadAt(input, time + 1) === null ? null : { at: time, atLeast: true };
    if (before !== status) return { at: time, atLeast: before === "not-measured" };
  }
  return null;
}

function roadAt({ facts, account }: RepositoryInput, to: number): Road | null {
  const observed = findLatestFact(facts, "paved-road", to);
  return observed === null ? null : { ...joinRoad(facts, observed.data, to), ...account.at(to) };
}

function evaluate(
  { repository, membership }: RepositoryInput,
  rules: readonly TemplateRule[],
  observed: Road,
): RuleResult[] {
  return evaluateRules({ observed, rules, repository, ...(membership === undefined ? {} : { membership }) });
}

function unevaluated(rule: TemplateRule, note: string): RuleResult {
  const { id: ruleId, title, kind } = rule;
  return { ruleId, title, kind, status: "not-measured", allowed: "", note, evidence: [] };
}
