// The ledger: a set of facts that only grows. A fact is one row by its natural key, however often it is told.
import { type Selectable, sql } from "kysely";
import { accountWide } from "../core/facts/account.ts";
import type { Fact } from "../core/facts/fact.ts";
import { headShaOf, keyFact, pullRequestNumberOf, sourceOfReadings } from "../records/fact-keys.ts";
import type { FactsTable } from "../records/store.ts";
import type { FactsRow, Tables } from "./schema.ts";
import type { Session } from "./session.ts";
import { decodeText, encodeOptionalText, encodeText } from "./text.ts";

/** Rows of one INSERT: 11 values each, well under SQLite's 32,766 and PostgreSQL's 65,535 parameters. */
const rowsPerInsert = 500;

/** Subjects of one SELECT: each is a search of its own in the index. */
const rangesPerSelect = 100;

const factColumns = [
  "account_id",
  "repository_id",
  "kind",
  "subject",
  "occurred_at",
  "data",
  "source",
] as const;

export function factsTable(session: Session): FactsTable {
  return {
    async append(facts, source) {
      if (facts.length === 0) return 0;
      // Sorted, so that two transactions that tell the same facts never wait for each other crosswise.
      const rows = facts.map(rowOf).sort((a, b) => (a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : 0));
      const insert = async ({ db, now }: Session) => {
        const recordedAt = now();
        let added = 0;
        for (let from = 0; from < rows.length; from += rowsPerInsert) {
          const { numInsertedOrUpdatedRows } = await db
            .insertInto("facts")
            .values(
              rows
                .slice(from, from + rowsPerInsert)
                .map((row) => ({ ...row, source: encodeText(source), recorded_at: recordedAt })),
            )
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirstOrThrow();
          added += Number(numInsertedOrUpdatedRows ?? 0n);
        }
        return added;
      };
      return session.transactional || rows.length <= rowsPerInsert
        ? await insert(session)
        : await session.atomically(insert);
    },

    async list({ accountId, repositoryId, from, to, kinds, recordedFrom, recordedBefore }) {
      if (kinds?.length === 0) return [];
      let query = ordered(session.db, accountId, repositoryId);
      if (from !== undefined) query = query.where("occurred_at", ">=", from);
      if (to !== undefined) query = query.where("occurred_at", "<", to);
      if (kinds) query = query.where("kind", "in", [...kinds]);
      if (recordedFrom !== undefined) query = query.where("recorded_at", ">=", recordedFrom);
      if (recordedBefore !== undefined) query = query.where("recorded_at", "<", recordedBefore);
      return (await query.execute()).map(factOf);
    },

    async listByHead({ accountId, repositoryId, headSha }) {
      const query = ordered(session.db, accountId, repositoryId).where("head_sha", "=", encodeText(headSha));
      return (await query.execute()).map(factOf);
    },

    async listByHeads({ accountId, repositoryId, headShas }) {
      if (headShas.length === 0) return [];
      const shas = headShas.map(encodeText);
      const query = ordered(session.db, accountId, repositoryId).where("head_sha", "in", shas);
      return (await query.execute()).map(factOf);
    },

    async listByPullRequest({ accountId, repositoryId, number }) {
      const query = ordered(session.db, accountId, repositoryId).where("pull_request_number", "=", number);
      return (await query.execute()).map(factOf);
    },

    async listOfAccount({ accountId, kinds, subjects, prefixes, recordedFrom, recordedBefore }) {
      if (kinds.length === 0 || isEmpty(subjects, prefixes)) return [];
      let query = ordered(session.db, accountId, null).where("kind", "in", [...kinds]);
      if (recordedFrom !== undefined) query = query.where("recorded_at", ">=", recordedFrom);
      if (recordedBefore !== undefined) query = query.where("recorded_at", "<", recordedBefore);
      if (subjects === undefined && prefixes === undefined) return (await query.execute()).map(factOf);
      const found = new Map<string, Fact>();
      const all = [...(subjects ?? []).map(exactly), ...(prefixes ?? []).map(beginningWith)];
      for (let from = 0; from < all.length; from += rangesPerSelect) {
        const ranges = all.slice(from, from + rangesPerSelect);
        const rows = await query
          .select("digest")
          .where((row) =>
            row.or(
              ranges.map(([first, end]) =>
                end === null
                  ? row("subject", "=", first)
                  : row.and([row("subject", ">=", first), row("subject", "<", end)]),
              ),
            ),
          )
          .execute();
        for (const row of rows) found.set(`${row.occurred_at} ${row.digest}`, factOf(row));
      }
      return [...found.values()];
    },

    async listNewest({ accountId, repositoryId, kind }) {
      const rows = await ordered(session.db, accountId, repositoryId)
        .where("kind", "=", kind)
        .where("occurred_at", "=", (query) =>
          query
            .selectFrom("facts as newest")
            .select((row) => row.fn.max<number>("newest.occurred_at").as("at"))
            .where("newest.account_id", "=", accountId)
            .where("newest.repository_id", "=", repositoryId)
            .where("newest.kind", "=", kind),
        )
        .execute();
      return rows.map(factOf);
    },

    async count(accountId) {
      const { count } = await session.db
        .selectFrom("facts")
        .select((row) => row.fn.countAll<number>().as("count"))
        .where("account_id", "=", accountId)
        .executeTakeFirstOrThrow();
      return count;
    },

    async firstRecordedAt(accountId, repositoryId) {
      const { first } = await session.db
        .selectFrom("facts")
        .select((row) => row.fn.min<number | null>("recorded_at").as("first"))
        .where("account_id", "=", accountId)
        .where("repository_id", "=", repositoryId)
        .executeTakeFirstOrThrow();
      return first;
    },
  };
}

