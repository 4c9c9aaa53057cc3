// Configuration and exceptions files, of each repository and of the organisation, version by version as they were read: what was
// in force at an earlier time can be asked again.
import type { Selectable } from "kysely";
import type { ConfigurationsRow } from "./schema.ts";
import type { Session } from "./session.ts";
import type { ConfigurationKind, ConfigurationsTable, KnownThen, StoredConfiguration } from "./store.ts";
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
  };
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
      .where("kind", "=", kind)
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
      kind,
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
    .where("kind", "=", kind);
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

function saysTheSame(a: Content, b: Content): boolean {
  return a.path === b.path && a.text === b.text && a.commit_sha === b.commit_sha && a.problem === b.problem;
}

function configurationOf(row: Selectable<ConfigurationsRow>): StoredConfiguration {
  return {
    accountId: row.account_id,
    repositoryId: row.repository_id === organisation ? null : row.repository_id,
    kind: row.kind,
    path: decodeText(row.path),
    text: decodeOptionalText(row.text),
    commitSha: decodeOptionalText(row.commit_sha),
    readAt: row.read_at,
    problem: decodeOptionalText(row.problem),
  };
}
