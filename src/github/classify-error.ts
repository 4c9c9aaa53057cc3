// Tells GitHub's refusals apart: whatever Octokit throws becomes one of the errors of `errors.ts`, or stays what it is
// when it did not come from GitHub. Rules: GitHub's documentation of rate limits and of troubleshooting the REST API.
import { z } from "zod";
import { maskTokens } from "../core/mask-tokens.ts";
import { type Access, explainInvalidToken, remedyOf } from "./access.ts";
import { NotFound, PermissionError, RateLimited, Refused, Transient } from "./errors.ts";
import { lackingScope } from "./token-scopes.ts";

/** GitHub asks for at least a minute when it gives no other time with a secondary limit. */
const secondaryLimitMillis = 60_000;

/** GitHub's limits end within the hour; whoever asks for more than a day is asked again then. */
const longestWaitMillis = 24 * 60 * 60_000;

/** Of an answer's words: they are stored and shown, and may quote what was sent. */
const longestMessage = 500;

/** What is read of Octokit's `RequestError`; network errors have the status 500 and no response. */
const requestError = z.object({
  message: z.string().transform(shortenWords),
  status: z.number().int(),
  request: z.object({ method: z.string(), url: z.string() }).optional(),
  response: z
    .object({
      headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()),
      data: z.unknown(),
    })
    .optional(),
});

type RequestFailure = z.infer<typeof requestError>;

function shortenWords(message: string): string {
  const words = maskTokens(message.slice(0, 2 * longestMessage));
  return words.length > longestMessage ? `${words.slice(0, longestMessage).toWellFormed()}…` : words;
}

/** The HTTP status of an error of Octokit's; null for any other error. */
export function statusOf(error: unknown): number | null {
  const parsed = requestError.safeParse(error);
  return parsed.success ? parsed.data.status : null;
}

/** What GitHub itself answered, of an error of `errors.ts`. */
export interface Refusal {
  readonly status: number;
  /** GitHub's own words. */
  readonly message: string;
  /** `X-Accepted-GitHub-Permissions`; null where the answer names none. */
  readonly acceptedPermissions: string | null;
  /** A scope that a classic token lacks for it; null: none, as far as GitHub says. */
  readonly lackingScope: string | null;
  /** Version of a GitHub Enterprise Server; null for github.com, which does not say one. */
  readonly serverVersion: string | null;
}

/** GitHub's answer behind an error of `errors.ts`; null where there was none, or where a token was asked for. */
export function refusalOf(error: unknown): Refusal | null {
  const parsed = requestError.safeParse(error instanceof Error ? error.cause : null);
  if (!parsed.success || parsed.data.response === undefined || asksForToken(parsed.data)) return null;
  const { status, message, response } = parsed.data;
  const header = (name: string) => {
    const value = response.headers[name];
    return value === undefined || value === "" ? null : String(value);
  };
  return {
    status,
    // Octokit appends the address of the documentation.
    message: message.replace(/ - https?:\/\/\S+$/, ""),
    acceptedPermissions: header("x-accepted-github-permissions"),
    lackingScope: lackingScope(response.headers),
    serverVersion: header("x-github-enterprise-version"),
  };
}

/** Whether the request that failed asked for an installation's token. */
export function isTokenRequest(error: unknown): boolean {
  const parsed = requestError.safeParse(error);
  return parsed.success && asksForToken(parsed.data);
}

/**
 * The error of `errors.ts` that says what `error` means. Errors that are not GitHub's are returned unchanged.
 * @param now milliseconds UTC, from which waits are counted.
 * @param access as whom was asked: what a person must do is another thing.
 */
