// The next things to do, chosen from a scorecard by the rules below, in this order: open up what is hidden, revoke exposed
// secrets, what missed targets ask for, changes without a check, what is not set up yet. Every KPI that is off target has its own.
import type { Config } from "../config/config.ts";
import type { KpiId } from "../kpis/measurement.ts";
import type { Action } from "./action.ts";
import { chooseForWeekly } from "./choose-weekly.ts";
import { countOf } from "./format-value.ts";
import { speakableKpis } from "./public-kpis.ts";
import type { KpiResult, Scorecard } from "./scorecard.ts";

/** A longer list is not read; only what is off target goes beyond it. */
const mostActions = 5;
const leastOthers = 2;
const mostLinks = 3;
const mostTitles = 3;

type Step = Omit<Action, "owner" | "offTargetWeeks" | "escalated"> &
  Partial<Pick<Action, "offTargetWeeks" | "escalated">> & { readonly offTarget?: boolean };

/**
 * One action for each KPI that is off target, and others up to five in all, but two at least; most pressing first, none when
 * nothing is to be done. The owner is the KPI's, where the configuration names one, else the repository's.
 */
export function chooseActions(scorecard: Pick<Scorecard, "repository" | "kpis">, config: Config): Action[] {
  return chooseFrom(speakableKpis(scorecard), config);
}

/** The same from all of these KPIs, for a private place. */
export function chooseFrom(kpis: readonly KpiResult[], config: Config): Action[] {
  const revoked = kpis.flatMap(onlyFor("secret-exposure", revokeSecrets));
  const missed = kpis.filter(({ id }) => !revoked.some(({ kpi }) => kpi === id));
  const steps = [
    ...oncePerReason(kpis, hidden, (titles, reason) => `Make ${titles} visible: ${reason}`),
    ...revoked,
    ...meetTargets(missed, config),
    ...kpis.flatMap(onlyFor("first-pass-rate", coverChanges)),
    ...oncePerReason(kpis, notSetUp, (titles, reason) => `Set up ${titles}: ${reason}`),
  ];
  const must = steps.filter(({ offTarget }) => offTarget).length;
  let room = Math.max(leastOthers, mostActions - must);
  return steps
    .filter(({ offTarget }) => offTarget || room-- > 0)
    .map(({ offTarget: _, ...step }) => ({
      offTargetWeeks: 0,
      escalated: false,
      ...step,
      owner: config.targetOwners[step.kpi] ?? config.owner,
    }));
}

function onlyFor(id: KpiId, rule: (kpi: KpiResult) => Step[]): (kpi: KpiResult) => Step[] {
  return (kpi) => (kpi.id === id ? rule(kpi) : []);
}

/** What hides a number that is wanted: somebody has to open it up. */
const hidden = new Set(["permission-missing", "feature-off"]);
/** What nobody has asked for yet: worth doing, but nothing is wrong. */
const notSetUp = new Set(["no-check-selected", "no-template-rules"]);

/** One step for each thing that is missing, whatever it keeps from being told: a permission that five KPIs need is granted once. */
function oncePerReason(
  kpis: readonly KpiResult[],
  codes: ReadonlySet<string>,
  say: (titles: string, reason: string) => string,
): Step[] {
  const byReason = new Map<string, KpiResult[]>();
  for (const kpi of kpis) {
    for (const { text } of kpi.reasons.filter(({ code }) => codes.has(code))) {
      byReason.set(text, [...(byReason.get(text) ?? []), kpi]);
    }
  }
  return [...byReason].flatMap(([reason, ofReason]) => {
    const [first] = ofReason;
    if (first === undefined) return [];
    const titles = ofReason.slice(0, mostTitles).map(({ title }) => `"${title}"`);
    const more = ofReason.length - titles.length;
    const named = more > 0 ? `${titles.join(", ")} and ${more} more` : joinAnd(titles);
    return [{ kpi: first.id, text: say(named, reason), why: null, links: [] }];
  });
}

function joinAnd(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/**
 * One step for each KPI that misses its target and whose definition advises something. Off target before near, escalated
 * before not, shown in the weekly issue before others, then by how far the target is missed; KPIs that are level stay in the
 * order in which they are shown.
 */
function meetTargets(kpis: readonly KpiResult[], config: Config): Step[] {
  const shown = new Set(chooseForWeekly(kpis, config).shown);
  const standing = (kpi: KpiResult) => (shown.has(kpi) ? 0 : 1);
  return kpis
    .filter(({ advice }) => advice !== null)
    .toSorted((a, b) => rankOf(a) - rankOf(b) || standing(a) - standing(b) || missOf(b) - missOf(a))
    .flatMap((kpi) =>
      kpi.advice === null
        ? []
        : [
            {
              kpi: kpi.id,
              text: kpi.advice.text,
              why: kpi.advice.why,
              links: linksOf(kpi, kpi.advice.evidenceIds),
              offTargetWeeks: kpi.offTargetWeeks,
              escalated: kpi.escalated,
              offTarget: kpi.status === "off-target",
            },
          ],
    );
}

function rankOf({ status, escalated }: KpiResult): number {
  return status === "off-target" ? (escalated ? 0 : 1) : 2;
}

/** From 0 to 1: of a share the points that are missing of a hundred; else the part of the value that is beyond the target. */
export function missOf({ variance, value, unit }: Pick<KpiResult, "variance" | "value" | "unit">): number {
  if (variance === null || value === null) return 0;
  if (unit === "%") return Math.abs(variance) / 100;
  return value === 0 ? 0 : Math.min(1, Math.abs(variance / value));
}

/** Named whether or not there is a target, and even when the rate itself is not known. */
function revokeSecrets(kpi: KpiResult): Step[] {
  const open = figure(kpi, "open");
  if (open.value === 0) return [];
  const valid = figure(kpi, "still-valid").value;
  const which = valid > 0 ? ` (${valid} still valid)` : "";
  return [
    {
      kpi: kpi.id,
      text: `Revoke the ${countOf(open.value, "newly exposed secret")} still open${which}, then resolve the alerts.`,
      why: null,
      links: newestLinks(kpi, open.evidenceIds),
      offTargetWeeks: kpi.offTargetWeeks,
      escalated: kpi.escalated,
    },
  ];
}

function coverChanges(kpi: KpiResult): Step[] {
  const uncovered = figure(kpi, "no-security-check");
  if (uncovered.value === 0) return [];
  return [
    {
      kpi: kpi.id,
      text: "Add a security check, or select yours under checks.security.",
      why: `${countOf(uncovered.value, "change")} had none.`,
      links: newestLinks(kpi, uncovered.evidenceIds),
    },
  ];
}

function figure({ beside }: KpiResult, id: string): { value: number; evidenceIds: readonly string[] } {
  const found = beside.find((each) => each.id === id);
  return { value: found?.value ?? 0, evidenceIds: found?.evidenceIds ?? [] };
}

/** In the order in which they are to be opened. */
function linksOf({ evidence }: KpiResult, ids: readonly string[]): Action["links"] {
  return ids
    .flatMap((id) => evidence.find((row) => row.id === id) ?? [])
    .flatMap(({ id, url }) => (url === null ? [] : [{ label: id, url }]))
    .slice(0, mostLinks);
}

/** The newest first: that is where somebody still remembers. */
function newestLinks({ evidence }: KpiResult, ids: readonly string[]): Action["links"] {
  return evidence
    .filter(({ id }) => ids.includes(id))
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0))
    .flatMap(({ id, url }) => (url === null ? [] : [{ label: id, url }]))
    .slice(0, mostLinks);
}
