// The last valid configuration file of each repository, and of the organisation, as it was read.
import type { Session } from "./session.ts";
import type { ConfigurationsTable } from "./store.ts";
import { decodeOptionalText, decodeText, encodeOptionalText, encodeText } from "./text.ts";

/** Stands for the organisation in the key: GitHub's repository ids begin at 1. */
const organisation = 0;

export function configurationsTable(session: Session): ConfigurationsTable {
  return {
    async save(configuration) {
      await session.db
        .insertInto("configurations")
        .values({
          account_id: configuration.accountId,
          repository_id: configuration.repositoryId ?? organisation,
          path: encodeText(configuration.path),
          text: encodeOptionalText(configuration.text),
          commit_sha: encodeOptionalText(configuration.commitSha),
          read_at: configuration.readAt,
          problem: encodeOptionalText(configuration.problem),
        })
        .onConflict((conflict) =>
          conflict
            .columns(["account_id", "repository_id"])
            .doUpdateSet((row) => ({
              path: row.ref("excluded.path"),
              text: row.ref("excluded.text"),
              commit_sha: row.ref("excluded.commit_sha"),
              read_at: row.ref("excluded.read_at"),
              problem: row.ref("excluded.problem"),
            }))
            // A reading that took longer than the next one must not undo it.
            .where((row) => row("configurations.read_at", "<=", row.ref("excluded.read_at"))),
        )
        .execute();
    },

    async find(accountId, repositoryId) {
      const row = await session.db
        .selectFrom("configurations")
        .selectAll()
        .where("account_id", "=", accountId)
        .where("repository_id", "=", repositoryId ?? organisation)
        .executeTakeFirst();
      if (!row) return null;
      return {
        accountId: row.account_id,
        repositoryId: row.repository_id === organisation ? null : row.repository_id,
        path: decodeText(row.path),
        text: decodeOptionalText(row.text),
        commitSha: decodeOptionalText(row.commit_sha),
        readAt: row.read_at,
        problem: decodeOptionalText(row.problem),
      };
    },
  };
}
