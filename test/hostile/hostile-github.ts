// A hostile GitHub: a proxy in front of the local one that, by a seeded plan, answers wrongly, late, not at all, or after the
// effect. What it lets through is GitHub's own. The plan is drawn from a seed, so that a failure can be played again.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** One wrong way to answer. `before`: nothing happens on GitHub; `after`: it happens, and only the answer is wrong. */
export interface Misdeed {
  readonly name: string;
  readonly when: "before" | "after";
  readonly answer: (response: ServerResponse, context: Misanswer) => void | Promise<void>;
}

interface Misanswer {
  /** What GitHub answered; null before the effect. */
  readonly real: { readonly status: number; readonly body: Buffer } | null;
  /** Milliseconds UTC of the story. */
  readonly now: number;
  /** Another host, which must not be asked. */
  readonly elsewhere: string;
}

type Headers = Record<string, string | string[]>;

const json = { "content-type": "application/json; charset=utf-8" };

function say(status: number, message: string, headers: (context: Misanswer) => Headers = () => ({})) {
  return (response: ServerResponse, context: Misanswer) => {
    response.writeHead(status, { ...json, ...headers(context) });
    response.end(JSON.stringify({ message, documentation_url: "https://docs.github.com/rest" }));
  };
}

const page = "<html><head><title>502 Bad Gateway</title></head><body>@everyone <b>nginx</b></body></html>";
const asPage = (status: number) => (response: ServerResponse) => {
  response.writeHead(status, { "content-type": "text/html" }).end(page);
};
const bodyOf = ({ real }: Misanswer) => real?.body ?? Buffer.from('{"id": 1, "number": 1}');

/** A megabyte at a time, until nobody listens. */
async function flood(response: ServerResponse): Promise<void> {
  response.writeHead(200, json);
  const chunk = Buffer.alloc(1024 * 1024, " ");
  await pipeline(Readable.from(Array.from({ length: 64 }, () => chunk)), response).catch(() => {});
}

/** What passes. After any of these, work must be done in the end as if it had not been. */
export const passingMisdeeds: readonly Misdeed[] = [
  { name: "401", when: "before", answer: say(401, "Bad credentials") },
  {
    name: "403 primary limit",
    when: "before",
    answer: say(403, "API rate limit exceeded for installation ID 9.", ({ now }) => ({
      "x-ratelimit-limit": "5000",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(Math.ceil(now / 1000) + 40),
    })),
  },
  {
    name: "403 secondary limit",
    when: "before",
    answer: say(403, "You have exceeded a secondary rate limit.", () => ({ "retry-after": "30" })),
  },
  {
    name: "403 secondary limit without a time",
    when: "before",
    answer: say(403, "You have exceeded a secondary rate limit."),
  },
  { name: "429", when: "before", answer: say(429, "Too many requests", () => ({ "retry-after": "20" })) },
  {
    name: "429 of two times",
    when: "before",
    answer: say(429, "Too many", () => ({ "retry-after": ["20", "20"] })),
  },
  { name: "429 for ever", when: "before", answer: say(429, "Too many", () => ({ "retry-after": "1e300" })) },
  { name: "500", when: "before", answer: say(500, "Server Error") },
  { name: "502 page", when: "before", answer: asPage(502) },
  { name: "502 page after the effect", when: "after", answer: asPage(502) },
  { name: "500 after the effect", when: "after", answer: say(500, "Server Error") },
  { name: "a page instead of JSON", when: "before", answer: asPage(200) },
  { name: "a page instead of JSON after the effect", when: "after", answer: asPage(200) },
  { name: "403 page of a proxy", when: "before", answer: asPage(403) },
  { name: "404 page of a proxy", when: "before", answer: asPage(404) },
  { name: "cut before", when: "before", answer: (response) => void response.destroy() },
  { name: "cut after", when: "after", answer: (response) => void response.destroy() },
  { name: "hangs", when: "before", answer: () => {} },
  { name: "hangs after the effect", when: "after", answer: () => {} },
  {
    name: "half of the JSON",
    when: "after",
    answer: (response, context) => {
      const body = bodyOf(context);
      response.writeHead(200, json).end(body.subarray(0, Math.floor(body.length / 2)));
    },
  },
  {
    name: "cut in the middle of the JSON",
    when: "after",
    answer: (response, context) => {
      const body = bodyOf(context);
      response.writeHead(200, { ...json, "content-length": String(body.length + 10) });
      response.write(body, () => response.destroy());
    },
  },
  {
    name: "drips",
    when: "after",
    answer: (response) => {
      response.writeHead(200, json);
      const timer = setInterval(() => response.write(" "), 50);
      response.once("close", () => clearInterval(timer));
    },
  },
  {
    name: "of another kind",
    when: "after",
    answer: (response, context) =>
      void response.writeHead(200, { "content-type": "application/octet-stream" }).end(bodyOf(context)),
  },
  {
    name: "without a kind",
    when: "after",
    answer: (response) => void response.writeHead(200).end("\u0000\u0001"),
  },
  { name: "null", when: "after", answer: (response) => void response.writeHead(200, json).end("null") },
  {
    name: "an empty list",
    when: "after",
    answer: (response) => void response.writeHead(200, json).end("[[]]"),
  },
  {
    name: "nested without end",
    when: "after",
    answer: (response) =>
      void response.writeHead(200, json).end(`${"[".repeat(50_000)}${"]".repeat(50_000)}`),
  },
  { name: "a flood", when: "before", answer: flood },
  {
    name: "sends elsewhere",
    when: "before",
    answer: (response, { elsewhere }) =>
      void response.writeHead(307, { ...json, location: `${elsewhere}/api/v3/repos/acme/shop` }).end("{}"),
  },
];

