import { expect, it } from "vitest";
import { openStore } from "../../src/store/database.ts";
import { sha } from "../support/facts.ts";
import { deliver } from "../support/http.ts";
import { commitPayload, pushPayload } from "../support/payloads.ts";
import { startServer } from "../support/server-process.ts";
import { describeOnEachDatabase } from "../support/stores.ts";

const SENDERS = 40;
const ACKNOWLEDGED_BEFORE_KILL = 100;

const shaOf = (n: number) => sha(n.toString(16).padStart(4, "0"));

/** The n-th of a run of pushes: each is one fact. */
function pushBody(n: number): string {
  const after = shaOf(n + 1);
  const before = shaOf(n);
  return JSON.stringify(pushPayload({ before, after, commits: [commitPayload(after)] }));
}

const send = (url: string, n: number) =>
  deliver(url, { id: `push-${n}`, event: "push", body: pushBody(n) }).then(
    (response) => response.status,
    () => null,
  );

describeOnEachDatabase("a server killed in the middle of a burst", (createDatabase) => {
  it("faults 1 and 2: loses nothing that it acknowledged, and counts nothing twice", async () => {
    const { url: databaseUrl } = await createDatabase();
    const first = await startServer({ DATABASE_URL: databaseUrl });
    const acknowledged = new Set<number>();
    let sent = 0;
    // Each sender goes on until nobody answers, so that the kill is always in the middle.
    const keepSending = async () => {
      for (let status: number | null = 202; status === 202; ) {
        const n = sent++;
        status = await send(first.url, n);
        if (status === 202) acknowledged.add(n);
        if (acknowledged.size === ACKNOWLEDGED_BEFORE_KILL) first.signal("SIGKILL");
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, keepSending));
    expect((await first.ended).signal).toBe("SIGKILL");
    expect(acknowledged.size).toBeGreaterThanOrEqual(ACKNOWLEDGED_BEFORE_KILL);
    expect(acknowledged.size).toBeLessThan(sent);

    const second = await startServer({ DATABASE_URL: databaseUrl });
    const store = await openStore(databaseUrl, { shared: true });
    try {
      // Leases of the dead process run out after some seconds; redeliveries of the rest come meanwhile.
      for (const n of acknowledged)
        expect(await store.deliveries.find(`push-${n}`), `push-${n}`).not.toBeNull();
      const answers = await Promise.all(Array.from({ length: sent }, (_, n) => send(second.url, n)));
      expect(new Set(answers)).toEqual(new Set([202]));
      await expect
        .poll(async () => (await store.deliveries.statistics()).counts.pending, {
          timeout: 40_000,
          interval: 500,
        })
        .toBe(0);
      const { counts } = await store.deliveries.statistics();
      expect(counts).toMatchObject({ done: sent, ignored: 0, unusable: 0, dead: 0 });
      const pushes = await store.facts.list({ accountId: 1001, repositoryId: 2001, kinds: ["push"] });
      expect(new Set(pushes.map((fact) => fact.subject)).size).toBe(sent);
      expect(pushes).toHaveLength(sent);
    } finally {
      await store.close();
    }
  }, 120_000);
});
