// What a change of Firstpass's own files would do, one row a head: asked for by its check run, worked out by a job, read again by
// the check run, so that a burst of events simulates once.
import { canonicalJson } from "../core/canonical-json.ts";
import type { SimulationsTable, StoredSimulation } from "../records/store.ts";
import type { Session } from "./session.ts";
import { decodeText, encodeText } from "./text.ts";

export function simulationsTable(session: Session): SimulationsTable {
  return {
    async find(accountId, repositoryId, headSha) {
      const row = await session.db
        .selectFrom("simulations")
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
        digest: row.digest,
        files: JSON.parse(row.files),
        result: row.result === null ? null : JSON.parse(row.result),
      };
    },

    async save(simulation) {
      await session.db
        .insertInto("simulations")
        .values({ ...rowOf(simulation), saved_at: session.now() })
        .onConflict((conflict) =>
          conflict.columns(["account_id", "repository_id", "head_sha"]).doUpdateSet((row) => ({
            digest: row.ref("excluded.digest"),
            files: row.ref("excluded.files"),
            result: row.ref("excluded.result"),
            saved_at: row.ref("excluded.saved_at"),
          })),
        )
        .execute();
    },

    async finish({ accountId, repositoryId, headSha, digest, result }) {
      const { numUpdatedRows } = await session.db
        .updateTable("simulations")
        .set({ result: canonicalJson(result) })
        .where("account_id", "=", accountId)
        .where("repository_id", "=", repositoryId)
        .where("head_sha", "=", encodeText(headSha))
        .where("digest", "=", digest)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}

function rowOf({ accountId, repositoryId, headSha, digest, files, result }: StoredSimulation) {
  return {
    account_id: accountId,
    repository_id: repositoryId,
    head_sha: encodeText(headSha),
    digest,
    files: canonicalJson(files),
    result: result === null ? null : canonicalJson(result),
  };
}
