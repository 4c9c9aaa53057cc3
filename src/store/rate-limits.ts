// Until when GitHub must not be asked for an installation; shared by all replicas.
import type { Session } from "./session.ts";
import type { RateLimitsTable } from "./store.ts";

export function rateLimitsTable(session: Session): RateLimitsTable {
  return {
    async notBefore(installationId) {
      const row = await session.db
        .selectFrom("rate_limits")
        .select("not_before")
        .where("installation_id", "=", installationId)
        .where("not_before", ">", session.now())
        .executeTakeFirst();
      return row?.not_before ?? null;
    },

    async hold(installationId, until) {
      await session.db
        .insertInto("rate_limits")
        .values({ installation_id: installationId, not_before: until })
        .onConflict((conflict) =>
          conflict
            .column("installation_id")
            .doUpdateSet((row) => ({ not_before: row.ref("excluded.not_before") }))
            .where((row) => row("rate_limits.not_before", "<", row.ref("excluded.not_before"))),
        )
        .execute();
    },
  };
}
