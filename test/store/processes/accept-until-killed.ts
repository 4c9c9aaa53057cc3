// A process that takes deliveries and acknowledges each on its standard output, until it is killed.
import { writeSync } from "node:fs";
import { openStore } from "../../../src/store/database.ts";

const store = await openStore(process.argv[2] ?? "");
for (let batch = 0; ; batch += 1) {
  const ids = Array.from({ length: 8 }, (_, index) => `d-${batch}-${index}`);
  await Promise.all(
    ids.map(async (id) => {
      await store.deliveries.add([{ id, event: "push", body: new TextEncoder().encode(id) }]);
      // Synchronous: what is acknowledged is said before anything else happens.
      writeSync(1, `${id}\n`);
    }),
  );
}
