// Deliveries are lost for good: facts say for which time and which accounts, so that no number claims to know it, and what happened
// then is read from GitHub instead.
import { accountWide } from "../../core/facts/account.ts";
import type { Fact } from "../../core/facts/fact.ts";
import { deliveriesMissedSubject } from "../../core/facts/subjects.ts";
import type { KnownInstallation, Redelivery, ServerStore } from "../../records/store.ts";
import { HOUR_MILLIS, type SweepServices } from "./sweep-services.ts";

export interface Span {
  /** `[from, to)`, milliseconds UTC. */
  readonly from: number;
  readonly to: number;
}

/** An event can be sent minutes after it happened. */
const LATE_MILLIS = HOUR_MILLIS;

/**
 * What GitHub's log does not tell any more, between the last reading and this one; null: nothing.
 * @param oldestAt of what the log still has, as far as it was seen: it reaches at least so far back.
 */
export function findGap(
  sweptAt: number | null,
  log: { readonly readAt: number; readonly keptMillis: number; readonly oldestAt: number | null },
): Span | null {
  if (sweptAt === null) return null;
  const reach = Math.min(log.readAt - log.keptMillis, log.oldestAt ?? Number.POSITIVE_INFINITY);
  return reach > sweptAt ? { from: sweptAt - LATE_MILLIS, to: reach } : null;
}

/** Spans in which deliveries were given up, those near each other as one; by account, or (null) of all. */
export function spansOfLost(
  lost: readonly Redelivery[],
  accountOf: (installationId: number) => number | null,
): readonly { readonly accountId: number | null; readonly span: Span }[] {
  const byAccount = new Map<number | null, Span[]>();
  for (const { installationId, firstFailedAt } of [...lost].sort(
    (a, b) => a.firstFailedAt - b.firstFailedAt,
  )) {
    const accountId = installationId === null ? null : accountOf(installationId);
    // Of an installation that is not known here there are no numbers.
    if (accountId === null && installationId !== null) continue;
    const spans = byAccount.get(accountId) ?? [];
    const span = { from: firstFailedAt - LATE_MILLIS, to: firstFailedAt + 1 };
    const last = spans.at(-1);
    if (last !== undefined && span.from <= last.to)
      spans[spans.length - 1] = { from: last.from, to: span.to };
    else spans.push(span);
    byAccount.set(accountId, spans);
  }
  return [...byAccount].flatMap(([accountId, spans]) => spans.map((span) => ({ accountId, span })));
}

/**
 * Keeps the spans as facts and has them read from GitHub, in the transaction of `store`. Returns how many facts are new.
 * @param missed `accountId` null: of every account.
 */
export async function keepMissed(
  { store, appId, enqueueRepair }: Pick<SweepServices, "appId" | "enqueueRepair"> & { store: ServerStore },
  missed: readonly { readonly accountId: number | null; readonly span: Span }[],
): Promise<number> {
  if (missed.length === 0) return 0;
  const installed = (await store.installations.list()).filter(({ deleted }) => !deleted);
  const facts = missed.flatMap(({ accountId, span }) =>
    (accountId === null ? accountsOf(installed) : [accountId]).map((id) => missedFact(id, span)),
  );
  const added = await store.facts.append(facts, "sweep");
  if (added === 0) return 0;
  await enqueueRepair(store, { from: Math.min(...missed.map(({ span }) => span.from)) });
  await store.sweeps.count(appId, { missedSpans: added });
  return added;
}

const accountsOf = (installed: readonly KnownInstallation[]) => installed.map(({ accountId }) => accountId);

function missedFact(accountId: number, { from, to }: Span): Fact {
  return {
    kind: "deliveries-missed",
    accountId,
    repositoryId: accountWide,
    subject: deliveriesMissedSubject({ from, to }),
    occurredAt: to,
    data: { from, to },
  };
}
