import { inject, it, onTestFinished } from "vitest";
import { createTestDatabase } from "../../support/postgres.ts";
import { killInRounds } from "./kill-rounds.ts";

it.skipIf(inject("postgres") === null)(
  "fault 1, 2: loses nothing and does nothing twice in 25 rounds of SIGKILL, on PostgreSQL",
  async () => {
    const { url, remove } = await createTestDatabase();
    onTestFinished(remove);
    await killInRounds(url, 25, "PostgreSQL");
  },
  300_000,
);
