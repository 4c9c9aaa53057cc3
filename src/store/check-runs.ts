// The check run posted on each head: what stands there, so that nothing is written twice.

import type { CheckRunsTable } from "../records/store.ts";
import type { Session } from "./session.ts";
import { decodeText, encodeText } from "./text.ts";

export function checkRunsTable(session: Session): CheckRunsTable {
  return {
    async find(accountId, repositoryId, headSha) {
      const row = await session.db
        .selectFrom("check_runs")
        .selectAll()
        .where("account_id", "=", accountId)
        .where("repository_id", "=", repositoryId)
        .where("head_sha", "=", encodeText(headSha))
        .executeTakeFirst();
      if (!row) return null;
      return {
        accountId: row.account_id,
        repositoryId: row.repository_id,
        headSha: decodeText(row.head_sha),
        checkRunId: row.check_run_id,
        contentHash: row.content_hash,
        title: decodeText(row.title),
        completed: row.completed === 1,
        postedAt: row.posted_at,
      };
    },

    async save(checkRun) {
      await session.db
        .insertInto("check_runs")
        .values({
          account_id: checkRun.accountId,
          repository_id: checkRun.repositoryId,
          head_sha: encodeText(checkRun.headSha),
          check_run_id: checkRun.checkRunId,
          content_hash: checkRun.contentHash,
          title: encodeText(checkRun.title),
          completed: checkRun.completed ? 1 : 0,
          posted_at: checkRun.postedAt,
        })
        .onConflict((conflict) =>
          conflict.columns(["account_id", "repository_id", "head_sha"]).doUpdateSet((row) => ({
            check_run_id: row.ref("excluded.check_run_id"),
            content_hash: row.ref("excluded.content_hash"),
            title: row.ref("excluded.title"),
            completed: row.ref("excluded.completed"),
            posted_at: row.ref("excluded.posted_at"),
          })),
        )
        .execute();
    },
  };
}
