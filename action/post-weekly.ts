// The weekly issue, posted by a workflow: nothing is tried that its token cannot do, and what GitHub refuses is a warning, so that the summary
// still appears.
import { NotFound, PermissionError, RateLimited, Refused, Transient } from "../src/github/errors.ts";
import type { PrioritizedGitHub } from "../src/github/gateway.ts";
import { createPatience } from "../src/workflows/collect/patience.ts";
import type { JobServices } from "../src/workflows/services.ts";
import { publishWeekly, type WeeklyRequest } from "../src/workflows/weekly/publish-weekly.ts";
import type { RunnerEvent } from "./event.ts";
import type { Inputs } from "./inputs.ts";
import { logLine } from "./log-lines.ts";

export interface WeeklyResult {
  /** What became of it, in a sentence. */
  readonly told: string;
  readonly warnings: readonly string[];
}

interface Asked {
  readonly inputs: Inputs;
  readonly event: RunnerEvent;
  /** By the configuration. */
  readonly enabled: boolean;
}

/** Minutes of a workflow cost. */
const longestWaitMillis = 5 * 60 * 1000;

const readOnlyWords = {
  fork: "The run is of a fork, whose token cannot write",
  dependabot: "The run is Dependabot's, whose token cannot write",
} as const;

export async function postWeekly(
  services: Omit<JobServices, "github" | "holdsLease"> & { readonly github: PrioritizedGitHub },
  week: WeeklyRequest,
  { inputs, event, enabled }: Asked,
): Promise<WeeklyResult> {
  const { isoWeek } = week;
  if (!enabled) return { told: `None: the configuration turns weekly issues off.`, warnings: [] };
  if (event.readOnly !== null)
    return { told: `None for ${isoWeek}: ${readOnlyWords[event.readOnly]}.`, warnings: [] };
  const job: JobServices = {
    ...services,
    github: services.github.at("weekly"),
    holdsLease: async () => true,
  };
  const login = inputs.tokenKind === "workflow-token" ? "github-actions[bot]" : null;
  // An answer may be lost after its effect; publishing looks for the issue before it makes one.
  const patience = createPatience(services, { waitUntil: services.now() + longestWaitMillis }, (until) => {
    if (until !== null) logLine(`Waiting for GitHub's limit until ${new Date(until).toISOString()}`);
  });
  try {
    const { did, reason } = await patience.try(() =>
      publishWeekly(job, week, { asked: true, poster: { kind: "token", login } }),
    );
    return { told: reason === null ? `${isoWeek} was ${did}.` : `${isoWeek}: ${reason}`, warnings: [] };
  } catch (error) {
    const known = [NotFound, PermissionError, RateLimited, Refused, Transient];
    if (!known.some((kind) => error instanceof kind) || !(error instanceof Error)) throw error;
    const told =
      error instanceof Transient
        ? `Whether the issue of ${isoWeek} was posted is not known: ${error.message}`
        : `The issue of ${isoWeek} was not posted: ${error.message}`;
    return { told, warnings: [told] };
  }
}
