// Turns of one process at GitHub: so many requests at once for an installation, of them one that writes. Who waits is let in by
// priority, and among equals in the order of asking.
import { type Priority, rankOf } from "../../core/requests/priority.ts";

/** GitHub allows a hundred at once; so several replicas together stay well below. */
export const REQUESTS_AT_ONCE = 10;

export interface Turns {
  /** Resolves with the end of the turn, which must be called. */
  take(installationId: number, request: Asking): Promise<() => void>;
}

interface Asking {
  readonly priority: Priority;
  readonly writes: boolean;
}

interface Waiting extends Asking {
  readonly begin: () => void;
}

interface Installation {
  running: number;
  writing: boolean;
  /** In the order in which they are let in. */
  waiting: Waiting[];
}

export function createTurns(atOnce: number = REQUESTS_AT_ONCE): Turns {
  const installations = new Map<number, Installation>();

  function letIn(installationId: number, installation: Installation): void {
    while (installation.running < atOnce) {
      const next = installation.waiting.findIndex(({ writes }) => !writes || !installation.writing);
      const [waiting] = next < 0 ? [] : installation.waiting.splice(next, 1);
      if (waiting === undefined) break;
      installation.running += 1;
      if (waiting.writes) installation.writing = true;
      waiting.begin();
    }
    if (installation.running === 0) installations.delete(installationId);
  }

  return {
    take(installationId, { priority, writes }) {
      const installation = installations.get(installationId) ?? { running: 0, writing: false, waiting: [] };
      installations.set(installationId, installation);
      const { promise, resolve } = Promise.withResolvers<() => void>();
      const end = () => {
        installation.running -= 1;
        if (writes) installation.writing = false;
        letIn(installationId, installation);
      };
      const later = installation.waiting.findIndex((other) => rankOf(other.priority) > rankOf(priority));
      const place = later < 0 ? installation.waiting.length : later;
      installation.waiting.splice(place, 0, { priority, writes, begin: () => resolve(end) });
      letIn(installationId, installation);
      return promise;
    },
  };
}