/** What GitHub means: the job ends, and is shown. */
export const lastingMisdeeds: readonly Misdeed[] = [
  { name: "409", when: "before", answer: say(409, "Git Repository is empty.") },
  { name: "410", when: "before", answer: say(410, "Issues has been disabled in this repository.") },
  { name: "422", when: "before", answer: say(422, "Validation Failed") },
  { name: "404", when: "before", answer: say(404, "Not Found") },
  { name: "403 permission", when: "before", answer: say(403, "Resource not accessible by integration") },
];

export interface HostileGitHub {
  /** `127.0.0.1:PORT`, for `GHE_HOST`. */
  readonly host: string;
  /** How many requests came, whatever became of them. */
  readonly requests: number;
  /** How often each misdeed was done. */
  readonly done: ReadonlyMap<string, number>;
  /** What another host was sent, which should be nothing. */
  readonly strayed: readonly string[];
  /** Chooses for each request; null: let it through. */
  plan(choose: (request: { readonly method: string; readonly path: string }) => Misdeed | null): void;
  stop(): Promise<void>;
}

/** A generator of numbers in [0, 1): the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function readWhole(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** @param origin of the GitHub that is behind it. */
export async function startHostileGitHub(origin: string, now: () => number): Promise<HostileGitHub> {
  let choose: (request: { method: string; path: string }) => Misdeed | null = () => null;
  let requests = 0;
  const done = new Map<string, number>();
  const strayed: string[] = [];
  const stranger = createServer((request, response) => {
    strayed.push(`${request.method} ${request.url} ${request.headers.authorization ?? ""}`);
    response.writeHead(200, json).end("{}");
  });
  await once(stranger.listen(0, "127.0.0.1"), "listening");
  const elsewhere = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;

  async function forward(request: IncomingMessage, body: Buffer) {
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(
        (entry): entry is [string, string] =>
          typeof entry[1] === "string" &&
          !/^(host|connection|content-length|transfer-encoding)$/.test(entry[0]),
      ),
    );
    const method = request.method ?? "GET";
    const answer = await fetch(`${origin}${request.url}`, {
      method,
      headers: { ...headers, "accept-encoding": "identity" },
      redirect: "manual",
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
  }

  const server = createServer(async (request, response) => {
    requests += 1;
    const method = request.method ?? "GET";
    const path = (request.url ?? "/").replace(/^\/api(?:\/v3)?/, "").replace(/\?.*$/, "");
    try {
      const body = await readWhole(request);
      const misdeed = choose({ method, path });
      if (misdeed !== null) done.set(misdeed.name, (done.get(misdeed.name) ?? 0) + 1);
      if (misdeed?.when === "before")
        return await misdeed.answer(response, { real: null, now: now(), elsewhere });
      const real = await forward(request, body);
      if (misdeed !== null) return await misdeed.answer(response, { real, now: now(), elsewhere });
      const own = `http://${request.headers.host ?? ""}`;
      const headers = [...real.headers]
        .filter(([name]) => !/^(connection|keep-alive|transfer-encoding|content-length|date)$/.test(name))
        .map(([name, value]) => [name, value.replaceAll(origin, own)]);
      response.writeHead(real.status, Object.fromEntries(headers)).end(real.body);
    } catch {
      response.destroy();
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const stopServer = (one: typeof server) =>
    new Promise<void>((resolve) => {
      one.close(() => resolve());
      one.closeAllConnections();
    });
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    done,
    strayed,
    plan(next) {
      choose = next;
    },
    async stop() {
      await stopServer(server);
      await stopServer(stranger);
    },
  };
}
