// Makes the Probot that stands behind the inbox: no retries and no waits of its own, no payload in any log.
import { Probot, ProbotOctokit } from "probot";
import { z } from "zod";
import type { AppCredentials, Environment } from "./environment.ts";
import { boundedFetch } from "./github/bounded-fetch.ts";
import type { DeliveredEvent } from "./index.ts";
import type { Logger } from "./log.ts";

/** How long GitHub may take over one answer, also over a token, which Octokit asks for by itself. */
const ANSWER_MILLIS = 30_000;

/** @param answerMillis after which a request ends as not answered; absent: half a minute. */
export function createProbot(
  credentials: AppCredentials,
  github: Environment["github"],
  log: Logger,
  answerMillis: number = ANSWER_MILLIS,
): Probot {
  return new Probot({
    appId: credentials.appId,
    privateKey: credentials.privateKey,
    secret: credentials.webhookSecrets[0],
    baseUrl: github.apiUrl,
    Octokit: makeOctokit(answerMillis),
    // Probot logs whole events at debug level, and with every handler's error. The worker reports failures instead.
    log: log.child({}, { level: "silent" }),
  });
}

/**
 * Octokit must not repeat a request by itself: a POST repeated after a time-out is a second issue, and a wait held in
 * memory is unknown to the other replicas. Both are the job queue's decision.
 */
function makeOctokit(answerMillis: number) {
  return ProbotOctokit.defaults((given: Record<string, unknown>) => ({
    ...given,
    retry: { enabled: false },
    // Probot hands its own throttling options to every instance; only what is merged last holds.
    throttle: { ...membersOf(given.throttle), enabled: false },
    request: { ...membersOf(given.request), fetch: boundedFetch({ answerMillis }) },
    auth: withoutRequest(given.auth),
  }));
}

/** Probot's own `request` renews tokens at api.github.com, whatever the base URL; without it Octokit uses its own. */
function withoutRequest(auth: unknown): object {
  const { request: _, ...rest } = { request: null, ...membersOf(auth) };
  return rest;
}

function membersOf(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
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