export function classifyError(error: unknown, now: number, access: Access = "installation"): unknown {
  if (error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError"))
    return new Transient("GitHub did not answer in time.", { cause: error });
  const parsed = requestError.safeParse(error);
  if (!parsed.success) return error;
  const failure = parsed.data;
  const options = { cause: error };
  const said = `GitHub answered ${failure.status} to ${describeRequest(failure)}: ${failure.message}`;
  if (failure.response === undefined)
    return new Transient(
      `No answer from GitHub to ${describeRequest(failure)}: ${failure.message}.`,
      options,
    );
  if (isCutOrForeign(failure) && failure.status !== 429 && limitEnd(failure, now) === null)
    return new Transient(
      `${describeRequest(failure)} was answered with ${failure.status}, but not in GitHub's words, or cut short.`,
      options,
    );
  switch (failure.status) {
    case 401:
      return access === "installation"
        ? new Transient(`${said} ${explainInvalidToken(access)}`, options)
        : new PermissionError(`${said} ${explainInvalidToken(access)}`, null, { ...options, access });
    case 403:
      return classifyForbidden(failure, said, now, { ...options, access });
    case 404:
      if (asksForToken(failure))
        return new PermissionError(
          "The App is not installed there any more: install it again.",
          null,
          options,
        );
      return new NotFound(said, { ...options, access });
    case 408:
      return new Transient(said, options);
    case 429:
      return rateLimited(failure, said, now, options);
    default:
      if (failure.status >= 500) return new Transient(said, options);
      return new Refused(said, failure.status, options);
  }
}

/**
 * Whether a refusal came without GitHub's words: they are always JSON. A connection was cut after the status, or something
 * between us and GitHub answered. Either way it says nothing of what was asked for.
 */
function isCutOrForeign({ response }: RequestFailure): boolean {
  return typeof response?.data === "string" || response?.data instanceof ArrayBuffer;
}

/** GitHub says 403 for five different things; the words and headers decide which. */
function classifyForbidden(
  failure: RequestFailure,
  said: string,
  now: number,
  options: ErrorOptions & { readonly access: Access },
): Error {
  const message = failure.message;
  if (/was archived|is archived|archived so is read-only/i.test(message))
    return new Refused(said, failure.status, options);
  if (/suspended/i.test(message) && asksForToken(failure))
    return new PermissionError("The installation is suspended: unsuspend it on GitHub.", null, options);
  // Before the limits: the last request of the hour can be refused for want of a permission, with nothing remaining.
  if (!/resource not accessible/i.test(message)) {
    const isLimit = /secondary rate limit|abuse detection|rate limit exceeded/i.test(message);
    if (isLimit || limitEnd(failure, now) !== null) return rateLimited(failure, said, now, options);
  }
  const accepted = failure.response?.headers["x-accepted-github-permissions"];
  const permission = accepted === undefined || accepted === "" ? null : String(accepted);
  return new PermissionError(`${said} ${remedyOf(permission, options.access)}`, permission, options);
}

/** What the limit stops, and until when: the hour of one resource, or (a secondary limit) everything. */
function rateLimited(failure: RequestFailure, said: string, now: number, options: ErrorOptions): RateLimited {
  const until = limitEnd(failure, now);
  if (until === null) return new RateLimited(said, now + secondaryLimitMillis, { ...options, guessed: true });
  const headers = failure.response?.headers ?? {};
  const isHour = headers["retry-after"] === undefined && !/secondary|abuse/i.test(failure.message);
  const ofGraphql = headers["x-ratelimit-resource"] === "graphql";
  return new RateLimited(said, until, {
    ...options,
    resource: isHour ? (ofGraphql ? "graphql" : "core") : "all",
  });
}

/** When the limit that the headers tell of ends, within a day; null when they tell of none. */
function limitEnd(failure: RequestFailure, now: number): number | null {
  const until = toldLimitEnd(failure, now);
  return until === null ? null : Math.min(Math.max(until, now + 1000), now + longestWaitMillis);
}

function toldLimitEnd(failure: RequestFailure, now: number): number | null {
  const headers = failure.response?.headers ?? {};
  const retryAfter = headers["retry-after"];
  if (retryAfter !== undefined) {
    const seconds = Number(retryAfter);
    const until = Number.isFinite(seconds) ? now + seconds * 1000 : Date.parse(String(retryAfter));
    if (Number.isFinite(until)) return until;
  }
  const reset = Number(headers["x-ratelimit-reset"]);
  if (String(headers["x-ratelimit-remaining"]) === "0" && Number.isFinite(reset)) return reset * 1000;
  return null;
}

function asksForToken(failure: RequestFailure): boolean {
  return failure.request?.url.endsWith("/access_tokens") ?? false;
}

/** Method and path, without the query. */
function describeRequest({ request }: RequestFailure): string {
  if (request === undefined) return "a request";
  return `${request.method} ${request.url.replace(/^https?:\/\/[^/]+/, "").replace(/\?.*$/, "")}`;
}
