// Which repositories must act, and in which order they are named.
import { compareText, compareTiers } from "../adoption/order.ts";
import type { DigestedKpi, RepositoryDigest } from "./digest.ts";
import type { MissedKpi, MustAct } from "./overview.ts";

/**
 * Repositories with a KPI off target: with one that is escalated first, then by the longest row of weeks, then by all weeks off
 * target together, then by tier and name.
 */
export function listMustAct(digests: readonly RepositoryDigest[]): MustAct[] {
  return digests
    .flatMap((digest) => actOf(digest) ?? [])
    .sort(
      (a, b) =>
        Number(isEscalated(b)) - Number(isEscalated(a)) ||
        longest(b) - longest(a) ||
        allWeeks(b) - allWeeks(a) ||
        compareTiers(a.tier, b.tier) ||
        compareText(a.fullName, b.fullName) ||
        a.repositoryId - b.repositoryId,
    );
}

function actOf(digest: RepositoryDigest): MustAct | null {
  const { repositoryId, fullName, url, owner, tier, action } = digest;
  const missed = digest.kpis
    .flatMap((kpi) => missedOf(kpi) ?? [])
    .sort((a, b) => Number(b.escalated) - Number(a.escalated) || b.weeks - a.weeks);
  return missed.length === 0 ? null : { repositoryId, fullName, url, owner, tier, missed, action };
}

function missedOf(kpi: DigestedKpi): MissedKpi | null {
  const { id, title, status, value, unit, numerator, denominator, target } = kpi;
  if (status !== "off-target" || value === null || target === null || denominator === null) return null;
  const { offTargetWeeks: weeks, escalated } = kpi;
  return { kpi: id, title, value, unit, numerator, denominator, target, weeks, escalated };
}

function isEscalated({ missed }: MustAct): boolean {
  return missed.some(({ escalated }) => escalated);
}

function longest({ missed }: MustAct): number {
  return Math.max(...missed.map(({ weeks }) => weeks));
}

function allWeeks({ missed }: MustAct): number {
  return missed.reduce((sum, { weeks }) => sum + weeks, 0);
}
