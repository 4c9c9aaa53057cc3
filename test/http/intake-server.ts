// An intake on a real port with a table in memory behind it.
import { onTestFinished } from "vitest";
import { createByteBudget } from "../../src/http/byte-budget.ts";
import { createIntake, MAX_DELIVERY_BYTES } from "../../src/http/intake.ts";
import { startHttpServer } from "../../src/http/server.ts";
import { TEST_SECRET } from "../support/http.ts";
import { memoryDeliveries } from "../support/memory-deliveries.ts";

export async function startIntake(
  options: {
    secrets?: string[];
    capacityBytes?: number;
    maxBytes?: number;
    deadlineMillis?: number;
    storeMillis?: number;
  } = {},
) {
  const deliveries = memoryDeliveries();
  const budget = createByteBudget(options.capacityBytes ?? 64 * 1024 * 1024);
  const seen = { answers: [] as number[], woken: 0, storeFailures: 0, peakBytes: 0 };
  const intake = createIntake({
    store: { deliveries },
    secrets: options.secrets ?? [TEST_SECRET],
    budget: {
      ...budget,
      reserve() {
        const reservation = budget.reserve();
        return {
          ...reservation,
          take(bytes) {
            const taken = reservation.take(bytes);
            seen.peakBytes = Math.max(seen.peakBytes, budget.bytesInFlight());
            return taken;
          },
        };
      },
    },
    limits: {
      maxBytes: options.maxBytes ?? MAX_DELIVERY_BYTES,
      deadlineMillis: options.deadlineMillis ?? 10_000,
    },
    storeMillis: options.storeMillis ?? 10_000,
    onStored: () => {
      seen.woken += 1;
    },
    onAnswer: (status) => seen.answers.push(status),
    onStoreFailure: () => {
      seen.storeFailures += 1;
    },
  });
  const none = async () => {
    throw new Error("not part of this test");
  };
  const server = await startHttpServer({
    host: "127.0.0.1",
    port: 0,
    routes: { intake, health: none, readiness: none, metrics: none },
    onError: () => {},
  });
  onTestFinished(() => server.close(0));
  return { url: server.url, deliveries, budget, seen };
}
