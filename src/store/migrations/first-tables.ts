// The first tables. Column types are the only difference between the databases: PostgreSQL's text collates as bytes, as SQLite's
// does, so that both order alike; SQLite's tables are strict, so that both refuse what is no integer.
import { type CreateTableBuilder, type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

type Column = { name: string; type: "integer" | "text" | "bytes"; nullable?: true };

const columnTypes = {
  sqlite: { integer: sql`integer`, text: sql`text`, bytes: sql`blob` },
  postgres: { integer: sql`bigint`, text: sql`text collate "C"`, bytes: sql`bytea` },
} as const;

const integer = (name: string): Column => ({ name, type: "integer" });
const text = (name: string): Column => ({ name, type: "text" });
const nullable = (column: Column): Column => ({ ...column, nullable: true });
const repositoryColumns = [integer("account_id"), integer("repository_id")];

export function firstTables(dialect: "sqlite" | "postgres"): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      const create = async (table: string, columns: readonly Column[], key: readonly string[]) => {
        const types = columnTypes[dialect];
        let builder: CreateTableBuilder<string, string> = db.schema.createTable(table);
        for (const column of columns) {
          builder = builder.addColumn(column.name, types[column.type], (definition) =>
            column.nullable ? definition : definition.notNull(),
          );
        }
        builder = builder.addPrimaryKeyConstraint(`${table}_key`, [...key]);
        await (dialect === "sqlite" ? builder.modifyEnd(sql`strict`) : builder).execute();
      };

      await create(
        "deliveries",
        [
          text("id"),
          text("event"),
          text("state"),
          integer("received_at"),
          integer("due_at"),
          nullable(integer("processed_at")),
          integer("tries"),
          integer("fence"),
          integer("rearms"),
          nullable(text("reason")),
          // Last, so that a scan of the columns before it need not read past it.
          nullable({ name: "body", type: "bytes" }),
        ],
        ["id"],
      );
      await db.schema
        .createIndex("deliveries_by_state")
        .on("deliveries")
        .columns(["state", "due_at"])
        .execute();
      await sql`create index deliveries_with_body on deliveries (processed_at)
        where processed_at is not null and body is not null`.execute(db);

      await create(
        "facts",
        [
          ...repositoryColumns,
          integer("occurred_at"),
          text("digest"),
          text("kind"),
          text("subject"),
          nullable(text("head_sha")),
          nullable(integer("pull_request_number")),
          integer("recorded_at"),
          text("source"),
          text("data"),
        ],
        ["account_id", "repository_id", "occurred_at", "digest"],
      );
      await sql`create index facts_by_head on facts (account_id, repository_id, head_sha)
        where head_sha is not null`.execute(db);
      await sql`create index facts_by_pull_request on facts (account_id, repository_id, pull_request_number)
        where pull_request_number is not null`.execute(db);
      await db.schema
        .createIndex("facts_by_kind")
        .on("facts")
        .columns(["account_id", "repository_id", "kind", "occurred_at"])
        .execute();

      await create(
        "jobs",
        [
          text("key"),
          text("kind"),
          integer("account_id"),
          text("payload"),
          text("state"),
          integer("due_at"),
          nullable(integer("lease_until")),
          integer("revision"),
          nullable(integer("leased_revision")),
          integer("tries"),
          integer("fence"),
          nullable(text("reason")),
        ],
        ["key"],
      );
      await db.schema.createIndex("jobs_by_state").on("jobs").columns(["state", "due_at"]).execute();
      await create("cron_runs", [text("job"), integer("scheduled_at")], ["job", "scheduled_at"]);

      await create(
        "installations",
        [integer("account_id"), integer("updated_at"), text("data"), nullable(integer("resumed_at"))],
        ["account_id"],
      );
      await create(
        "repositories",
        [
          ...repositoryColumns,
          nullable(text("name_key")),
          nullable(text("observed")),
          integer("active"),
          nullable(integer("active_at")),
          nullable(integer("covered_from")),
          nullable(integer("first_left_at")),
          nullable(integer("last_added_at")),
        ],
        ["account_id", "repository_id"],
      );
      await db.schema.createIndex("repositories_by_name").on("repositories").column("name_key").execute();
      await create(
        "configurations",
        [
          ...repositoryColumns,
          text("kind"),
          integer("version"),
          text("path"),
          nullable(text("text")),
          nullable(text("commit_sha")),
          integer("read_at"),
          integer("confirmed_at"),
          integer("recorded_at"),
          nullable(text("problem")),
        ],
        ["account_id", "repository_id", "kind", "version"],
      );

      await create(
        "check_runs",
        [
          ...repositoryColumns,
          text("head_sha"),
          nullable(integer("check_run_id")),
          text("content_hash"),
          text("title"),
          integer("completed"),
          integer("posted_at"),
        ],
        ["account_id", "repository_id", "head_sha"],
      );
      await create(
        "weekly_issues",
        [
          ...repositoryColumns,
          text("iso_week"),
          nullable(integer("issue_number")),
          text("content_hash"),
          text("scorecard"),
          text("basis"),
          integer("posted_at"),
          integer("closed"),
        ],
        ["account_id", "repository_id", "iso_week"],
      );
      await create("rate_limits", [integer("installation_id"), integer("not_before")], ["installation_id"]);
    },
  };
}
