// Makes the Probot that stands behind the inbox: no retries and no waits of its own, no payload in any log.
import { Probot, ProbotOctokit } from "probot";
import { z } from "zod";
import type { AppCredentials, Environment } from "./environment.ts";
import type { DeliveredEvent } from "./index.ts";
import type { Logger } from "./log.ts";

/**
 * Octokit must not repeat a request by itself: a POST repeated after a time-out is a second issue, and a wait held in
 * memory is unknown to the other replicas. Both are the job queue's decision.
 */
const OctokitWithoutRetries = ProbotOctokit.defaults((given: Record<string, unknown>) => ({
  ...given,
  retry: { enabled: false },
  // Probot hands its own throttling options to every instance; only what is merged last holds.
  throttle: { ...(typeof given.throttle === "object" ? given.throttle : {}), enabled: false },
}));

export function createProbot(
  credentials: AppCredentials,
  github: Environment["github"],
  log: Logger,
): Probot {
  return new Probot({
    appId: credentials.appId,
    privateKey: credentials.privateKey,
    secret: credentials.webhookSecrets[0],
    baseUrl: github.apiUrl,
    Octokit: OctokitWithoutRetries,
    // Probot logs whole events at debug level, and with every handler's error. The worker reports failures instead.
    log: log.child({}, { level: "silent" }),
  });
}

/** What Probot takes for granted in a payload when it looks for handlers and makes their Octokit. */
const Routable = z.object({
  action: z.string().optional(),
  installation: z.object({ id: z.number().optional() }).nullish(),
});

/** Whether Probot can route the event. JSON allows other payloads, and whatever is signed is taken in. */
export function canRoute({ payload }: DeliveredEvent): boolean {
  return Routable.safeParse(payload).success;
}

/** Hands the event to Probot's handlers. Rejects with the handler's own error, not with Probot's bundle of it. */
export async function receiveEvent(probot: Probot, event: DeliveredEvent): Promise<void> {
  try {
    // Probot's type knows the published events alone; at run time it routes any name.
    await probot.receive(event as unknown as Parameters<Probot["receive"]>[0]);
  } catch (error) {
    throw error instanceof AggregateError && error.errors.length === 1 ? error.errors[0] : error;
  }
}
