// The weekly issues as they were posted, each with the scorecard it told of and what that was made of: a past week stays
// what it was, and can be made again from the ledger.
import type { Selectable } from "kysely";
import { canonicalJson } from "../core/canonical-json.ts";
import type { PostedWeeklyIssue, WeeklyIssuesTable } from "../records/store.ts";
import type { WeeklyIssuesRow } from "./schema.ts";
import type { Session } from "./session.ts";

export function weeklyIssuesTable(session: Session): WeeklyIssuesTable {
  return {
    async find(accountId, repositoryId, isoWeek) {
      const row = await session.db
        .selectFrom("weekly_issues")
        .selectAll()
        .where("account_id", "=", accountId)
        .where("repository_id", "=", repositoryId)
        .where("iso_week", "=", isoWeek)
        .executeTakeFirst();
      return row ? weeklyIssueOf(row) : null;
    },

    async list(accountId, repositoryId, limit) {
      const rows = await session.db
        .selectFrom("weekly_issues")
        .selectAll()
        .where("account_id", "=", accountId)
        .where("repository_id", "=", repositoryId)
        .orderBy("iso_week", "desc")
        .limit(limit)
        .execute();
      return rows.map(weeklyIssueOf);
    },

    async lastScorecard(accountId, repositoryId) {
      const row = await session.db
        .selectFrom("weekly_issues")
        .select("scorecard")
        .where("account_id", "=", accountId)
        .where("repository_id", "=", repositoryId)
        .where("issue_number", "is not", null)
        .orderBy("iso_week", "desc")
        .limit(1)
        .executeTakeFirst();
      return row ? JSON.parse(row.scorecard) : null;
    },

    async save(issue) {
      await session.db
        .insertInto("weekly_issues")
        .values({
          account_id: issue.accountId,
          repository_id: issue.repositoryId,
          iso_week: issue.isoWeek,
          issue_number: issue.issueNumber,
          content_hash: issue.contentHash,
          scorecard: canonicalJson(issue.scorecard),
          basis: canonicalJson(issue.basis),
          posted_at: issue.postedAt,
          closed: issue.closed ? 1 : 0,
        })
        .onConflict((conflict) =>
          conflict.columns(["account_id", "repository_id", "iso_week"]).doUpdateSet((row) => ({
            issue_number: row.ref("excluded.issue_number"),
            content_hash: row.ref("excluded.content_hash"),
            scorecard: row.ref("excluded.scorecard"),
            basis: row.ref("excluded.basis"),
            posted_at: row.ref("excluded.posted_at"),
            closed: row.ref("excluded.closed"),
          })),
        )
        .execute();
    },
  };
}

function weeklyIssueOf(row: Selectable<WeeklyIssuesRow>): PostedWeeklyIssue {
  return {
    accountId: row.account_id,
    repositoryId: row.repository_id,
    isoWeek: row.iso_week,
    issueNumber: row.issue_number,
    contentHash: row.content_hash,
    scorecard: JSON.parse(row.scorecard),
    basis: JSON.parse(row.basis),
    postedAt: row.posted_at,
    closed: row.closed === 1,
  };
}