/** @param repositoryId null: facts of the account; said literally, so that the index of their subjects serves. */
function ordered(db: Session["db"], accountId: number, repositoryId: number | null) {
  return db
    .selectFrom("facts")
    .select(factColumns)
    .where("account_id", "=", accountId)
    .where("repository_id", "=", repositoryId ?? sql.lit(accountWide))
    .orderBy("occurred_at")
    .orderBy("kind")
    .orderBy("subject")
    .orderBy("digest");
}

/** With neither list everything is asked for; with empty ones, nothing. */
function isEmpty(subjects: readonly string[] | undefined, prefixes: readonly string[] | undefined): boolean {
  if (subjects === undefined && prefixes === undefined) return false;
  return (subjects?.length ?? 0) + (prefixes?.length ?? 0) === 0;
}

function exactly(subject: string): [string, null] {
  return [encodeText(subject), null];
}

/** From the prefix to the first text that no longer begins with it: its last character is ASCII in every subject. */
function beginningWith(prefix: string): [string, string] {
  const first = encodeText(prefix);
  const last = first.charCodeAt(first.length - 1);
  return [first, `${first.slice(0, -1)}${String.fromCharCode(last + 1)}`];
}

function rowOf(fact: Fact): Omit<Selectable<FactsRow>, "source" | "recorded_at"> {
  const { data, digest } = keyFact(fact);
  return {
    account_id: fact.accountId,
    repository_id: fact.repositoryId,
    occurred_at: fact.occurredAt,
    digest,
    kind: fact.kind,
    subject: encodeText(fact.subject),
    head_sha: encodeOptionalText(headShaOf(fact)),
    pull_request_number: pullRequestNumberOf(fact),
    data,
  };
}

function factOf(row: Pick<Tables["facts"], (typeof factColumns)[number]>): Fact {
  // Only this file writes the table, and only facts: kind and data belong together.
  return {
    kind: row.kind,
    accountId: row.account_id,
    repositoryId: row.repository_id,
    subject: decodeText(row.subject),
    occurredAt: row.occurred_at,
    data: JSON.parse(row.data),
    ...(decodeText(row.source) === sourceOfReadings && { read: true as const }),
  } as Fact;
}
