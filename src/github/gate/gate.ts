// The one gate before GitHub: each request of an installation passes it with a priority. It waits a moment where a moment is enough;
// else it refuses with `RateLimited` and a time, so that a job waits in the queue and no worker sleeps. docs/limits.md tells the rules.
import { exhaustedUntil } from "../../core/requests/budget.ts";
import { LONGEST_SLEEP_MILLIS, type Slot, type Write } from "../../core/requests/pace.ts";
import type { Priority } from "../../core/requests/priority.ts";
import { costOf, type RequestCost, type Resource } from "../../core/requests/request-cost.ts";
import { classifyError } from "../classify-error.ts";
import { RateLimited } from "../errors.ts";
import { createKnownBudgets } from "./known-budgets.ts";
import { createTurns } from "./turns.ts";

/** What replicas share: a port, so that this folder needs no store. Times are milliseconds UTC. */
export interface GateMemory {
  notBefore(
    installationId: number,
    request: { readonly resource: Resource; readonly priority: Priority },
  ): Promise<number | null>;
  hold(
    installationId: number,
    until: number,
    held: { readonly resource: Resource | "all"; readonly from: Priority },
  ): Promise<void>;
  holdLonger(installationId: number): Promise<number>;
  takeSlot(installationId: number, write: Write): Promise<{ readonly now: number; readonly slot: Slot }>;
}

/** Why a request had to wait. */
export type WaitReason =
  /** GitHub asked for it, or another replica found the hour's requests used up. */
  | "held"
  /** Of the hour's requests only those are left that are kept for the more urgent. */
  | "budget"
  /** Writes, and creations, one after another. */
  | "pace";

export interface Wait {
  readonly installationId: number;
  readonly priority: Priority;
  readonly reason: WaitReason;
  readonly millis: number;
  /** True: the request was refused, and its job is put back. False: it slept. */
  readonly refused: boolean;
}

export interface GateOptions {
  readonly memory: GateMemory;
  /** Milliseconds UTC. */
  readonly now: () => number;
  readonly sleep?: (millis: number) => Promise<void>;
  /** Percent of each hour's requests that history may use. */
  readonly historyShare: number;
  /** False: a server that limits neither writes nor creations. Waits that GitHub asks for are kept all the same. */
  readonly paced: boolean;
  /** Requests at once for an installation; absent: ten. */
  readonly atOnce?: number;
  /** Told of every wait. Must not throw. */
  readonly onWait?: (wait: Wait) => void;
}

export interface GatedRequest {
  readonly installationId: number;
  /** Method and template, such as `GET /repos/{owner}/{repo}/releases`. */
  readonly route: string;
  readonly priority: Priority;
}

export interface Gate {
  /**
   * Sends the request when it may be sent. Throws what `send` throws, and `RateLimited` instead where GitHub's refusal is a limit
   * or the request must wait for longer than a moment.
   */
  pass<Response extends { readonly headers: unknown }>(
    request: GatedRequest,
    send: () => Promise<Response>,
  ): Promise<Response>;
}

export function createGate(options: GateOptions): Gate {
  const { memory, now } = options;
  const sleep = options.sleep ?? sleepFor;
  const turns = createTurns(options.atOnce);
  const budgets = createKnownBudgets();

  /** Sleeps until `until`, or refuses where that is too long. */
  async function wait(request: GatedRequest, reason: WaitReason, until: number, from = now()): Promise<void> {
    const { installationId, priority } = request;
    const millis = Math.max(0, until - from);
    const refused = millis > LONGEST_SLEEP_MILLIS;
    if (millis > 0) options.onWait?.({ installationId, priority, reason, millis, refused });
    if (refused) throw new RateLimited(describeWait(reason, until), until);
    if (millis > 0) await sleep(millis);
  }

  async function waitForLimits(request: GatedRequest, { resource }: RequestCost): Promise<void> {
    const { installationId, priority } = request;
    const heldUntil = await memory.notBefore(installationId, { resource, priority });
    if (heldUntil !== null) await wait(request, "held", heldUntil);
    const until = exhaustedUntil(
      budgets.find(installationId, resource),
      priority,
      now(),
      options.historyShare,
    );
    if (until === null) return;
    await memory.hold(installationId, until, { resource, from: priority });
    await wait(request, "budget", until);
  }

  async function waitForPlace(request: GatedRequest, { creates }: RequestCost): Promise<void> {
    const { installationId, priority } = request;
    const taken = await memory.takeSlot(installationId, { creates, priority });
    const { slot } = taken;
    if ("at" in slot && slot.at <= taken.now) return;
    await wait(request, "pace", "at" in slot ? slot.at : slot.until, taken.now);
    // GitHub may have refused another replica meanwhile.
    await waitForLimits(request, costOf(request.route));
  }

  /** What the refusal of a request means for those that come after it. */
  async function judge(error: unknown, request: GatedRequest): Promise<unknown> {
    const judged = classifyError(error, now());
    if (!(judged instanceof RateLimited)) return error;
    const { installationId } = request;
    const { resource, message, guessed } = judged;
    if (!guessed) await memory.hold(installationId, judged.until, { resource, from: "check" });
    const until = guessed ? await memory.holdLonger(installationId) : judged.until;
    return new RateLimited(message, until, { cause: judged.cause, resource, guessed });
  }

  return {
    async pass(request, send) {
      const cost = costOf(request.route);
      const endTurn = await turns.take(request.installationId, { ...request, writes: cost.writes });
      try {
        await waitForLimits(request, cost);
        if (cost.writes && options.paced) await waitForPlace(request, cost);
        const learn = budgets.begin(request.installationId, cost.resource);
        let headers: unknown = null;
        try {
          const response = await send();
          headers = response.headers;
          return response;
        } catch (error) {
          headers = headersOf(error);
          throw await judge(error, request);
        } finally {
          learn(headers);
        }
      } finally {
        endTurn();
      }
    },
  };
}

function describeWait(reason: WaitReason, until: number): string {
  const time = new Date(until).toISOString();
  if (reason === "held") return `GitHub asked to wait until ${time}.`;
  if (reason === "budget")
    return `What is left of the hour's requests is kept for more urgent work, until ${time}.`;
  return `GitHub takes no more writes of this kind before ${time}.`;
}

function headersOf(error: unknown): unknown {
  const response = error instanceof Error && "response" in error ? error.response : null;
  return typeof response === "object" && response !== null && "headers" in response ? response.headers : null;
}

function sleepFor(millis: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, millis);
  return promise;
}
