// How far a reading is, as whoever waits for it is told.
import type { RequestCount } from "../../github/count-requests.ts";
import type { CollectOptions, CollectProgress } from "./collected.ts";

export interface Progress {
  /** What has changed; the rest is as it was told last. */
  show(change: Partial<Pick<CollectProgress, "doing" | "daysRead" | "waitingUntil">>): void;
}

export function startProgress(
  repository: string,
  daysWanted: number,
  { onProgress }: Pick<CollectOptions, "onProgress">,
  count: RequestCount,
): Progress {
  let told = { repository, doing: "", daysRead: 0, daysWanted, waitingUntil: null as number | null };
  return {
    show({ daysRead, ...change }) {
      const days = daysRead === undefined ? told.daysRead : Math.min(daysWanted, Math.floor(daysRead));
      told = { ...told, ...change, daysRead: days };
      onProgress?.({ ...told, requests: count.requests });
    },
  };
}
