// A database that is there and does not answer: frozen, or behind a network that lost the connection.

import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, it, onTestFinished } from "vitest";
import { deliver } from "../support/http.ts";
import { createTestDatabase } from "../support/postgres.ts";
import { startServer } from "../support/server-process.ts";

/** The test cluster through a socket that can be told to pass nothing on. */
async function openThroughSocket() {
  const database = await createTestDatabase();
  const url = new URL(database.url.replace("@/", "@localhost/"));
  const target = join(url.searchParams.get("host") ?? "", ".s.PGSQL.5432");
  const folder = mkdtempSync(join(tmpdir(), "firstpass-socket-"));
  const sockets: Socket[] = [];
  let silent = false;
  const proxy = createServer((near) => {
    const far = connect(target);
    // A connection that is opened while it is silent gets no answer either.
    if (!silent) near.pipe(far).pipe(near);
    for (const socket of [near, far]) sockets.push(socket.on("error", () => {}));
  });
  await once(proxy.listen(join(folder, ".s.PGSQL.5432")), "listening");
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
    rmSync(folder, { recursive: true });
    await database.remove();
  });
  const name = url.pathname.slice(1);
  return {
    DATABASE_URL: `postgres://firstpass@/${name}?host=${encodeURIComponent(folder)}`,
    fallSilent: () => {
      silent = true;
      for (const socket of sockets) socket.unpipe();
    },
  };
}

it.skipIf(inject("postgres") === null)(
  "fault 45, fault 50: answers 503 in time while the database is silent, and ends with 0",
  async () => {
    const { DATABASE_URL, fallSilent } = await openThroughSocket();
    const server = await startServer({ DATABASE_URL });
    expect((await deliver(server.url, { id: "d-1" })).status).toBe(202);
    fallSilent();
    const asked = performance.now();
    expect((await deliver(server.url, { id: "d-2" })).status).toBe(503);
    expect(performance.now() - asked).toBeLessThan(10_000);
    const told = performance.now();
    server.signal("SIGTERM");
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - told).toBeLessThan(10_000);
  },
);
