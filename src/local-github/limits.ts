// GitHub's limits: so many requests an hour for each installation, person or repository's workflows, and fewer that create content a
// minute and an hour.
import { Refusal } from "./refusal.ts";
import type { Spender } from "./token.ts";

export interface Limits {
  /** Requests an hour of an installation. GitHub's smallest: 5,000. */
  readonly requestsPerHour: number;
  /** Points of GraphQL an hour of an installation: a budget of its own. */
  readonly pointsPerHour: number;
  readonly contentCreationsPerMinute: number;
  readonly contentCreationsPerHour: number;
}

export const githubLimits: Limits = {
  requestsPerHour: 5_000,
  pointsPerHour: 5_000,
  contentCreationsPerMinute: 80,
  contentCreationsPerHour: 500,
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export type RateResource = "core" | "graphql";

interface Window {
  readonly startedAt: number;
  used: number;
}

export interface Meter {
  /**
   * Counts a request. Returns the rate-limit headers of its answer.
   *
   * @throws Refusal 403 when the hour's requests are used up, or when content is created too fast.
   */
  count(spender: Spender, createsContent: boolean): Record<string, string>;
  /** Takes the last request back, since its answer was that nothing has changed. Returns the headers as they are then. */
  refund(spender: Spender): Record<string, string>;
  /** Counts a query of GraphQL. `exceeded`: its points are not there any more. */
  countPoints(
    spender: Spender,
    points: number,
  ): { readonly headers: Record<string, string>; readonly exceeded: boolean };
  /** What the next request finds, and costs nothing to ask. Default resource: core. */
  show(
    spender: Spender,
    resource?: RateResource,
  ): { limit: number; remaining: number; used: number; reset: number };
}

/** @param now Milliseconds UTC; windows of limits move with it. */
export function makeMeter(limits: Limits, now: () => number): Meter {
  const windows = new Map<string, Window>();
  const creations = new Map<string, number[]>();
  const allowed = (spender: Spender, resource: RateResource): number => {
    const usual = resource === "core" ? limits.requestsPerHour : limits.pointsPerHour;
    return Math.min(usual, spender.requestsPerHour ?? usual);
  };

  function headersOf(window: Window, spender: Spender, resource: RateResource): Record<string, string> {
    const limit = allowed(spender, resource);
    return {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(Math.max(0, limit - window.used)),
      "x-ratelimit-used": String(Math.min(window.used, limit)),
      "x-ratelimit-reset": String(Math.ceil((window.startedAt + HOUR) / 1000)),
      "x-ratelimit-resource": resource,
    };
  }

  function use(spender: Spender, resource: RateResource, amount: number): Window {
    const at = now();
    const key = `${resource}:${spender.key}`;
    let window = windows.get(key);
    if (window === undefined || at >= window.startedAt + HOUR) window = { startedAt: at, used: 0 };
    window.used += amount;
    windows.set(key, window);
    return window;
  }

  function countCreation(spender: Spender): void {
    const at = now();
    const recent = (creations.get(spender.key) ?? []).filter((created) => created > at - HOUR);
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
    creations.set(spender.key, recent);
  }

  return {
    show(spender, resource = "core") {
      const at = now();
      const limit = allowed(spender, resource);
      const window = windows.get(`${resource}:${spender.key}`);
      const current = window === undefined || at >= window.startedAt + HOUR ? null : window;
      const used = Math.min(current?.used ?? 0, limit);
      return {
        limit,
        remaining: limit - used,
        used,
        reset: Math.ceil(((current?.startedAt ?? at) + HOUR) / 1000),
      };
    },
    count(spender, createsContent) {
      const window = use(spender, "core", 1);
      const headers = headersOf(window, spender, "core");
      if (window.used > allowed(spender, "core")) {
        throw new Refusal(403, `API rate limit exceeded for ${spender.inWords}.`, { headers });
      }
      if (createsContent) countCreation(spender);
      return headers;
    },
    countPoints(spender, points) {
      const window = use(spender, "graphql", points);
      return {
        headers: headersOf(window, spender, "graphql"),
        exceeded: window.used > allowed(spender, "graphql"),
      };
    },
    refund(spender) {
      const window = windows.get(`core:${spender.key}`);
      if (window === undefined) return {};
      window.used -= 1;
      return headersOf(window, spender, "core");
    },
  };
}
