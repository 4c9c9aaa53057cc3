// Every request to GitHub goes through here: one time limit, one renewal of a refused token, errors told apart, answers
// parsed, those that may be kept asked for only when they have changed. Nothing is repeated here otherwise; whether to ask
// again is the job's decision.
import type { Octokit } from "@octokit/core";
import { z } from "zod";
import type { Priority } from "../core/requests/priority.ts";
import type { Access } from "./access.ts";
import { type Answer, askKept } from "./ask-kept.ts";
import { classifyError, isTokenRequest, statusOf } from "./classify-error.ts";
import { NotFound, Transient } from "./errors.ts";
import type { Gate } from "./gate/gate.ts";
import { addressedRoute, graphqlRoute, throwGraphqlErrors } from "./graphql-errors.ts";
import { type AnsweredRequest, answeredWith, failedWith } from "./request-outcome.ts";
import { type Keeping, keepingOf, noMemory, type ResponseMemory } from "./response-memory.ts";
import { isPartial } from "./single-sign-on.ts";

/** What is used of an Octokit. */
export type OctokitClient = Pick<Octokit, "request" | "auth">;

/** An Octokit that is authenticated as the installation, or with a token. */
export type OctokitFor = (installationId: number) => Promise<OctokitClient>;

export interface AskOptions {
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** How long one request may take. */
  readonly timeoutMillis: number;
  /** As whom the Octokit asks; absent: as the installation. */
  readonly access?: Access;
  /** Where GraphQL is asked; absent: beside REST. */
  readonly graphqlUrl?: string;
  /** Absent: nothing is kept. */
  readonly memory?: ResponseMemory;
  /** What every request passes; absent: nothing is limited. */
  readonly gate?: Gate;
  /** Of all requests of this one; absent: `check`. */
  readonly priority?: Priority;
  /** Told of every request that was made, whatever became of it. Must not throw. */
  readonly onAnswered?: (request: AnsweredRequest) => void;
}

/** How a list is read. */
export interface ListOptions<Schema extends z.ZodType, Item> {
  readonly schema: Schema;
  readonly items: (answer: z.infer<Schema>) => readonly Item[];
  /** Of a hundred. */
  readonly maximumPages: number;
  /** Absent: its pages are not kept. */
  readonly keeping?: Keeping;
}

/** Asks GitHub as an installation; the answer is what `schema` makes of it. Throws the errors of `errors.ts`. */
export interface Ask {
  /** As whom. */
  readonly access: Access;
  <Schema extends z.ZodType>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    schema: Schema,
    /** Absent: the answer is not kept. */
    keeping?: Keeping,
  ): Promise<z.infer<Schema>>;
  /** One page of a list, and how the next is asked for. */
  page<Schema extends z.ZodType>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    schema: Schema,
  ): Promise<{ data: z.infer<Schema>; hasNext: boolean; after: string | null }>;
  /** What a GraphQL query brings as a whole: an answer with errors beside its data is an error, of the kind that REST would give. */
  graphql<Schema extends z.ZodType>(
    installationId: number,
    query: string,
    variables: Record<string, unknown>,
    schema: Schema,
  ): Promise<z.infer<Schema>>;
  /**
   * All items of a list, page by page, at most `maximumPages` of a hundred. `partial`: GitHub left out what the token is not authorised for by
   * single sign-on.
   */
  pages<Schema extends z.ZodType, Item>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    page: ListOptions<Schema, Item>,
  ): Promise<{ items: Item[]; complete: boolean; partial: boolean }>;
  /** As `pages`, for the lists of which GitHub gives the next page by a cursor. */
  cursorPages<Schema extends z.ZodType, Item>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    page: ListOptions<Schema, Item>,
  ): Promise<{ items: Item[]; complete: boolean }>;
}

