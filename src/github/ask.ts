// Every request to GitHub goes through here: one time limit, one renewal of a refused token, errors told apart, answers
// parsed. Nothing is repeated here otherwise; whether to ask again is the job's decision.
import type { ProbotOctokit } from "probot";
import type { z } from "zod";
import { classifyError, isTokenRequest, statusOf } from "./classify-error.ts";
import { NotFound, Transient } from "./errors.ts";

/** An Octokit that is authenticated as the installation. */
export type OctokitFor = (installationId: number) => Promise<ProbotOctokit>;

export interface AskOptions {
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** How long one request may take. */
  readonly timeoutMillis: number;
}

/** Asks GitHub as an installation; the answer is what `schema` makes of it. Throws the errors of `errors.ts`. */
export interface Ask {
  <Schema extends z.ZodType>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    schema: Schema,
  ): Promise<z.infer<Schema>>;
  /** All items of a list, page by page, at most `maximumPages` of a hundred. */
  pages<Schema extends z.ZodType, Item>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    page: { schema: Schema; items: (answer: z.infer<Schema>) => readonly Item[]; maximumPages: number },
  ): Promise<{ items: Item[]; complete: boolean }>;
  /** As `pages`, for the lists of which GitHub gives the next page by a cursor. */
  cursorPages<Schema extends z.ZodType, Item>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    page: { schema: Schema; items: (answer: z.infer<Schema>) => readonly Item[]; maximumPages: number },
  ): Promise<{ items: Item[]; complete: boolean }>;
}

export function makeAsk(octokitFor: OctokitFor, options: AskOptions): Ask {
  async function request(installationId: number, route: string, parameters: Record<string, unknown>) {
    const octokit = await octokitFor(installationId);
    const send = () =>
      octokit.request(route, {
        ...parameters,
        request: {
          retries: 0,
          signal: AbortSignal.timeout(options.timeoutMillis),
          // A redirected POST would arrive as a GET; a moved repository is looked up by its id instead.
          ...(route.startsWith("GET ") ? {} : { redirect: "manual" }),
        },
      });
    try {
      const response = await sendWithFreshToken(octokit, installationId, send);
      if (response.status >= 300) throw new NotFound(`The repository of ${route} has moved.`);
      return response;
    } catch (error) {
      throw classifyError(error, options.now());
    }
  }

  async function ask<Schema extends z.ZodType>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    schema: Schema,
  ): Promise<z.infer<Schema>> {
    const response = await request(installationId, route, parameters);
    return parseAnswer(route, response.data, schema);
  }

  ask.pages = async <Schema extends z.ZodType, Item>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    page: { schema: Schema; items: (answer: z.infer<Schema>) => readonly Item[]; maximumPages: number },
  ) => {
    const items: Item[] = [];
    for (let number = 1; number <= page.maximumPages; number++) {
      const response = await request(installationId, route, { per_page: 100, ...parameters, page: number });
      items.push(...page.items(parseAnswer(route, response.data, page.schema)));
      if (!/rel="next"/.test(response.headers.link ?? "")) return { items, complete: true };
    }
    return { items, complete: false };
  };

  ask.cursorPages = async <Schema extends z.ZodType, Item>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    page: { schema: Schema; items: (answer: z.infer<Schema>) => readonly Item[]; maximumPages: number },
  ) => {
    const items: Item[] = [];
    let cursor: { after?: string } = {};
    for (let number = 1; number <= page.maximumPages; number++) {
      const response = await request(installationId, route, { per_page: 100, ...parameters, ...cursor });
      items.push(...page.items(parseAnswer(route, response.data, page.schema)));
      const after = nextCursor(response.headers.link);
      if (after === null) return { items, complete: true };
      cursor = { after };
    }
    return { items, complete: false };
  };

  return ask;
}

/** The cursor of the next page in a `Link` header; null on the last page. */
function nextCursor(link: string | undefined): string | null {
  const next = /<([^>]+)>;[^,]*rel="next"/.exec(link ?? "")?.[1];
  return next === undefined || !URL.canParse(next) ? null : new URL(next).searchParams.get("after");
}

/** A token that GitHub refuses is renewed once: it may have been revoked, or its permissions changed. */
async function sendWithFreshToken<Response>(
  octokit: ProbotOctokit,
  installationId: number,
  send: () => Promise<Response>,
): Promise<Response> {
  try {
    return await send();
  } catch (error) {
    if (statusOf(error) !== 401 || isTokenRequest(error)) throw error;
    await octokit.auth({ type: "installation", installationId, refresh: true });
    return send();
  }
}

function parseAnswer<Schema extends z.ZodType>(
  route: string,
  data: unknown,
  schema: Schema,
): z.infer<Schema> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Transient(
    `GitHub's answer to ${route} cannot be used: ${issue?.path.join(".") || "body"}: ${issue?.message ?? "unknown"}.`,
  );
}
