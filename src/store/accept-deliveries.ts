// The first half of the inbox: deliveries become rows in one commit, and a known id is recognised.
import { CompiledQuery } from "kysely";
import type { StoredBody } from "./body-compression.ts";
import { databaseClock, type Session } from "./session.ts";
import { decodeText, encodeText } from "./text.ts";

export type AddResult = "stored" | "duplicate" | "rearmed";

/** A delivery ready to be written. */
export interface IncomingDelivery extends StoredBody {
  readonly id: string;
  readonly event: string;
}

/** Rows of one INSERT: 4 values each, well under SQLite's 32,766 and PostgreSQL's 65,535 parameters. */
const rowsPerInsert = 200;

/** Writes deliveries in one transaction; one result for each, in their order. */
export function addDeliveries(
  session: Session,
  deliveries: readonly IncomingDelivery[],
): Promise<readonly AddResult[]> {
  // Sorted, so that two replicas that are sent the same deliveries never wait for each other crosswise.
  const unique = [...new Map(deliveries.map((delivery) => [delivery.id, delivery])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const insert = async (writing: Session) => {
    const results = new Map<string, AddResult>();
    for (let from = 0; from < unique.length; from += rowsPerInsert) {
      const rows = await insertOrRearm(writing, unique.slice(from, from + rowsPerInsert));
      for (const { id, rearms } of rows) results.set(id, rearms === 0 ? "stored" : "rearmed");
    }
    return deliveries.map(({ id }) => {
      const result = results.get(id) ?? "duplicate";
      results.delete(id);
      return result;
    });
  };
  // One statement is all or nothing by itself: on PostgreSQL two round trips less.
  return unique.length <= rowsPerInsert ? session.writeFirst(insert) : session.atomically(insert);
}

async function insertOrRearm(
  { db, dialect, ownNow }: Session,
  deliveries: readonly IncomingDelivery[],
): Promise<readonly { id: string; rearms: number }[]> {
  const clock = ownNow === null ? [] : [ownNow()];
  const values = deliveries.flatMap(({ id, event, body, compressed }) => [
    encodeText(id),
    encodeText(event),
    body,
    compressed,
  ]);
  const statement = insertStatement(dialect, deliveries.length, clock.length > 0);
  const { rows } = await db.executeQuery<{ id: string; rearms: number }>(
    CompiledQuery.raw(statement, [...clock, ...values]),
  );
  return rows.map(({ id, rearms }) => ({ id: decodeText(id), rearms }));
}

/** Statements by what differs in them: made once, because thousands a second go through here. */
const statements = new Map<string, string>();

function insertStatement(dialect: Session["dialect"], rows: number, ownClock: boolean): string {
  const key = `${dialect} ${rows} ${ownClock}`;
  const known = statements.get(key) ?? makeInsertStatement(dialect, rows, ownClock);
  statements.set(key, known);
  return known;
}

function makeInsertStatement(dialect: Session["dialect"], rows: number, ownClock: boolean): string {
  const parameter = (index: number) => (dialect === "postgres" ? `$${index}` : `?${index}`);
  const now = ownClock ? `cast(${parameter(1)} as bigint)` : databaseClock;
  const first = ownClock ? 2 : 1;
  const tuples = Array.from({ length: rows }, (_, row) => {
    const [id, event, body, compressed] = [0, 1, 2, 3].map((column) => parameter(first + row * 4 + column));
    return `(${id}, ${event}, 'pending', ${now}, ${now}, 0, 0, 0, ${body}, ${compressed})`;
  });
  return `insert into deliveries
    (id, event, state, received_at, due_at, tries, fence, rearms, body, compressed) values ${tuples.join(", ")}
    on conflict (id) do update set state = 'pending', due_at = excluded.due_at, processed_at = null, tries = 0,
      rearms = deliveries.rearms + 1, reason = null, body = excluded.body, compressed = excluded.compressed
    where deliveries.state = 'dead' returning id, rearms`;
}
