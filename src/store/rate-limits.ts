// Until when GitHub must not be asked for an installation, and when it was written to last. Both are shared by all replicas, so
// that they keep to GitHub's limits together.
import { githubPace, noPace, type Pace, takeSlot } from "../core/requests/pace.ts";
import { rankOf } from "../core/requests/priority.ts";
import { longerWait } from "../records/longer-wait.ts";
import type { RateLimitsTable } from "../records/store.ts";
import { millis, readNow, type Session } from "./session.ts";

export function rateLimitsTable(session: Session): RateLimitsTable {
  return {
    async notBefore(installationId, request = { resource: "core", priority: "check" }) {
      const row = await session.db
        .selectFrom("rate_limits")
        .select((select) => select.fn.max<number | null>("not_before").as("not_before"))
        .where("installation_id", "=", installationId)
        .where("resource", "in", ["all", request.resource])
        .where("from_rank", "<=", rankOf(request.priority))
        .where("not_before", ">", session.now())
        .executeTakeFirst();
      return row?.not_before ?? null;
    },

    async hold(installationId, until, held = { resource: "all", from: "check" }) {
      const row = { resource: held.resource, from_rank: rankOf(held.from), not_before: millis(until) };
      await session.db
        .insertInto("rate_limits")
        .values({ installation_id: installationId, ...row, doublings: -1 })
        .onConflict((conflict) =>
          conflict
            .columns(["installation_id", "resource", "from_rank"])
            .doUpdateSet((update) => ({ not_before: update.ref("excluded.not_before") }))
            .where((where) => where("rate_limits.not_before", "<", where.ref("excluded.not_before"))),
        )
        .execute();
    },

    holdLonger: (installationId) => session.atomically((inner) => holdLonger(inner, installationId)),

    takeSlot: (installationId, write) =>
      session.atomically(async (inner) => {
        const kept = await lockPace(inner, installationId);
        const now = await readNow(inner);
        const [pace, slot] = takeSlot(kept, write, now, githubPace);
        if (pace !== kept)
          await inner.db
            .updateTable("request_paces")
            .set({ pace: JSON.stringify(pace) })
            .where("installation_id", "=", installationId)
            .execute();
        return { now, slot };
      }),
  };
}

async function holdLonger(session: Session, installationId: number): Promise<number> {
  const key = { installation_id: installationId, resource: "all", from_rank: 0 } as const;
  await session.db
    .insertInto("rate_limits")
    .values({ ...key, not_before: 0, doublings: -1 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = session.db
    .selectFrom("rate_limits")
    .select(["not_before", "doublings"])
    .where("installation_id", "=", installationId)
    .where("resource", "=", key.resource)
    .where("from_rank", "=", key.from_rank);
  const before = await (session.dialect === "postgres" ? row.forUpdate() : row).executeTakeFirstOrThrow();
  const now = await readNow(session);
  const kept = { notBefore: before.not_before, doublings: before.doublings };
  const { notBefore, doublings } = longerWait(kept, now);
  if (notBefore === kept.notBefore) return notBefore;
  await session.db
    .updateTable("rate_limits")
    .set({ not_before: notBefore, doublings })
    .where("installation_id", "=", installationId)
    .where("resource", "=", key.resource)
    .where("from_rank", "=", key.from_rank)
    .execute();
  return notBefore;
}

/** Nobody else changes it until the transaction ends. */
async function lockPace(session: Session, installationId: number): Promise<Pace> {
  await session.db
    .insertInto("request_paces")
    .values({ installation_id: installationId, pace: JSON.stringify(noPace) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = session.db
    .selectFrom("request_paces")
    .select("pace")
    .where("installation_id", "=", installationId);
  const { pace } = await (session.dialect === "postgres" ? row.forUpdate() : row).executeTakeFirstOrThrow();
  // Only `takeSlot` writes it.
  return JSON.parse(pace);
}
