// What a pull request does to the paved road: the rules before it held against the rules with it, on the lines that matter.
import type { TemplateRule } from "../config/config.ts";
import type { RepositoryState } from "../facts/repository.ts";
import type { Membership } from "./applicability.ts";
import { evaluateRules } from "./evaluate-rules.ts";
import type { PavedRoadFinding } from "./finding.ts";
import type { Road } from "./road.ts";
import type { RuleEvidence, RuleResult, RuleStatus } from "./rule-result.ts";
import { type ReadLine, suggesterFor } from "./suggest-line.ts";
import { compareVersions, isNewer } from "./versions.ts";

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
  /** Of files of the head. Absent: no line is suggested. */
  readonly readLine?: ReadLine;
}): PavedRoadFinding[] {
  const { base, head, rules, repository, membership } = input;
  const belonging = membership === undefined ? {} : { membership };
  const before = evaluateRules({ observed: base, rules, repository, ...belonging });
  const after = evaluateRules({ observed: head, rules, repository, ...belonging });
  const suggest = suggesterFor(head, input.readLine ?? null);
  return rules.flatMap((rule, index) => {
    const [was, is] = [before[index], after[index]];
    if (was === undefined || is === undefined) return [];
    if (was.status === "adopted" && is.status === "not-measured")
      return explainLoss(was, is, base, head, (place) => suggest(rule, place));
    const effect = decideEffect(was, is);
    return effect === null ? [] : describeEffect(effect, rule, was, is, (place) => suggest(rule, place));
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
    if (isNewer(newer, older)) return "upgrades";
    return isNewer(older, newer) ? "downgrades" : null;
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

type Suggest = (place: RuleEvidence) => string | null;

function describeEffect(
  effect: Effect,
  rule: TemplateRule,
  was: RuleResult,
  is: RuleResult,
  suggest: Suggest,
): PavedRoadFinding[] {
  const places = choosePlaces(effect, was, is);
  if (places.length > 0) {
    return places.map((place) => toFinding(effect, is, place, tell(effect, is, place), suggest(place)));
  }
  // What is gone has no line in the head: the file it stood in is shown.
  const path = was.evidence[0]?.path ?? (rule.kind === "file" ? rule.path : null);
  return path === null
    ? []
    : [toFinding(effect, is, { path, line: 1 }, tell(effect, is, { found: null }), null)];
}

/** What anybody can read in the change itself, and what only those may know who know the rules. */
interface Told {
  readonly message: string;
  readonly aside?: string;
}

function tell(effect: Effect, is: RuleResult, place: Pick<RuleEvidence, "found" | "via">): Told {
  const { found, via } = place;
  const meets = effect === "repairs" ? "meets" : "does not meet";
  const isAbsent = is.status === "missing" && is.kind !== "base_image";
  if (found !== null && !isAbsent) {
    // What is called may stand in a repository that not everybody reads, and of a file it is the template that has versions.
    if (via !== undefined)
      return {
        message: `What is called here ${meets} the rule.`,
        aside: `It is ${found}, in ${via.at(-1)}.`,
      };
    if (is.kind === "file")
      return { message: `The file ${meets} the rule.`, aside: `It is the template's at ${found}.` };
    return { message: `Here it is ${found}.` };
  }
  const isPlain = is.kind === "base_image" ? effect === "repairs" : isAbsent && is.kind !== "library";
  return isPlain ? { message: is.note } : { message: `What is here ${meets} the rule.`, aside: is.note };
}

/** Every place that does harm, or one that does good; those that came with the pull request before the others. */
function choosePlaces(effect: Effect, was: RuleResult, is: RuleResult): RuleEvidence[] {
  const wanted = effect === "repairs";
  const changed = newPlaces(was, is, wanted);
  const places = changed.length > 0 ? changed : is.evidence.filter(({ satisfied }) => satisfied === wanted);
  return effect === "repairs" || effect === "upgrades" ? places.slice(0, 1) : places;
}

/** A rule that was met and can no longer be checked is lost, where the pull request's own lines are the cause. */
function explainLoss(
  was: RuleResult,
  is: RuleResult,
  base: Road,
  head: Road,
  suggest: Suggest,
): PavedRoadFinding[] {
  const places = [...newPlaces(was, is, null), ...newPlaces(was, is, false)];
  if (places.length > 0) {
    return places.map((place) => {
      const message =
        place.found === null ? "What is here cannot be resolved." : `Here it is ${place.found}.`;
      return toFinding("breaks", is, place, { message, aside: is.note }, suggest(place));
    });
  }
  const brokenBefore = new Set(brokenFiles(base).map(({ path }) => path));
  const broken = brokenFiles(head).find(({ path }) => !brokenBefore.has(path));
  if (broken !== undefined) {
    const message = `The file cannot be read: ${broken.problem.replace(/(?<![.!?])$/, ".")}`;
    return [toFinding("breaks", is, { path: broken.path, line: 1 }, { message }, null)];
  }
  if (hasMoreUnreadable(base, head)) return [];
  // What met the rule is gone, and whether anything else does cannot be told.
  const [gone] = was.evidence.filter(({ satisfied }) => satisfied === true);
  if (gone === undefined || is.evidence.some(({ satisfied }) => satisfied === true)) return [];
  const message = "What met the rule in this file is no longer seen.";
  return [toFinding("breaks", is, { path: gone.path, line: 1 }, { message, aside: is.note }, null)];
}

/** Something kept files from being read, which is not the change's doing. */
function hasMoreUnreadable(base: Road, head: Road): boolean {
  const before = new Set(base.unreadable.map(({ what }) => what));
  return head.unreadable.some(({ what }) => !before.has(what));
}

function brokenFiles({ workflows, dockerfiles, manifests = [] }: Road): { path: string; problem: string }[] {
  return [...workflows, ...dockerfiles, ...manifests].flatMap(({ path, problem }) =>
    problem === null ? [] : [{ path, problem }],
  );
}

/** What is there and what to do. The rule's name and the effect stand beside the message wherever it is shown. */
function toFinding(
  effect: Effect,
  { ruleId, title, allowed }: RuleResult,
  place: Pick<RuleEvidence, "path" | "line">,
  { message, aside }: Told,
  suggestion: string | null,
): PavedRoadFinding {
  const remedy = [
    ...(aside === undefined ? [] : [aside]),
    ...(effect === "repairs" ? [] : [`Use ${allowed}.`]),
  ];
  return {
    ruleId,
    ruleTitle: title,
    effect,
    path: place.path,
    line: place.line ?? 1,
    message,
    remedy: remedy.length === 0 ? null : remedy.join(" "),
    suggestion: effect === "repairs" ? null : suggestion,
  };
}
