// What answers in GitHub's place may be anybody: it is believed no further than its own host, its time and its size.
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { boundedFetch } from "../../src/github/bounded-fetch.ts";

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const authorization = "token of-the-installation";
const get = boundedFetch({ answerMillis: 300, maximumBytes: 2000 });
const ask = (url: string, init: RequestInit = {}) => get(url, { ...init, headers: { authorization } });

describe("a redirect", () => {
  it("fault 20: is followed on the same host, token and all", async () => {
    const tokens: unknown[] = [];
    const origin = await listen(({ url, headers }, response) => {
      tokens.push(headers.authorization);
      if (url === "/old") response.writeHead(301, { location: "/new" }).end();
      else response.end('{"at":"new"}');
    });
    const response = await ask(`${origin}/old`);
    expect([await response.json(), response.url]).toEqual([{ at: "new" }, `${origin}/new`]);
    expect(tokens).toEqual([authorization, authorization]);
  });

  it.each([301, 302, 303, 307, 308])(
    "fault 43: with %i to another host asks nothing of it",
    async (status) => {
      let asked = 0;
      const stranger = await listen((_, response) => {
        asked += 1;
        response.end("{}");
      });
      const origin = await listen((_, response) =>
        response.writeHead(status, { location: `${stranger}/repos/acme/shop` }).end(),
      );
      await expect(ask(origin)).rejects.toThrow(/another host/);
      await expect(ask(origin, { method: "POST", body: "{}" })).rejects.toThrow(/another host/);
      await expect(ask(origin, { redirect: "manual" })).rejects.toThrow(/another host/);
      expect(asked).toBe(0);
    },
  );

  it("is not followed round and round, nor by a write", async () => {
    let asked = 0;
    const origin = await listen((_, response) => {
      asked += 1;
      response.writeHead(307, { location: "/again" }).end();
    });
    await expect(ask(origin)).rejects.toThrow(/elsewhere/);
    expect(asked).toBe(4);
    await expect(ask(origin, { method: "POST", body: "{}" })).rejects.toThrow(/elsewhere/);
    expect(asked).toBe(5);
  });

  it("is given back to who wants to see it", async () => {
    const origin = await listen((_, response) => response.writeHead(301, { location: "/new" }).end());
    expect((await ask(origin, { method: "POST", redirect: "manual" })).status).toBe(301);
  });
});

describe("an answer", () => {
  it("that is announced too large is not read", async () => {
    const origin = await listen((_, response) =>
      response.writeHead(200, { "content-length": 2001 }).flushHeaders(),
    );
    await expect(ask(origin)).rejects.toThrow(/larger than 2000 bytes/);
  });

  it.each(["in chunks", "compressed"])("that turns out too large %s is not kept", async (how) => {
    const large = Buffer.alloc(10_000, "a");
    const origin = await listen((_, response) => {
      if (how === "compressed") response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(large));
      else response.writeHead(200).end(large);
    });
    await expect(ask(origin)).rejects.toThrow(/larger than 2000 bytes/);
  });

  it("that drips does not last longer than its time", async () => {
    const drips: NodeJS.Timeout[] = [];
    onTestFinished(() => drips.forEach(clearInterval));
    const origin = await listen((_, response) => {
      response.writeHead(200);
      drips.push(setInterval(() => response.write(" "), 20));
    });
    const startedAt = performance.now();
    await expect(ask(origin)).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });

  it("that is nested without end is not parsed; brackets in a string are no matter", async () => {
    const deep = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
    const bodies = [
      deep(101),
      `{"a":${'{"a":'.repeat(200)}1`,
      deep(100),
      JSON.stringify({ a: `\\"${deep(500)}"[[` }),
    ];
    for (const [index, body] of bodies.entries()) {
      const origin = await listen((_, response) => response.writeHead(200).end(body));
      const answered = await get(origin).then(
        (response) => response.text(),
        (error: Error) => error.message,
      );
      expect(answered).toBe(index < 2 ? "it is nested too deeply" : body);
    }
  });

  it("of no body is an answer", async () => {
    const origin = await listen((_, response) => response.writeHead(204).end());
    expect((await ask(origin)).status).toBe(204);
  });
});

it("shows and keeps no token that is sent back", async () => {
  const token = "opaque/token+0123456789";
  const origin = await listen((_, response) =>
    response.writeHead(403).end(`{"message":"É Not for ${token}, ${token}"}`),
  );
  const echoed = boundedFetch({ answerMillis: 3000, token });
  expect(await (await echoed(origin)).json()).toEqual({ message: "É Not for ***, ***" });
  const plain = boundedFetch({ answerMillis: 3000, token: "not" });
  expect(await (await plain(origin)).text()).toContain(token);
});
