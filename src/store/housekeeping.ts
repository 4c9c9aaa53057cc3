// Rows that have served are thrown away, in small commits.
import { sql } from "kysely";
import type { HousekeepingTable } from "../records/store.ts";
import { deleteInBatches } from "./delete-in-batches.ts";
import { millis, type Session } from "./session.ts";

export function housekeepingTable(session: Session): HousekeepingTable {
  return {
    dropCronRuns: (before) =>
      deleteInBatches(
        session,
        "cron_runs",
        // Without its latest run an entry would run for the same time once more.
        sql`scheduled_at < ${millis(before)} and scheduled_at <
          (select max(later.scheduled_at) from cron_runs as later where later.job = cron_runs.job)`,
      ),

    async dropDeliveries(before) {
      let dropped = 0;
      for (const state of ["done", "ignored"] as const) {
        // `due_at` is the end of its last lease, and is what the index of states is ordered by.
        const condition = sql`state = ${sql.lit(state)} and due_at < ${millis(before)} and processed_at < ${millis(before)}`;
        dropped += await deleteInBatches(session, "deliveries", condition);
      }
      return dropped;
    },

    dropSimulations: (before) => deleteInBatches(session, "simulations", sql`saved_at < ${millis(before)}`),
  };
}
