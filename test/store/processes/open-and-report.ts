// A process that opens a store, says how that went, and holds it until its standard input ends.
import { writeSync } from "node:fs";
import { openStore } from "../../../src/store/database.ts";

try {
  const store = await openStore(process.argv[2] ?? "");
  writeSync(1, "open\n");
  process.stdin.resume().on("end", () => void store.close());
} catch (error) {
  writeSync(1, `${error instanceof Error ? `${error.name}: ${error.message}` : error}\n`);
  process.exitCode = 1;
}
