// A deliveries table in memory, for tests of what stands in front of it or behind it. The real ones have their own suite.
import type {
  DeliveriesTable,
  DeliveryState,
  LeasedDelivery,
  ReceivedDelivery,
} from "../../src/records/store.ts";

export interface MemoryDeliveries extends DeliveriesTable {
  readonly rows: Map<string, MemoryDelivery>;
  /** Set to make every write fail, as a full disk does. */
  failure: Error | null;
  /** Set to hold back writes until it resolves. */
  gate: Promise<void>;
}

interface MemoryDelivery extends ReceivedDelivery {
  state: DeliveryState;
  reason: string | null;
  tries: number;
  fence: number;
  notBefore: number;
  leasedUntil: number;
  receivedAt: number;
}

export function memoryDeliveries(now: () => number = Date.now): MemoryDeliveries {
  const rows = new Map<string, MemoryDelivery>();
  const owned = (id: string, fence: number) => {
    const row = rows.get(id);
    return row?.state === "pending" && row.fence === fence ? row : null;
  };
  const table: MemoryDeliveries = {
    rows,
    failure: null,
    gate: Promise.resolve(),
    async add(deliveries) {
      await table.gate;
      if (table.failure) throw table.failure;
      return deliveries.map((delivery) => {
        const known = rows.get(delivery.id);
        if (known && known.state !== "dead") return "duplicate";
        rows.set(delivery.id, {
          ...delivery,
          state: "pending",
          reason: null,
          tries: 0,
          fence: known?.fence ?? 0,
          notBefore: 0,
          leasedUntil: 0,
          receivedAt: now(),
        });
        return known ? "rearmed" : "stored";
      });
    },
    async lease({ limit, leaseMillis }) {
      if (table.failure) throw table.failure;
      const due = [...rows.values()].filter(
        (row) => row.state === "pending" && row.notBefore <= now() && row.leasedUntil <= now(),
      );
      return due.slice(0, limit).map((row): LeasedDelivery => {
        row.tries += 1;
        row.fence += 1;
        row.leasedUntil = now() + leaseMillis;
        return { ...row };
      });
    },
    async finish(id, fence, outcome) {
      const row = owned(id, fence);
      if (row) Object.assign(row, outcome);
      return row !== null;
    },
    async fail(id, fence, { reason, retryAt }) {
      const row = owned(id, fence);
      if (row)
        Object.assign(row, {
          reason,
          leasedUntil: 0,
          notBefore: retryAt ?? 0,
          state: retryAt === null ? "dead" : "pending",
        });
      return row !== null;
    },
    retry: () => Promise.reject(new Error("not part of these tests")),
    find: () => Promise.reject(new Error("not part of these tests")),
    list: () => Promise.reject(new Error("not part of these tests")),
    async statistics() {
      if (table.failure) throw table.failure;
      const counts: Record<DeliveryState, number> = { pending: 0, done: 0, ignored: 0, unusable: 0, dead: 0 };
      for (const row of rows.values()) counts[row.state] += 1;
      const pending = [...rows.values()]
        .filter((row) => row.state === "pending")
        .map((row) => row.receivedAt);
      return { counts, oldestPendingMillis: pending.length > 0 ? now() - Math.min(...pending) : null };
    },
    dropBodies: () => Promise.reject(new Error("not part of these tests")),
  };
  return table;
}
