import { it, onTestFinished } from "vitest";
import { createSqliteDatabase } from "../../support/stores.ts";
import { killInRounds } from "./kill-rounds.ts";

it("fault 1, 2: loses nothing and does nothing twice in 25 rounds of SIGKILL, on SQLite", async () => {
  const { url, remove } = await createSqliteDatabase();
  onTestFinished(remove);
  await killInRounds(url, 25, "SQLite");
}, 300_000);
