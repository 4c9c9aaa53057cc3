// A command beside the server: thirty transactions that first read and then write, and a word on how that went.
import { writeSync } from "node:fs";
import { openStore } from "../../../src/store/database.ts";

const [url = "", name = ""] = process.argv.slice(2);
const store = await openStore(url, { shared: true });
try {
  for (let index = 0; index < 30; index += 1) {
    await store.transaction(async ({ deliveries }) => {
      await deliveries.statistics();
      await deliveries.add([{ id: `${name}-${index}`, event: "push", body: new Uint8Array() }]);
    });
  }
  writeSync(1, "all written\n");
} catch (error) {
  writeSync(1, `${error}\n`);
} finally {
  await store.close();
}
