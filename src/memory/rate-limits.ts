// Until when GitHub must not be asked, and when it was written to last, while a command runs.
import { githubPace, noPace, type Pace, takeSlot } from "../core/requests/pace.ts";
import { rankOf } from "../core/requests/priority.ts";
import { longerWait } from "../records/longer-wait.ts";
import type { Held, RateLimitsTable } from "../records/store.ts";
import type { Run } from "./facts.ts";
import { type KeptMap, keyOf } from "./kept-map.ts";

export interface Wait {
  readonly installationId: number;
  readonly resource: Held["resource"];
  /** For this priority and the less urgent: 0 is the most urgent. */
  readonly fromRank: number;
  /** Milliseconds UTC. */
  readonly notBefore: number;
  /** How often the wait was doubled; −1: GitHub gave the time. */
  readonly doublings: number;
}

export interface LimitRows {
  readonly waits: KeptMap<Wait>;
  readonly paces: KeptMap<Pace>;
}

export function rateLimitsTable({ waits, paces }: LimitRows, run: Run, now: () => number): RateLimitsTable {
  const keyed = ({ installationId, resource, fromRank }: Wait) => keyOf(installationId, resource, fromRank);

  return {
    notBefore: (installationId, { resource, priority } = { resource: "core", priority: "check" }) =>
      run(() => {
        const untils = waits
          .list()
          .filter((wait) => wait.installationId === installationId)
          .filter((wait) => wait.resource === "all" || wait.resource === resource)
          .filter((wait) => wait.fromRank <= rankOf(priority) && wait.notBefore > now())
          .map(({ notBefore }) => notBefore);
        return untils.length === 0 ? null : Math.max(...untils);
      }),

    hold: (installationId, until, { resource, from } = { resource: "all", from: "check" }) =>
      run(() => {
        const asked = { installationId, resource, fromRank: rankOf(from), notBefore: until, doublings: -1 };
        const kept = waits.get(keyed(asked));
        if (kept === undefined) waits.set(keyed(asked), asked);
        else if (kept.notBefore < until) waits.set(keyed(asked), { ...kept, notBefore: until });
      }),

    holdLonger: (installationId) =>
      run(() => {
        const blank = { installationId, resource: "all", fromRank: 0, notBefore: 0, doublings: -1 } as const;
        const kept = waits.get(keyed(blank)) ?? blank;
        const wait = { ...kept, ...longerWait(kept, now()) };
        waits.set(keyed(blank), wait);
        return wait.notBefore;
      }),

    takeSlot: (installationId, write) =>
      run(() => {
        const at = now();
        const [pace, slot] = takeSlot(paces.get(keyOf(installationId)) ?? noPace, write, at, githubPace);
        paces.set(keyOf(installationId), pace);
        return { now: at, slot };
      }),
  };
}
