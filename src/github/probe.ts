// Asks GitHub's API for a sign of life, without credentials: is it there, is it GitHub, and what time has it?
import { z } from "zod";

export type Probe =
  | {
      readonly answered: true;
      readonly status: number;
      /** The answer carries GitHub's own request id: no proxy or captive portal in between spoke for it. */
      readonly isGitHub: boolean;
      /** Version of a GitHub Enterprise Server; null for github.com. */
      readonly serverVersion: string | null;
      /** GitHub's clock minus ours, ms; the `Date` header has whole seconds. Null without a usable one. */
      readonly aheadMillis: number | null;
      /** How far `aheadMillis` may be off: half of the way there and back, and half a second. */
      readonly uncertainMillis: number;
    }
  /** `reason`: the system's code, such as ENOTFOUND or CERT_HAS_EXPIRED, or the name of the error. */
  | { readonly answered: false; readonly reason: string };

const HALF_A_SECOND = 500;

/** Never throws. @param now milliseconds UTC. */
export async function probeGitHub(apiUrl: string, now: () => number, timeoutMillis: number): Promise<Probe> {
  const sentAt = now();
  try {
    const response = await fetch(`${apiUrl}/`, {
      headers: { accept: "application/json", "user-agent": "firstpass" },
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMillis),
    });
    const receivedAt = now();
    await response.body?.cancel();
    const date = Date.parse(response.headers.get("date") ?? "");
    return {
      answered: true,
      status: response.status,
      isGitHub: response.headers.has("x-github-request-id"),
      serverVersion: response.headers.get("x-github-enterprise-version"),
      aheadMillis: Number.isNaN(date) ? null : date + HALF_A_SECOND - (sentAt + receivedAt) / 2,
      uncertainMillis: (receivedAt - sentAt) / 2 + HALF_A_SECOND,
    };
  } catch (error) {
    return { answered: false, reason: reasonOf(error) };
  }
}

/** `fetch failed` says nothing; its cause has the system's code. */
const failure = z.object({ cause: z.object({ code: z.string().optional(), message: z.string() }) });

function reasonOf(error: unknown): string {
  const parsed = failure.safeParse(error);
  if (parsed.success) return parsed.data.cause.code ?? parsed.data.cause.message;
  return error instanceof Error ? error.name : "unknown";
}
