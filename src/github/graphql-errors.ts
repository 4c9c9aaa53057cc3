// GraphQL answers 200 whatever it refuses. Its errors are made here into what Octokit throws where REST refuses, so that one place
// tells refusals apart (`classify-error.ts`). Data beside an error is never taken: it may be a part of the whole.
import { z } from "zod";

export const graphqlRoute = "POST /graphql";

/**
 * The route as Octokit is to ask for it: a GitHub Enterprise Server has GraphQL beside `/api/v3`, not below. The whole address is
 * given, not another base: Octokit asks for a token under the same base.
 * @param graphqlUrl where it is told; absent: beside REST.
 */
export function addressedRoute(route: string, restBaseUrl: string, graphqlUrl?: string): string {
  if (route !== graphqlRoute) return route;
  if (graphqlUrl !== undefined) return `POST ${graphqlUrl}`;
  const base = restBaseUrl.replace(/\/+$/, "").replace(/\/api\/v3$/, "/api");
  return `POST ${base}/graphql`;
}

/** An answer of GraphQL with errors, in the form of Octokit's `RequestError`. */
export class GraphqlRefusal extends Error {
  override readonly name = "GraphqlRefusal";
  /** What REST would have answered. */
  readonly status: number;
  readonly request: { readonly method: string; readonly url: string };
  readonly response: { readonly headers: unknown; readonly data: unknown };
  constructor(message: string, status: number, response: { url: string; headers: unknown; data: unknown }) {
    super(message);
    this.status = status;
    this.request = { method: "POST", url: response.url };
    this.response = { headers: response.headers, data: { message } };
  }
}

const graphqlError = z.object({
  message: z.string(),
  type: z.string().optional().catch(undefined),
  extensions: z.object({ code: z.string().optional() }).optional().catch(undefined),
});

/** By the error's type; those that are not listed are an outage of GitHub's. */
const statusOfType: Readonly<Record<string, number>> = {
  RATE_LIMITED: 429,
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  NOT_FOUND: 404,
};

/** The first that one of the errors says is what is answered: a limit before an outage, an outage before a refusal. */
const weightiest = [429, 502, 403, 404, 501];

/** @throws GraphqlRefusal where the answer has errors, whatever data is beside them. */
export function throwGraphqlErrors(response: { url: string; headers: unknown; data: unknown }): void {
  const body = z.object({ errors: z.array(z.unknown()) }).safeParse(response.data);
  if (!body.success || body.data.errors.length === 0) return;
  const errors = body.data.errors.map(readError);
  for (const status of weightiest) {
    const error = errors.find((own) => own.status === status);
    if (error !== undefined) throw new GraphqlRefusal(error.message, status, response);
  }
}

function readError(error: unknown): { readonly message: string; readonly status: number } {
  const parsed = graphqlError.safeParse(error);
  if (!parsed.success) return { message: "An error without words.", status: 502 };
  const { message, type, extensions } = parsed.data;
  // Secondary limits have no type of their own.
  if (/rate limit/i.test(message)) return { message, status: 429 };
  const known = type === undefined ? undefined : statusOfType[type];
  if (known !== undefined) return { message, status: known };
  // A field or argument that this server does not have: its schema is another one.
  const isSchema = type === undefined && extensions?.code !== undefined;
  return { message, status: isSchema ? 501 : 502 };
}
