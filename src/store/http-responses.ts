// Answers of GitHub, kept so that an unchanged one is not sent again, and one that cannot change is not asked for twice.
import { sql } from "kysely";
import type { HttpResponsesTable } from "../records/store.ts";
import { compressBody, decompressBody } from "./body-compression.ts";
import { deleteInBatches } from "./delete-in-batches.ts";
import { millis, type Session } from "./session.ts";
import { decodeOptionalText, encodeOptionalText, encodeText } from "./text.ts";

const maximumBytes = 256 * 1024;

/** How stale `used_at` may be: noting every use would make a write of every reading. */
const noteUseAfterMillis = 24 * 60 * 60 * 1000;

export function httpResponsesTable(session: Session): HttpResponsesTable {
  return {
    async find(installationId, request) {
      const row = await session.db
        .selectFrom("http_responses")
        .select(["etag", "body"])
        .where("installation_id", "=", installationId)
        .where("request", "=", encodeText(request))
        .executeTakeFirst();
      if (row === undefined) return null;
      await session.db
        .updateTable("http_responses")
        .set({ used_at: session.now() })
        .where("installation_id", "=", installationId)
        .where("request", "=", encodeText(request))
        .where((table) => table("used_at", "<", table(session.now(), "-", noteUseAfterMillis)))
        .execute();
      const body = await decompressBody(row.body);
      return { etag: decodeOptionalText(row.etag), body: Buffer.from(body).toString("utf8") };
    },

    async keep(installationId, request, { etag, body }) {
      const bytes = Buffer.from(body, "utf8");
      if (bytes.byteLength > maximumBytes) return;
      await session.db
        .insertInto("http_responses")
        .values({
          installation_id: installationId,
          request: encodeText(request),
          etag: encodeOptionalText(etag),
          body: await compressBody(bytes),
          used_at: session.now(),
        })
        .onConflict((conflict) =>
          conflict.columns(["installation_id", "request"]).doUpdateSet((row) => ({
            etag: row.ref("excluded.etag"),
            body: row.ref("excluded.body"),
            used_at: row.ref("excluded.used_at"),
          })),
        )
        .execute();
    },

    async drop(usedBefore) {
      return await deleteInBatches(session, "http_responses", sql`used_at < ${millis(usedBefore)}`);
    },
  };
}
