// The door: a delivery is measured, checked against the webhook secret and made durable before GitHub hears 202.
// What is accepted here is worked on later (`schedule/`); what is refused leaves no trace but a count. Answers have no body.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServerStore } from "../records/store.ts";
import type { ByteBudget } from "./byte-budget.ts";
import { type BodyLimits, readBody } from "./read-body.ts";
import { refuse } from "./refuse.ts";
import { removeSecretLiterals } from "./remove-secret-literals.ts";
import { isSignedBy, parseSignature } from "./signature.ts";
import { withinMillis } from "./within-millis.ts";

/** GitHub never sends more (its documented cap on payloads). */
export const MAX_DELIVERY_BYTES = 25 * 1024 * 1024;

/** GitHub gives up after ten seconds. */
export const DELIVERY_DEADLINE_MILLIS = 10_000;

/** A store that takes longer is as good as away: the sender must hear 503 while it still listens. */
export const STORE_DEADLINE_MILLIS = 7_000;

/** What a request costs besides its body: its headers and its place in the store's queue. */
const REQUEST_OVERHEAD_BYTES = 4096;

const DELIVERY_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
const EVENT_NAME = /^[a-z][a-z0-9_]{0,99}$/;

export interface IntakeOptions {
  readonly store: Pick<ServerStore, "deliveries">;
  readonly secrets: readonly string[];
  readonly budget: ByteBudget;
  readonly limits: BodyLimits;
  /** How long the store may take to keep a delivery. */
  readonly storeMillis: number;
  /** Called after a delivery became durable, so that somebody works on it at once. */
  readonly onStored: () => void;
  readonly onAnswer: (status: number) => void;
  /** The store refused a write; the sender hears 503. */
  readonly onStoreFailure: (error: unknown) => void;
}

type Envelope = { readonly id: string; readonly event: string; readonly signature: Buffer };

/**
 * Handles `POST /api/github/webhooks`.
 *
 * 202 stored or already known · 400 unusable headers · 401 signature missing or wrong · 405 · 408 too slow ·
 * 413 above `limits.maxBytes` · 415 not JSON · 503 too much at once, or the store cannot be written.
 */
export function createIntake(options: IntakeOptions) {
  const { store, secrets, budget, limits } = options;

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const answer = (status: number) => {
      options.onAnswer(status);
      if (status === 202) response.writeHead(202, { "content-length": 0 }).end();
      else refuse(request, response, status);
    };

    const envelope = readEnvelope(request, limits.maxBytes);
    if (typeof envelope === "number") return answer(envelope);

    const reservation = budget.reserve();
    try {
      if (!reservation.take(REQUEST_OVERHEAD_BYTES)) return answer(503);
      // A client that asked whether to send its body hears yes only now, when nothing in its headers speaks against it.
      if (request.headers.expect?.toLowerCase() === "100-continue") response.writeContinue();
      const read = await readBody(request, limits, reservation);
      if ("refused" in read) {
        if (read.refused === "aborted") return;
        return answer({ "too-large": 413, "too-slow": 408, "no-room": 503 }[read.refused]);
      }
      if (!isSignedBy(secrets, read.body, envelope.signature)) return answer(401);

      const body = removeSecretLiterals(envelope.event, read.body);
      try {
        // A redelivery is recognised when the store kept the delivery after all.
        const stored = store.deliveries.add([{ id: envelope.id, event: envelope.event, body }]);
        await withinMillis(stored, options.storeMillis);
      } catch (error) {
        options.onStoreFailure(error);
        return answer(503);
      }
      answer(202);
      options.onStored();
    } finally {
      reservation.release();
    }
  };
}

/** What the headers say, or the status to refuse them with. Nothing of the body has been read yet. */
function readEnvelope(request: IncomingMessage, maxBytes: number): Envelope | number {
  const { headers } = request;
  if (request.method !== "POST") return 405;
  if (!/^application\/json\s*(;|$)/i.test(headers["content-type"] ?? "")) return 415;
  if ((headers["content-encoding"] ?? "identity") !== "identity") return 415;
  if (Number(headers["content-length"] ?? 0) > maxBytes) return 413;

  const id = headers["x-github-delivery"];
  const event = headers["x-github-event"];
  if (typeof id !== "string" || !DELIVERY_ID.test(id)) return 400;
  if (typeof event !== "string" || !EVENT_NAME.test(event)) return 400;

  const signature = parseSignature(headers["x-hub-signature-256"]);
  return signature === null ? 401 : { id, event, signature };
}
