// A gate before the local GitHub's own meter, on a clock that moves only by sleeping: no network, no waiting.

import { githubPace, noPace, type Pace, takeSlot } from "../../../src/core/requests/pace.ts";
import { type Priority, rankOf } from "../../../src/core/requests/priority.ts";
import { costOf } from "../../../src/core/requests/request-cost.ts";
import { createGate, type GateMemory, type GateOptions, type Wait } from "../../../src/github/gate/gate.ts";
import { githubLimits, type Limits, makeMeter } from "../../../src/local-github/limits.ts";
import { Refusal } from "../../../src/local-github/refusal.ts";

export const gateNow = Date.UTC(2026, 10, 16, 7);
export const routes = {
  read: "GET /repos/{owner}/{repo}",
  edit: "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
  check: "POST /repos/{owner}/{repo}/check-runs",
  issue: "POST /repos/{owner}/{repo}/issues",
  graphql: "POST /graphql",
} as const;

/** An error as Octokit throws it. */
export function refusalOf(status: number, message: string, headers: Record<string, string> = {}): Error {
  const request = { method: "GET", url: "https://ghe.example/api/v3/x" };
  return Object.assign(new Error(message), { status, request, response: { headers, data: { message } } });
}

/** What the store keeps, in memory. */
export function rememberIn(clock: { now: number }): GateMemory & { readonly holds: unknown[] } {
  const holds: { resource: string; from: Priority; until: number }[] = [];
  let pace: Pace = noPace;
  return {
    holds,
    async notBefore(_, { resource, priority }) {
      const held = holds.filter(
        (hold) =>
          (hold.resource === "all" || hold.resource === resource) &&
          rankOf(hold.from) <= rankOf(priority) &&
          hold.until > clock.now,
      );
      return held.length === 0 ? null : Math.max(...held.map(({ until }) => until));
    },
    async hold(_, until, held) {
      holds.push({ ...held, until });
    },
    async holdLonger() {
      const until = clock.now + 60_000;
      holds.push({ resource: "all", from: "check", until });
      return until;
    },
    async takeSlot(_, write) {
      const [next, slot] = takeSlot(pace, write, clock.now, githubPace);
      pace = next;
      return { now: clock.now, slot };
    },
  };
}

export interface GateBench {
  readonly clock: { now: number };
  readonly memory: ReturnType<typeof rememberIn>;
  readonly waits: Wait[];
  /** When each request came to GitHub, and by which route. */
  readonly arrived: { at: number; route: string }[];
  /** Requests that GitHub's meter refused. */
  readonly refused: { at: number; message: string }[];
  /** The next request is refused with this. */
  failNext(error: Error): void;
  ask(route: string, priority: Priority, replica?: number): Promise<unknown>;
}

/** @param replicas gates that share the memory, as processes share a store. */
export function openGate(
  limits: Partial<Limits> = {},
  given: Partial<GateOptions> & { replicas?: number } = {},
): GateBench {
  const clock = { now: gateNow };
  const memory = rememberIn(clock);
  const waits: Wait[] = [];
  const meter = makeMeter({ ...githubLimits, ...limits }, () => clock.now);
  const sleep = async (millis: number) => {
    clock.now += millis;
  };
  const options = { memory, now: () => clock.now, sleep, historyShare: 50, paced: true };
  const gates = Array.from({ length: given.replicas ?? 1 }, () =>
    createGate({ ...options, onWait: (wait) => waits.push(wait), ...given }),
  );
  const failures: Error[] = [];
  const arrived: GateBench["arrived"] = [];
  const refused: GateBench["refused"] = [];
  return {
    clock,
    memory,
    waits,
    arrived,
    refused,
    failNext: (error) => failures.push(error),
    async ask(route, priority, replica = 0) {
      const send = async () => {
        arrived.push({ at: clock.now, route });
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        try {
          return {
            headers: meter.count({ key: "9", inWords: "installation ID 9" }, costOf(route).creates !== null),
          };
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          refused.push({ at: clock.now, message: error.message });
          throw refusalOf(error.status, error.message, { ...error.headers });
        }
      };
      const gate = gates[replica];
      if (gate === undefined) throw new Error("no such replica");
      return gate.pass({ installationId: 9, route, priority }, send);
    },
  };
}
