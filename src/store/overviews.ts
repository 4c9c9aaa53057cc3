// The overview issues as they were posted: one for an account, a week and the repository that it stands in.
import type { Selectable } from "kysely";
import type { OverviewsTable, PostedOverview } from "../records/store.ts";
import type { OverviewIssuesRow } from "./schema.ts";
import type { Session } from "./session.ts";

export function overviewsTable(session: Session): OverviewsTable {
  return {
    async list(accountId, limit) {
      const rows = await session.db
        .selectFrom("overview_issues")
        .selectAll()
        .where("account_id", "=", accountId)
        .orderBy("iso_week", "desc")
        .orderBy("repository_id")
        .limit(limit)
        .execute();
      return rows.map(overviewOf);
    },

    async save(overview) {
      await session.db
        .insertInto("overview_issues")
        .values({
          account_id: overview.accountId,
          iso_week: overview.isoWeek,
          repository_id: overview.repositoryId,
          issue_number: overview.issueNumber,
          content_hash: overview.contentHash,
          posted_at: overview.postedAt,
          closed: overview.closed ? 1 : 0,
        })
        .onConflict((conflict) =>
          conflict.columns(["account_id", "iso_week", "repository_id"]).doUpdateSet((row) => ({
            issue_number: row.ref("excluded.issue_number"),
            content_hash: row.ref("excluded.content_hash"),
            posted_at: row.ref("excluded.posted_at"),
            closed: row.ref("excluded.closed"),
          })),
        )
        .execute();
    },
  };
}

function overviewOf(row: Selectable<OverviewIssuesRow>): PostedOverview {
  return {
    accountId: row.account_id,
    isoWeek: row.iso_week,
    repositoryId: row.repository_id,
    issueNumber: row.issue_number,
    contentHash: row.content_hash,
    postedAt: row.posted_at,
    closed: row.closed === 1,
  };
}
