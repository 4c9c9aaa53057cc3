// Reads a request's body within a size, a time and a budget. What does not fit is refused while it streams, not afterwards.
import type { IncomingMessage } from "node:http";
import type { Reservation } from "./byte-budget.ts";

export type ReadBody =
  | { readonly body: Buffer }
  /** `aborted`: the sender went away, nobody is left to answer. */
  | { readonly refused: "too-large" | "too-slow" | "no-room" | "aborted" };

export interface BodyLimits {
  readonly maxBytes: number;
  /** From now until the last byte. A total, so that a byte now and then does not keep it open. */
  readonly deadlineMillis: number;
}

/** Chunks kept as they came before they are joined: each costs some hundred bytes besides its own. */
const LOOSE_CHUNKS = 1024;

/** Never throws. When it refuses, the rest of the body is still unread. */
export function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  reservation: Reservation,
): Promise<ReadBody> {
  return new Promise((resolve) => {
    const joined: Buffer[] = [];
    let loose: Buffer[] = [];
    let length = 0;

    const settle = (result: ReadBody) => {
      clearTimeout(deadline);
      request.off("data", onData).off("end", onEnd).off("close", onClose);
      request.pause();
      resolve(result);
    };
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length > limits.maxBytes) return settle({ refused: "too-large" });
      if (!reservation.take(chunk.length)) return settle({ refused: "no-room" });
      loose.push(chunk);
      if (loose.length < LOOSE_CHUNKS) return;
      // A body can come a byte at a time, and must not take hundreds of times its size.
      joined.push(Buffer.concat(loose));
      loose = [];
    };
    const onEnd = () => settle({ body: Buffer.concat([...joined, ...loose], length) });
    const onClose = () => settle({ refused: "aborted" });
    const deadline = setTimeout(() => settle({ refused: "too-slow" }), limits.deadlineMillis);

    // A request cut off in the middle emits an error before it closes; `close` is what settles it.
    request.on("error", () => {});
    request.on("data", onData).on("end", onEnd).on("close", onClose);
  });
}
