// Signed deliveries for benchmarks: published example payloads, made to a wanted size, each about another commit or pull request.
import { createHmac, randomUUID } from "node:crypto";
import { exampleOf, type Payload } from "../../src/demo/payloads/example.ts";

/** The webhook secret of every server that a benchmark starts. */
export const benchSecret = "a secret of the benchmarks alone";

/** A delivery that is ready to be sent, any number of times, under another id each time. */
export interface SignedDelivery {
  readonly event: string;
  readonly body: Buffer;
  readonly signature: string;
}

/** So many different deliveries of so many bytes. */
export function makeDeliveries(count: number, bytes: number): SignedDelivery[] {
  return Array.from({ length: count }, (_, index) => makeDelivery(index, bytes));
}

/** A `check_suite` delivery of so many bytes, as a busy hour brings thousands of; each index is another suite on another commit. */
export function makeDelivery(index: number, bytes: number): SignedDelivery {
  const payload = exampleOf("check_suite", "completed");
  const suite = membersOf(payload.check_suite);
  const sha = index.toString(16).padStart(40, "c");
  const padded = (padding: string): Payload => ({
    ...payload,
    check_suite: {
      ...suite,
      id: 1_000_000 + index,
      head_sha: sha,
      head_commit: { ...membersOf(suite.head_commit), id: sha, message: padding },
    },
  });
  const missing = bytes - Buffer.byteLength(JSON.stringify(padded("")));
  return sign("check_suite", padded(words(Math.max(0, missing))));
}

/** Signs a payload as GitHub does: HMAC-SHA-256 over the bytes that are sent. */
export function sign(event: string, payload: Payload): SignedDelivery {
  const body = Buffer.from(JSON.stringify(payload));
  const signature = `sha256=${createHmac("sha256", benchSecret).update(body).digest("hex")}`;
  return { event, body, signature };
}

/** The headers of one sending. */
export function headersOf({ event, body, signature }: SignedDelivery): Record<string, string | number> {
  return {
    "content-type": "application/json",
    "content-length": body.length,
    "user-agent": "GitHub-Hookshot/bench",
    "x-github-event": event,
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": signature,
  };
}

/** Text that compresses about as well as a commit message does. */
function words(length: number): string {
  let text = "";
  for (let index = 0; text.length < length; index++) text += `${(index * 2_654_435_761) % 9973} `;
  return text.slice(0, length);
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
