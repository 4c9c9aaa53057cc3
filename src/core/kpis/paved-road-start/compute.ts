// The formula of the paved-road start: did a repository created in the window satisfy all its template rules within 14 days.
import { factsOfKind } from "../../facts/fact.ts";
import { isLaterFact } from "../../facts/latest-fact.ts";
import type { PavedRoadFact } from "../../facts/paved-road.ts";
import { evaluateRules } from "../../paved-road/evaluate-rules.ts";
import { findMembership } from "../../paved-road/membership.ts";
import { joinRoad } from "../../paved-road/road.ts";
import type { RuleResult } from "../../paved-road/rule-result.ts";
import { deliveredFrom } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import type { Computed, Evidence, Reason, Unmeasured } from "../measurement.ts";
import { evidenceOfRule } from "../template-adoption/evidence.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** How long a repository has to come onto the paved road. */
export const daysToStart = 14;

interface Judged {
  readonly fact: PavedRoadFact;
  readonly applicable: readonly RuleResult[];
}

/**
 * Computes the start of one repository: 0 or 100 %. The outcome of its first 14 days is looked up to `now`, so that a
 * repository created late in the window is judged once they are over. Pure; order and repetition of facts do not matter.
 */
export function computePavedRoadStart(input: KpiInput): Computed {
  const { repository, config, window, now } = input;
  const { createdAt } = repository;
  const { rules } = config.templates;
  if (rules.length === 0) return unmeasured("not-applicable", noRules);
  if (createdAt === null) return unmeasured("not-measured", birthUnknown);
  if (createdAt < window.from || createdAt >= window.to) return unmeasured("not-applicable", notCreated);

  const until = createdAt + daysToStart * dayMillis;
  const membership = findMembership(config, input.facts, repository.repositoryId, until);
  const states = findObservations(input, createdAt, until).map(
    (fact): Judged => ({
      fact,
      applicable: evaluateRules({
        observed: joinRoad(input.facts, fact.data, until),
        rules,
        repository,
        membership,
      }).filter(({ status }) => status !== "not-applicable"),
    }),
  );
  const satisfied = states.find(
    ({ applicable }) => applicable.length > 0 && applicable.every(({ status }) => status === "adopted"),
  );
  if (satisfied !== undefined) return measured(input, createdAt, satisfied, true);
  if (now < until) return stillStarting(input, createdAt, until, states.at(-1) ?? null);

  const unseen = whyUnknown(input, createdAt, states);
  const last = states.at(-1);
  if (unseen.length > 0 || last === undefined) {
    return {
      ...unmeasured("not-measured", ...unseen),
      evidence: last === undefined ? [] : evidenceOf(input, last),
    };
  }
  if (last.applicable.length === 0) return unmeasured("not-applicable", noneApplies);
  return measured(input, createdAt, last, false);
}

/** Observations of the repository's first days that were made by now, oldest first, one for each moment. */
function findObservations({ facts, now }: KpiInput, from: number, until: number): PavedRoadFact[] {
  const byTime = new Map<number, PavedRoadFact>();
  for (const fact of factsOfKind(facts, "paved-road")) {
    const { occurredAt } = fact;
    if (occurredAt < from || occurredAt >= until || occurredAt > now) continue;
    const known = byTime.get(occurredAt);
    if (known === undefined || isLaterFact(fact, known)) byTime.set(occurredAt, fact);
  }
  return [...byTime.values()].sort((a, b) => a.occurredAt - b.occurredAt);
}

function measured(input: KpiInput, createdAt: number, judged: Judged, started: boolean): Computed {
  const failed = judged.applicable.filter(({ status }) => status !== "adopted" && status !== "not-measured");
  const days = Math.floor((judged.fact.occurredAt - createdAt) / dayMillis);
  const when = started
    ? `satisfied all of its template rules on day ${days + 1}`
    : `did not within ${daysToStart} days`;
  return {
    outcome: "measured",
    value: started ? 100 : 0,
    numerator: started ? 1 : 0,
    denominator: 1,
    excluded: {},
    evidence: [
      rowOf(input, createdAt, started, `Created on ${day(createdAt)}; ${when}.`),
      ...evidenceOf(input, judged),
    ],
    beside: [],
    breakdown: failed.map(({ title, status }) => ({
      label: `${title}: ${status}`,
      count: 1,
      of: judged.applicable.length,
    })),
    notes: [],
  };
}

function stillStarting(input: KpiInput, createdAt: number, until: number, judged: Judged | null): Unmeasured {
  const text = `The repository was created on ${day(createdAt)} and has until ${day(until)} to satisfy its template rules.`;
  return {
    ...unmeasured("not-applicable", { code: "still-starting", text }),
    excluded: { [`still within ${daysToStart} days`]: 1 },
    evidence: [rowOf(input, createdAt, null, text), ...(judged === null ? [] : evidenceOf(input, judged))],
  };
}

/** Why it cannot be said that the rules were never satisfied; all that hold. */
function whyUnknown(input: KpiInput, createdAt: number, states: readonly Judged[]): Reason[] {
  const seen = deliveredFrom(input);
  const reasons: Reason[] = [];
  if (seen === null || seen > createdAt) {
    const since =
      seen === null ? "it is not known since when this repository is seen" : `it is seen since ${day(seen)}`;
    const text = `The repository was created on ${day(createdAt)}, but ${since}: its first days are not known. Install Firstpass on all repositories of the account to see new ones from their first day.`;
    reasons.push({ code: "history-incomplete", text });
  }
  if (states.length === 0) reasons.push(notRead);
  for (const { applicable } of states) {
    // A rule that is certainly not met settles a state, whatever is unknown of the others.
    if (applicable.some(({ status }) => status !== "adopted" && status !== "not-measured")) continue;
    for (const { title, status, note } of applicable) {
      if (status !== "not-measured") continue;
      const text = `The rule “${title}” could not be evaluated. ${note}`;
      if (!reasons.some((reason) => reason.text === text)) reasons.push({ code: "rule-not-evaluated", text });
    }
  }
  return reasons;
}

function rowOf({ repository }: KpiInput, createdAt: number, counted: boolean | null, note: string): Evidence {
  return { kind: "repository", id: repository.name, url: repository.url, at: createdAt, note, counted };
}

/** The rules behind it: the repository counts once, so none of them counts by itself. */
function evidenceOf({ repository }: KpiInput, { applicable, fact }: Judged): Evidence[] {
  return applicable
    .flatMap((result) => evidenceOfRule(result, fact, repository.url))
    .map((row) => ({ ...row, counted: null }));
}

const noRules: Reason = {
  code: "no-template-rules",
  text: "No template rules are configured: name your templates under `templates.rules`.",
};
const notCreated: Reason = {
  code: "not-created-in-window",
  text: "The repository was not created in the window.",
};
const birthUnknown: Reason = {
  code: "creation-unknown",
  text: "It is not known when the repository was created: no delivery has said so yet.",
};
const noneApplies: Reason = {
  code: "no-applicable-rules",
  text: "None of the configured template rules is for this repository.",
};
const notRead: Reason = {
  code: "paved-road-not-read",
  text: `Workflows, Dockerfiles and template files were not read in the repository's first ${daysToStart} days: it was empty, or Firstpass was not there yet.`,
};

function unmeasured(outcome: Unmeasured["outcome"], ...reasons: Reason[]): Unmeasured {
  return { outcome, reasons, excluded: {}, evidence: [], beside: [], breakdown: [], notes: [] };
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
