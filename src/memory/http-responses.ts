// Answers of GitHub, kept in memory for as long as a command runs. The least recently used make room when there are too many.
import type { HttpResponsesTable, KeptResponse } from "../records/store.ts";
import { keyOf } from "./kept-map.ts";

const maximumBytes = 256 * 1024;

/** Of all bodies together: a run over a thousand repositories stays small. */
const maximumTotalBytes = 64 * 1024 * 1024;

interface Row {
  readonly response: KeptResponse;
  readonly bytes: number;
  readonly usedAt: number;
}

/** No part of the store's turns: an answer of GitHub stays true, whatever becomes of the work that asked for it. */
export function httpResponsesTable(now: () => number): HttpResponsesTable {
  // In the order of their last use.
  const rows = new Map<string, Row>();
  let total = 0;

  const remove = (key: string) => {
    total -= rows.get(key)?.bytes ?? 0;
    rows.delete(key);
  };
  const put = (key: string, row: Row) => {
    remove(key);
    rows.set(key, row);
    total += row.bytes;
  };

  return {
    async find(installationId, request) {
      const key = keyOf(installationId, request);
      const row = rows.get(key);
      if (row === undefined) return null;
      put(key, { ...row, usedAt: now() });
      return row.response;
    },

    async keep(installationId, request, { etag, body }) {
      const bytes = Buffer.byteLength(body, "utf8");
      if (bytes > maximumBytes) return;
      put(keyOf(installationId, request), { response: { etag, body }, bytes, usedAt: now() });
      for (const key of rows.keys()) {
        if (total <= maximumTotalBytes) break;
        remove(key);
      }
    },

    async drop(usedBefore) {
      const idle = [...rows].filter(([, { usedAt }]) => usedAt < usedBefore);
      for (const [key] of idle) remove(key);
      return idle.length;
    },
  };
}
