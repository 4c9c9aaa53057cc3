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

/**
 * A delivery of about so many bytes, as a busy hour brings thousands of: `check_suite` up to ten thousand, above that a `push` of as many
 * commits as it takes. Each index is about other commits.
 */
export function makeDelivery(index: number, bytes: number): SignedDelivery {
  const sha = index.toString(16).padStart(40, "c");
  if (bytes <= 10_000) {
    const payload = exampleOf("check_suite", "completed");
    const suite = { ...membersOf(payload.check_suite), id: 1_000_000 + index, head_sha: sha };
    return sign("check_suite", { ...payload, check_suite: suite });
  }
  const payload = exampleOf("push");
  const commit = membersOf(payload.head_commit);
  const one = JSON.stringify({ ...commit, id: sha, message: words(0) }).length;
  const count = Math.max(
    1,
    Math.round((bytes - JSON.stringify({ ...payload, commits: [] }).length) / (one + 60)),
  );
  const commits = Array.from({ length: count }, (_, n) => ({
    ...commit,
    id: `${sha.slice(0, 34)}${String(n).padStart(6, "0")}`,
    message: words(index * 1000 + n),
    distinct: true,
  }));
  return sign("push", { ...payload, ref: `refs/heads/work-${index}`, after: sha, commits });
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

/** A message of some fifty letters that is like no other. */
function words(seed: number): string {
  const pick = (n: number) => vocabulary[Math.imul(seed + n, 2_654_435_761) >>> 28] ?? "";
  return Array.from({ length: 8 }, (_, n) => pick(n * 7)).join(" ");
}

const vocabulary =
  "fix the build add tests for payments move checks behind gate rename ledger keep cache".split(" ");

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
