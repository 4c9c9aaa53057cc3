// Deletes many rows without holding the write lock, or the process, for long: some hundred at a time, a commit each.
import { setImmediate as letOthersRun } from "node:timers/promises";
import { type RawBuilder, sql } from "kysely";
import type { Tables } from "./schema.ts";
import type { Session } from "./session.ts";

const rowsPerBatch = 500;

/** Deletes the rows of `table` that fulfil `condition`. Returns how many. */
export async function deleteInBatches(
  session: Session,
  table: keyof Tables,
  condition: RawBuilder<unknown>,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { numAffectedRows = 0n } = await batchOf(session, table, condition).execute(session.db);
    deleted += Number(numAffectedRows);
    if (numAffectedRows < BigInt(rowsPerBatch)) return deleted;
    await letOthersRun();
  }
}

/** Both databases know where a row lies; neither has a portable `delete … limit`. */
function batchOf({ dialect }: Session, table: keyof Tables, condition: RawBuilder<unknown>) {
  const name = sql.table(table);
  const limit = sql.lit(rowsPerBatch);
  return dialect === "sqlite"
    ? sql`delete from ${name} where rowid in (select rowid from ${name} where ${condition} limit ${limit})`
    : sql`delete from ${name} where ctid = any(array(select ctid from ${name} where ${condition} limit ${limit}))`;
}
