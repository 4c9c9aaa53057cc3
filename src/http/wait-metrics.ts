// How long work waits for GitHub's limits, by priority and reason: what an operator looks at when something comes late.
import { Counter, type Registry } from "prom-client";

/** One wait of a request. */
export interface CountedWait {
  readonly priority: string;
  readonly reason: string;
  readonly millis: number;
  /** True: its job was put back into the queue. False: it slept for a moment. */
  readonly refused: boolean;
}

const PRIORITIES = ["check", "weekly", "observe", "history"];

/** Adds the metrics of waits; returns what is to be told of each. */
export function addWaitMetrics(registry: Registry): (wait: CountedWait) => void {
  const registers = [registry];
  const labelNames = ["priority", "reason", "how"] as const;
  const waits = new Counter({
    name: "firstpass_github_waits_total",
    help: "Requests that had to wait, by priority, by reason (held, budget, pace) and how (slept, put-back)",
    labelNames,
    registers,
  });
  const seconds = new Counter({
    name: "firstpass_github_wait_seconds_total",
    help: "Seconds that requests had to wait; of those that were put back the time that they were told",
    labelNames,
    registers,
  });
  // A series that is not there cannot be seen to stand still.
  for (const priority of PRIORITIES) waits.inc({ priority, reason: "held", how: "put-back" }, 0);
  return ({ priority, reason, millis, refused }) => {
    const labels = { priority, reason, how: refused ? "put-back" : "slept" };
    waits.inc(labels);
    seconds.inc(labels, millis / 1000);
  };
}
