// What a pull request does to the paved road: the rules before it held against the rules with it, on the lines that matter.
import type { TemplateRule } from "../config/config.ts";
import type { RepositoryState } from "../facts/repository.ts";
import type { Membership } from "./applicability.ts";
import { evaluateRules } from "./evaluate-rules.ts";
import type { PavedRoadFinding } from "./finding.ts";
import type { Road } from "./road.ts";
import type { RuleEvidence, RuleResult, RuleStatus } from "./rule-result.ts";
import { compareVersions } from "./versions.ts";

type Effect = PavedRoadFinding["effect"];

/** From far to near; what is not in it cannot be compared. */
const nearness: readonly RuleStatus[] = ["missing", "drifted", "outdated", "adopted"];

/**
 * Findings of a pull request, in the rules' order. `base` and `head` are complete observations: the head's is the base's
 * with the pull request's files in it. A rule that was not met before and is not met now gives a finding only where the
 * pull request moved it; one that could not be measured before gives none.
 */
export function findPavedRoadChanges(input: {
  readonly base: Road;
  readonly head: Road;
  readonly rules: readonly TemplateRule[];
  readonly repository: RepositoryState;
  readonly membership?: Membership;
  /** A line of a file of the head, 1-based, without its end; null where the text is not at hand. Absent: no line is suggested. */
  readonly readLine?: (path: string, line: number) => string | null;
}): PavedRoadFinding[] {
  const { base, head, rules, repository } = input;
  const before = evaluateRules({ observed: base, rules, repository });
  const after = evaluateRules({ observed: head, rules, repository });
  return rules.flatMap((rule, index) => {
    const [was, is] = [before[index], after[index]];
    if (was === undefined || is === undefined) return [];
    if (was.status === "adopted" && is.status === "not-measured") return explainLoss(was, is, base, head);
    const effect = decideEffect(was, is);
    return effect === null ? [] : describeEffect(effect, rule, was, is);
  });
}

function decideEffect(was: RuleResult, is: RuleResult): Effect | null {
  const [from, to] = [nearness.indexOf(was.status), nearness.indexOf(is.status)];
  if (to === -1 || was.status === "not-measured") return null;
  if (was.status === "not-applicable") return is.status === "adopted" ? null : "breaks";
  if (to > from) return is.status === "adopted" ? "repairs" : "upgrades";
  if (to < from) return was.status === "adopted" ? "breaks" : "downgrades";
  return is.status === "adopted" ? null : decideEffectWithin(was, is);
}

/** The rule is as far from being met as before: did the version move, or did another unmet place come in? */
function decideEffectWithin(was: RuleResult, is: RuleResult): Effect | null {
  const [older, newer] = [newestVersion(was), newestVersion(is)];
  if (older !== null && newer !== null) {
    const moved = compareVersions(newer, older);
    return moved > 0 ? "upgrades" : moved < 0 ? "downgrades" : null;
  }
  return is.kind === "base_image" && newPlaces(was, is, false).length > 0 ? "downgrades" : null;
}

function newestVersion({ evidence }: RuleResult): string | null {
  const versions = evidence.flatMap(({ version }) => version ?? []);
  return versions.sort(compareVersions).at(-1) ?? null;
}

/** Places with this verdict that were not there before. */
function newPlaces(was: RuleResult, is: RuleResult, satisfied: boolean | null): RuleEvidence[] {
  const known = new Set(was.evidence.map(placeKey));
  return is.evidence.filter((place) => place.satisfied === satisfied && !known.has(placeKey(place)));
}

function placeKey({ path, found, satisfied }: RuleEvidence): string {
  return JSON.stringify([path, found, satisfied]);
}

function describeEffect(
  effect: Effect,
  rule: TemplateRule,
  was: RuleResult,
  is: RuleResult,
): PavedRoadFinding[] {
  const places = choosePlaces(effect, was, is);
  if (places.length > 0) {
    const isAbsent = is.status === "missing" && is.kind !== "base_image";
    return places.map((place) =>
      toFinding(effect, is, place, isAbsent || place.found === null ? is.note : `Here it is ${place.found}.`),
    );
  }
  // What is gone has no line in the head: the file it stood in is shown.
  const path = was.evidence[0]?.path ?? (rule.kind === "file" ? rule.path : null);
  return path === null ? [] : [toFinding(effect, is, { path, line: 1 }, is.note)];
}

/** Every place that does harm, or one that does good; those that came with the pull request before the others. */
function choosePlaces(effect: Effect, was: RuleResult, is: RuleResult): RuleEvidence[] {
  const wanted = effect === "repairs";
  const changed = newPlaces(was, is, wanted);
  const places = changed.length > 0 ? changed : is.evidence.filter(({ satisfied }) => satisfied === wanted);
  return effect === "repairs" || effect === "upgrades" ? places.slice(0, 1) : places;
}

/** A rule that was met and can no longer be checked is lost, where the pull request's own lines are the cause. */
function explainLoss(was: RuleResult, is: RuleResult, base: Road, head: Road): PavedRoadFinding[] {
  const places = newPlaces(was, is, null);
  if (places.length > 0) return places.map((place) => toFinding("breaks", is, place, is.note));
  const brokenBefore = new Set(brokenFiles(base));
  const broken = brokenFiles(head).find((path) => !brokenBefore.has(path));
  return broken === undefined ? [] : [toFinding("breaks", is, { path: broken, line: 1 }, is.note)];
}

function brokenFiles({ workflows, dockerfiles }: Road): string[] {
  return [...workflows, ...dockerfiles].flatMap(({ path, problem }) => (problem === null ? [] : [path]));
}

/** What is there and what to do. The rule's name and the effect stand beside the message wherever it is shown. */
function toFinding(
  effect: Effect,
  { ruleId, title, allowed }: RuleResult,
  place: Pick<RuleEvidence, "path" | "line">,
  what: string,
): PavedRoadFinding {
  return {
    ruleId,
    ruleTitle: title,
    effect,
    path: place.path,
    line: place.line ?? 1,
    message: what,
    remedy: effect === "repairs" ? null : `Use ${allowed}.`,
    suggestion: null,
  };
}
