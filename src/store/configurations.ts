// Configuration and exceptions files, of each repository and of the organisation, and files that others extend, version by version
// as they were read: what was in force at an earlier time can be asked again.
import { type Selectable, sql } from "kysely";
import { type ConfigurationKind, sharedKindsFrom, sharedKindsTo } from "../records/configuration-kind.ts";
import type { ConfigurationsTable, KnownThen, StoredConfiguration } from "../records/store.ts";
import type { ConfigurationsRow } from "./schema.ts";
import type { Session } from "./session.ts";
import { decodeOptionalText, decodeText, encodeOptionalText, encodeText } from "./text.ts";

/** Stands for the organisation in the key: GitHub's repository ids begin at 1. */
const organisation = 0;

type Content = Pick<ConfigurationsRow, "path" | "text" | "commit_sha" | "problem">;

export function configurationsTable(session: Session): ConfigurationsTable {
  return {
    async save(configuration) {
      let saved = false;
      // Again where another process took the version's number meanwhile.
      while (!saved) saved = await session.atomically((inner) => saveVersion(inner, configuration));
    },

    async find(accountId, repositoryId, kind, known) {
      const row = await versions(session.db, accountId, repositoryId, kind, known)
        .orderBy("version", "desc")
        .limit(1)
        .executeTakeFirst();
      return row ? configurationOf(row) : null;
    },

    async list(accountId, repositoryId, kind, known) {
      const rows = await versions(session.db, accountId, repositoryId, kind, known)
        .orderBy("version")
        .execute();
      return rows.map(configurationOf);
    },

    async listInForce(accountId, kind, { recordedBefore, fromRepository, limit } = {}) {
      let query = newestVersions(session.db, accountId, recordedBefore)
        .selectAll()
        .where("repository_id", ">=", fromRepository ?? organisation)
        .orderBy("repository_id")
        .orderBy("kind");
      query =
        kind === "shared"
          ? query.where(sql<boolean>`kind >= ${sharedKindsFrom}`).where(sql<boolean>`kind < ${sharedKindsTo}`)
          : query.where("kind", "=", kind);
      if (limit !== undefined) query = query.limit(limit);
      return (await query.execute()).map(configurationOf);
    },

    async listReadings(accountId) {
      const rows = await newestVersions(session.db, accountId, undefined)
        .select(["repository_id", "kind", "path", "problem"])
        .select(sql<number>`case when text is null then 0 else 1 end`.as("in_force"))
        .orderBy("repository_id")
        .orderBy("kind")
        .execute();
      return rows.map((row) => ({
        repositoryId: row.repository_id === organisation ? null : row.repository_id,
        kind: decodeKind(row.kind),
        path: decodeText(row.path),
        problem: decodeOptionalText(row.problem),
        inForce: row.in_force === 1,
      }));
    },
  };
}

/** Of each file the newest version that was recorded before a time. */
function newestVersions(db: Session["db"], accountId: number, recordedBefore: number | undefined) {
  return db
    .selectFrom("configurations")
    .where("account_id", "=", accountId)
    .where((row) => {
      const newest = row
        .selectFrom("configurations as other")
        .select((other) => other.fn.max("other.version").as("version"))
        .where("other.account_id", "=", accountId)
        .whereRef("other.repository_id", "=", "configurations.repository_id")
        .whereRef("other.kind", "=", "configurations.kind");
      return row(
        "version",
        "=",
        recordedBefore === undefined ? newest : newest.where("other.recorded_at", "<", recordedBefore),
      );
    });
}

/** False when another process saved a version at the same time: look again. */
async function saveVersion({ db, now }: Session, configuration: StoredConfiguration): Promise<boolean> {
  const { accountId, repositoryId, kind, readAt } = configuration;
  const newest = await versions(db, accountId, repositoryId, kind)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  if (newest && readAt < newest.confirmed_at) return true;
  const content = contentOf(configuration);
  if (newest && saysTheSame(newest, content)) {
    await db
      .updateTable("configurations")
      .set({ confirmed_at: readAt })
      .where("account_id", "=", accountId)
      .where("repository_id", "=", newest.repository_id)
      .where("kind", "=", encodeKind(kind))
      .where("version", "=", newest.version)
      .where("confirmed_at", "<", readAt)
      .execute();
    return true;
  }
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("configurations")
    .values({
      account_id: accountId,
      repository_id: repositoryId ?? organisation,
      kind: encodeKind(kind),
      version: (newest?.version ?? 0) + 1,
      ...content,
      read_at: readAt,
      confirmed_at: readAt,
      recorded_at: now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

function versions(
  db: Session["db"],
  accountId: number,
  repositoryId: number | null,
  kind: ConfigurationKind,
  { recordedBefore }: KnownThen = {},
) {
  const all = db
    .selectFrom("configurations")
    .selectAll()
    .where("account_id", "=", accountId)
    .where("repository_id", "=", repositoryId ?? organisation)
    .where("kind", "=", encodeKind(kind));
  return recordedBefore === undefined ? all : all.where("recorded_at", "<", recordedBefore);
}

function contentOf(configuration: StoredConfiguration): Content {
  return {
    path: encodeText(configuration.path),
    text: encodeOptionalText(configuration.text),
    commit_sha: encodeOptionalText(configuration.commitSha),
    problem: encodeOptionalText(configuration.problem),
  };
}

/** A path may hold what a database refuses. */
function encodeKind(kind: ConfigurationKind): ConfigurationKind {
  return encodeText(kind) as ConfigurationKind;
}

function decodeKind(kind: ConfigurationKind): ConfigurationKind {
  return decodeText(kind) as ConfigurationKind;
}

function saysTheSame(a: Content, b: Content): boolean {
  return a.path === b.path && a.text === b.text && a.commit_sha === b.commit_sha && a.problem === b.problem;
}

function configurationOf(row: Selectable<ConfigurationsRow>): StoredConfiguration {
  return {
    accountId: row.account_id,
    repositoryId: row.repository_id === organisation ? null : row.repository_id,
    kind: decodeKind(row.kind),
    path: decodeText(row.path),
    text: decodeOptionalText(row.text),
    commitSha: decodeOptionalText(row.commit_sha),
    readAt: row.read_at,
    problem: decodeOptionalText(row.problem),
  };
}
