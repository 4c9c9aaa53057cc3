// Waits by resource and priority, the pace of writes, and the queue's order by priority. The waits that there are stand.
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

const columnTypes = {
  sqlite: { integer: sql`integer`, text: sql`text` },
  postgres: { integer: sql`bigint`, text: sql`text collate "C"` },
} as const;

export function requestGate(dialect: "sqlite" | "postgres"): Migration {
  const { integer, text } = columnTypes[dialect];
  const end = dialect === "sqlite" ? sql` strict` : sql``;
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`alter table rate_limits rename to earlier_rate_limits`.execute(db);
      await sql`create table rate_limits (
        installation_id ${integer} not null, resource ${text} not null, from_rank ${integer} not null,
        not_before ${integer} not null, doublings ${integer} not null,
        constraint request_waits_key primary key (installation_id, resource, from_rank))${end}`.execute(db);
      await sql`insert into rate_limits (installation_id, resource, from_rank, not_before, doublings)
        select installation_id, 'all', 0, not_before, -1 from earlier_rate_limits`.execute(db);
      await sql`drop table earlier_rate_limits`.execute(db);
      await sql`create table request_paces (
        installation_id ${integer} not null, pace ${text} not null,
        constraint request_paces_key primary key (installation_id))${end}`.execute(db);

      await sql`alter table jobs add column rank ${integer} not null default 2`.execute(db);
      await sql`update jobs set rank = case
        when kind in ('evaluate-head', 'simulate-configuration') then 0
        when kind in ('publish-weekly', 'publish-overview') then 1 else 2 end`.execute(db);
      await db.schema.createIndex("jobs_by_rank").on("jobs").columns(["state", "rank", "due_at"]).execute();
    },
  };
}
