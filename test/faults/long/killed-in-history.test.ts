import { inject, it, onTestFinished } from "vitest";
import { createTestDatabase } from "../../support/postgres.ts";
import { createSqliteDatabase } from "../../support/stores.ts";
import { killWhileHistoryIsRead } from "./history-rounds.ts";

const rounds = Number(process.env.FAULTS_HISTORY_ROUNDS ?? 10);

async function two(create: () => Promise<{ url: string; remove(): Promise<unknown> }>) {
  const [undisturbed, killed] = [await create(), await create()];
  onTestFinished(async () => {
    await undisturbed.remove();
    await killed.remove();
  });
  return { undisturbed: undisturbed.url, killed: killed.url };
}

it("fault 2, 47: reads the same past, whenever it is killed, on SQLite", async () => {
  await killWhileHistoryIsRead(await two(createSqliteDatabase), { rounds, replicas: 1, title: "SQLite" });
}, 600_000);

it.skipIf(inject("postgres") === null)(
  "fault 2, 47: reads the same past in two replicas, whenever one is killed or stands still, on PostgreSQL",
  async () => {
    const title = "PostgreSQL, two replicas";
    await killWhileHistoryIsRead(await two(createTestDatabase), { rounds, replicas: 2, title });
  },
  600_000,
);
