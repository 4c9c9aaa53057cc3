// The first half of the inbox: deliveries become rows in one commit, and a known id is recognised.
import { compressBody } from "./body-compression.ts";
import type { Session } from "./session.ts";
import type { ReceivedDelivery } from "./store.ts";
import { encodeText } from "./text.ts";

/** A delivery ready to be written. */
export interface CompressedDelivery {
  readonly id: string;
  readonly event: string;
  readonly body: Uint8Array;
}

export type AddResult = "stored" | "duplicate" | "rearmed";

/** Rows of one INSERT: 10 values each, well under SQLite's 32,766 and PostgreSQL's 65,535 parameters. */
const rowsPerInsert = 200;

export async function compressDelivery(delivery: ReceivedDelivery): Promise<CompressedDelivery> {
  return {
    id: encodeText(delivery.id),
    event: encodeText(delivery.event),
    body: await compressBody(delivery.body),
  };
}

/** Writes deliveries in one transaction; one result for each, in their order. */
export function addDeliveries(
  session: Session,
  deliveries: readonly CompressedDelivery[],
): Promise<readonly AddResult[]> {
  // Sorted, so that two replicas that are sent the same deliveries never wait for each other crosswise.
  const unique = [...new Map(deliveries.map((delivery) => [delivery.id, delivery])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  return session.atomically(async (transaction) => {
    const results = new Map<string, AddResult>();
    for (let from = 0; from < unique.length; from += rowsPerInsert) {
      const rows = await insertOrRearm(transaction, unique.slice(from, from + rowsPerInsert));
      for (const { id, rearms } of rows) results.set(id, rearms === 0 ? "stored" : "rearmed");
    }
    return deliveries.map(({ id }) => {
      const result = results.get(id) ?? "duplicate";
      results.delete(id);
      return result;
    });
  });
}

function insertOrRearm(
  session: Session,
  deliveries: readonly CompressedDelivery[],
): Promise<{ id: string; rearms: number }[]> {
  const now = session.now();
  return session.db
    .insertInto("deliveries")
    .values(
      deliveries.map(({ id, event, body }) => ({
        id,
        event,
        state: "pending" as const,
        received_at: now,
        due_at: now,
        tries: 0,
        fence: 0,
        rearms: 0,
        body,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet((row) => ({
          state: "pending",
          due_at: row.ref("excluded.due_at"),
          processed_at: null,
          tries: 0,
          rearms: row("deliveries.rearms", "+", 1),
          reason: null,
          body: row.ref("excluded.body"),
        }))
        .where("deliveries.state", "=", "dead"),
    )
    .returning(["id", "rearms"])
    .execute();
}
