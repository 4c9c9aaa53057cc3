// GitHub's limits: so many requests an hour for each installation, and fewer that create content a minute and an hour.
import { Refusal } from "./refusal.ts";

export interface Limits {
  /** Requests an hour of an installation. GitHub's smallest: 5,000. */
  readonly requestsPerHour: number;
  readonly contentCreationsPerMinute: number;
  readonly contentCreationsPerHour: number;
}

export const githubLimits: Limits = {
  requestsPerHour: 5_000,
  contentCreationsPerMinute: 80,
  contentCreationsPerHour: 500,
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface Meter {
  /**
   * Counts a request. Returns the rate-limit headers of its answer.
   *
   * @throws Refusal 403 when the hour's requests are used up, or when content is created too fast.
   */
  count(installationId: number, createsContent: boolean): Record<string, string>;
  /** Takes the last request back, since its answer was that nothing has changed. Returns the headers as they are then. */
  refund(installationId: number): Record<string, string>;
  /** What the next request finds, and costs nothing to ask. */
  show(installationId: number): { limit: number; remaining: number; used: number; reset: number };
}

/** @param now Milliseconds UTC; windows of limits move with it. */
export function makeMeter(limits: Limits, now: () => number): Meter {
  const windows = new Map<number, { startedAt: number; used: number }>();
  const creations = new Map<number, number[]>();

  function headersOf(window: { startedAt: number; used: number }): Record<string, string> {
    return {
      "x-ratelimit-limit": String(limits.requestsPerHour),
      "x-ratelimit-remaining": String(Math.max(0, limits.requestsPerHour - window.used)),
      "x-ratelimit-used": String(Math.min(window.used, limits.requestsPerHour)),
      "x-ratelimit-reset": String(Math.ceil((window.startedAt + HOUR) / 1000)),
      "x-ratelimit-resource": "core",
    };
  }

  function countCreation(installationId: number): void {
    const at = now();
    const recent = (creations.get(installationId) ?? []).filter((created) => created > at - HOUR);
    const lastMinute = recent.filter((created) => created > at - MINUTE);
    const tooFast = lastMinute.length >= limits.contentCreationsPerMinute;
    if (tooFast || recent.length >= limits.contentCreationsPerHour) {
      const oldest = (tooFast ? lastMinute[0] : recent[0]) ?? at;
      const retryAfter = Math.ceil((oldest + (tooFast ? MINUTE : HOUR) - at) / 1000);
      throw new Refusal(
        403,
        "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.",
        { headers: { "retry-after": String(Math.max(1, retryAfter)) } },
      );
    }
    recent.push(at);
    creations.set(installationId, recent);
  }

  return {
    show(installationId) {
      const at = now();
      const window = windows.get(installationId);
      const current = window === undefined || at >= window.startedAt + HOUR ? null : window;
      const used = Math.min(current?.used ?? 0, limits.requestsPerHour);
      return {
        limit: limits.requestsPerHour,
        remaining: limits.requestsPerHour - used,
        used,
        reset: Math.ceil(((current?.startedAt ?? at) + HOUR) / 1000),
      };
    },
    count(installationId, createsContent) {
      const at = now();
      let window = windows.get(installationId);
      if (window === undefined || at >= window.startedAt + HOUR) window = { startedAt: at, used: 0 };
      window.used += 1;
      windows.set(installationId, window);
      const headers = headersOf(window);
      if (window.used > limits.requestsPerHour) {
        throw new Refusal(403, `API rate limit exceeded for installation ID ${installationId}.`, { headers });
      }
      if (createsContent) countCreation(installationId);
      return headers;
    },
    refund(installationId) {
      const window = windows.get(installationId);
      if (window === undefined) return {};
      window.used -= 1;
      return headersOf(window);
    },
  };
}