export function makeAsk(octokitFor: OctokitFor, options: AskOptions): Ask {
  const memory = options.memory ?? noMemory;
  const access = options.access ?? "installation";

  async function send(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    headers: Record<string, string>,
  ): Promise<Answer & { etag: string | null }> {
    const octokit = await octokitFor(installationId);
    const sendOnce = async () => {
      try {
        const response = await octokit.request(
          addressedRoute(route, octokit.request.endpoint.DEFAULTS.baseUrl, options.graphqlUrl),
          {
            ...parameters,
            headers,
            request: {
              retries: 0,
              signal: AbortSignal.timeout(options.timeoutMillis),
              // A redirected POST would arrive as a GET; a moved repository is looked up by its id instead.
              ...(route.startsWith("GET ") ? {} : { redirect: "manual" }),
            },
          },
        );
        if (route === graphqlRoute) throwGraphqlErrors(response);
        options.onAnswered?.(answeredWith({ installationId, route }, response));
        return response;
      } catch (error) {
        options.onAnswered?.(failedWith({ installationId, route }, error, options.now()));
        throw error;
      }
    };
    const { gate, priority = "check" } = options;
    const pass = () => gate?.pass({ installationId, route, priority }, sendOnce) ?? sendOnce();
    const response =
      access === "installation" ? await sendWithFreshToken(octokit, installationId, pass) : await pass();
    if (response.status >= 300) throw new NotFound(`The repository of ${route} has moved.`);
    const { link, etag } = response.headers;
    return {
      data: response.data,
      link: link ?? null,
      etag: etag ?? null,
      ...(isPartial(response.headers) && { partial: true as const }),
    };
  }

  async function request(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    asked: Keeping | undefined,
  ): Promise<Answer> {
    const keeping = keepingOf(memory, route, asked);
    const sendWith = (headers: Record<string, string>) => send(installationId, route, parameters, headers);
    try {
      if (keeping === undefined) return await sendWith({});
      return await askKept(memory, { installationId, route, parameters, keeping }, sendWith);
    } catch (error) {
      throw classifyError(error, options.now(), access);
    }
  }

  async function ask<Schema extends z.ZodType>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    schema: Schema,
    keeping?: Keeping,
  ): Promise<z.infer<Schema>> {
    const response = await request(installationId, route, parameters, keeping);
    return parseAnswer(route, response.data, schema);
  }

  ask.access = access;

  ask.page = async <Schema extends z.ZodType>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    schema: Schema,
  ) => {
    const response = await request(installationId, route, { per_page: 100, ...parameters }, undefined);
    return {
      data: parseAnswer(route, response.data, schema),
      hasNext: /rel="next"/.test(response.link ?? ""),
      after: nextCursor(response.link),
    };
  };

  ask.graphql = async <Schema extends z.ZodType>(
    installationId: number,
    query: string,
    variables: Record<string, unknown>,
    schema: Schema,
  ) => {
    const response = await request(installationId, graphqlRoute, { query, variables }, undefined);
    const { data } = parseAnswer(graphqlRoute, response.data, z.object({ data: z.unknown() }));
    return parseAnswer(graphqlRoute, data, schema);
  };

  ask.pages = async <Schema extends z.ZodType, Item>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    page: ListOptions<Schema, Item>,
  ) => {
    const items: Item[] = [];
    let partial = false;
    for (let number = 1; number <= page.maximumPages; number++) {
      const response = await request(
        installationId,
        route,
        { per_page: 100, ...parameters, page: number },
        page.keeping,
      );
      items.push(...page.items(parseAnswer(route, response.data, page.schema)));
      partial ||= response.partial === true;
      if (!/rel="next"/.test(response.link ?? "")) return { items, complete: true, partial };
    }
    return { items, complete: false, partial };
  };

  ask.cursorPages = async <Schema extends z.ZodType, Item>(
    installationId: number,
    route: string,
    parameters: Record<string, unknown>,
    page: ListOptions<Schema, Item>,
  ) => {
    const items: Item[] = [];
    let cursor: { after?: string } = {};
    for (let number = 1; number <= page.maximumPages; number++) {
      const response = await request(
        installationId,
        route,
        { per_page: 100, ...parameters, ...cursor },
        page.keeping,
      );
      items.push(...page.items(parseAnswer(route, response.data, page.schema)));
      const after = nextCursor(response.link);
      if (after === null) return { items, complete: true };
      cursor = { after };
    }
    return { items, complete: false };
  };

  return ask;
}

/** The cursor of the next page in a `Link` header; null on the last page. */
function nextCursor(link: string | null): string | null {
  const next = /<([^>]+)>;[^,]*rel="next"/.exec(link ?? "")?.[1];
  return next === undefined || !URL.canParse(next) ? null : new URL(next).searchParams.get("after");
}

/** A token that GitHub refuses is renewed once: it may have been revoked, or its permissions changed. */
async function sendWithFreshToken<Response>(
  octokit: OctokitClient,
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
