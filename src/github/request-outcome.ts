// What became of one request to GitHub, in a few words that can be counted: for the metrics. Says nothing of what was asked about.
import { z } from "zod";
import { classifyError, isTokenRequest, statusOf } from "./classify-error.ts";
import { NotFound, PermissionError, RateLimited, Refused } from "./errors.ts";

export type RequestOutcome =
  | "ok"
  /** 304: the kept answer still holds; costs nothing. */
  | "not-modified"
  | "not-found"
  | "forbidden"
  | "rate-limited"
  | "refused"
  /** The token or the JWT was not taken. */
  | "unauthorized"
  /** 5xx, cut, or no answer in time. */
  | "failed";

/** What is left of an hour's requests, as GitHub said with an answer. */
export interface Budget {
  readonly left: number;
  /** When the hour ends and all are there again, ms UTC. */
  readonly resetAt: number;
}

export interface AnsweredRequest {
  readonly installationId: number;
  /** Method and template, such as `GET /repos/{owner}/{repo}/releases`: never a name. */
  readonly route: string;
  readonly outcome: RequestOutcome;
  /** Null where the answer told none. */
  readonly budget: Budget | null;
}

/** Tokens are asked for by Octokit itself, in front of another request. Only failures of it are seen here. */
const tokenRoute = "POST /app/installations/{installation_id}/access_tokens";

const budgetHeaders = z.object({
  "x-ratelimit-remaining": z.coerce.number().int().nonnegative(),
  "x-ratelimit-reset": z.coerce.number().int().positive(),
  // Search, GraphQL and others have budgets of their own.
  "x-ratelimit-resource": z.literal("core").optional(),
});

type Asked = Pick<AnsweredRequest, "installationId" | "route">;

export function answeredWith(
  asked: Asked,
  { status, headers }: { status: number; headers: unknown },
): AnsweredRequest {
  return { ...asked, outcome: status >= 300 ? "not-found" : "ok", budget: budgetOf(headers) };
}

/** @param error what Octokit threw; @param now ms UTC. */
export function failedWith(asked: Asked, error: unknown, now: number): AnsweredRequest {
  const response = error instanceof Error && "response" in error ? error.response : undefined;
  const headers =
    typeof response === "object" && response !== null && "headers" in response ? response.headers : null;
  return {
    installationId: asked.installationId,
    route: isTokenRequest(error) ? tokenRoute : asked.route,
    outcome: outcomeOf(error, now),
    budget: isTokenRequest(error) ? null : budgetOf(headers),
  };
}

function outcomeOf(error: unknown, now: number): RequestOutcome {
  const status = statusOf(error);
  if (status === 304) return "not-modified";
  if (status === 401) return "unauthorized";
  const classified = classifyError(error, now);
  if (classified instanceof RateLimited) return "rate-limited";
  if (classified instanceof PermissionError) return "forbidden";
  if (classified instanceof NotFound) return "not-found";
  return classified instanceof Refused ? "refused" : "failed";
}

function budgetOf(headers: unknown): Budget | null {
  const parsed = budgetHeaders.safeParse(headers);
  if (!parsed.success) return null;
  return {
    left: parsed.data["x-ratelimit-remaining"],
    resetAt: parsed.data["x-ratelimit-reset"] * 1000,
  };
}
