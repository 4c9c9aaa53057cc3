// Talks to a server of the test over real sockets: signed deliveries, and raw bytes where a client library would not be rude enough.
import { createHmac, randomUUID } from "node:crypto";
import { connect } from "node:net";

export const TEST_SECRET = "a secret of the tests";

export function sign(body: string | Uint8Array, secret = TEST_SECRET): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

export interface SentDelivery {
  readonly id?: string;
  readonly event?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly secret?: string;
  /** Added to, or (null) taken from, the headers that GitHub sends. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** Posts a delivery as GitHub does, signed over its bytes. */
export async function deliver(url: string, delivery: SentDelivery = {}): Promise<Response> {
  const body = delivery.body ?? "{}";
  const headers: Record<string, string | null> = {
    "content-type": "application/json",
    "x-github-delivery": delivery.id ?? randomUUID(),
    "x-github-event": delivery.event ?? "ping",
    "x-hub-signature-256": sign(body, delivery.secret),
    ...delivery.headers,
  };
  const kept = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null);
  return fetch(`${url}/api/github/webhooks`, { method: "POST", headers: Object.fromEntries(kept), body });
}

export interface RawExchange {
  /** Writes bytes; resolves when the socket wants more. */
  write(bytes: string | Uint8Array): Promise<void>;
  /** The status line of the answer; null when the connection ended without one. */
  readonly status: Promise<number | null>;
  /** True once the server has answered or gone. */
  ended(): boolean;
  close(): void;
}

/** Opens a connection and writes a request by hand. */
export function openRaw(url: string, head: readonly string[]): RawExchange {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let ended = false;
  let received = "";
  const { promise: status, resolve } = Promise.withResolvers<number | null>();
  const finish = (value: number | null) => {
    ended = true;
    resolve(value);
  };
  socket.on("data", (chunk) => {
    received += chunk.toString("latin1");
    const found = /^HTTP\/1\.1 (?!100)(\d{3})/m.exec(received);
    if (found) finish(Number(found[1]));
  });
  socket.on("error", () => finish(null)).on("close", () => finish(null));
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  return {
    status,
    ended: () => ended,
    write: (bytes) =>
      new Promise((written) => {
        if (ended || socket.destroyed || socket.write(bytes)) return written();
        const done = () => {
          socket.off("drain", done).off("close", done);
          written();
        };
        socket.on("drain", done).on("close", done);
      }),
    close: () => socket.destroy(),
  };
}
