// GraphQL where it is there and answers, REST in its place. Both bring the same lists; GraphQL in fewer requests.
import { refusalOf, statusOf } from "../../classify-error.ts";
import { NotFound, PermissionError, Refused, Transient } from "../../errors.ts";
import { GraphqlRefusal } from "../../graphql-errors.ts";

/** For how long a server that has no GraphQL is not asked again. */
const absentMillis = 60 * 60_000;

export type PreferGraphql = <Answer>(
  byGraphql: () => Promise<Answer>,
  byRest: () => Promise<Answer>,
) => Promise<Answer>;

/**
 * What GraphQL refuses is asked of REST, whose refusal says what to grant. Limits and outages are thrown.
 * @param now milliseconds UTC.
 */
export function preferGraphql(now: () => number): PreferGraphql {
  let absentUntil = Number.NEGATIVE_INFINITY;
  return async (byGraphql, byRest) => {
    if (now() < absentUntil) return byRest();
    try {
      return await byGraphql();
    } catch (error) {
      if (isAbsent(error)) absentUntil = now() + absentMillis;
      else if (!isRefusal(error)) throw error;
      return byRest();
    }
  };
}

/** The server has no GraphQL, or one with another schema. */
function isAbsent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  const status = statusOf(cause);
  if (status === 501) return true;
  if (cause instanceof GraphqlRefusal) return false;
  return status === 405 || (status === 404 && error instanceof NotFound);
}

function isRefusal(error: unknown): boolean {
  return error instanceof PermissionError || error instanceof NotFound || error instanceof Refused;
}

/**
 * Asks for half as much while GitHub cannot answer for so much in its time; a time-out for a single one is an outage.
 * @returns the answer, and for how many it is.
 */
export async function askForFewer<Answer>(
  most: number,
  ask: (size: number) => Promise<Answer>,
): Promise<{ answer: Answer; size: number }> {
  for (let size = most; ; size = Math.floor(size / 2)) {
    try {
      return { answer: await ask(size), size };
    } catch (error) {
      if (size <= 1 || !tookTooLong(error)) throw error;
    }
  }
}

function tookTooLong(error: unknown): boolean {
  if (!(error instanceof Transient)) return false;
  const { cause } = error;
  if (cause instanceof Error && (cause.name === "TimeoutError" || cause.name === "AbortError")) return true;
  const status = refusalOf(error)?.status;
  return status === 502 || status === 503 || status === 504;
}
