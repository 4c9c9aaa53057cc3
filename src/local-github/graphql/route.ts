// `POST /graphql`: held against GitHub's schema, counted in points, answered with HTTP 200 whatever the query's fate.
import { execute, GraphQLError, type GraphQLFieldResolver, parse, validate } from "graphql";
import type { Meter } from "../limits.ts";
import { Refusal } from "../refusal.ts";
import type { Route, RouteAnswer, RouteRequest } from "../route.ts";
import { spenderOf } from "../token.ts";
import { costOf } from "./cost.ts";
import { makeRoot } from "./query.ts";
import { type GraphQLContext, refusal, showError } from "./refusals.ts";
import { githubSchema } from "./schema.ts";

const MOST_NODES = 500_000;
/** GitHub names what is wrong with a query that its schema does not know. */
const invalid = (error: GraphQLError): object => ({
  ...showError(error),
  extensions: { code: error.message.startsWith("Cannot query field") ? "undefinedField" : "invalidQuery" },
});

const hasField = (source: unknown, name: string): source is { readonly [name: string]: unknown } =>
  source !== null && typeof source === "object" && Object.hasOwn(source, name);

/** A field that nobody has written is an error: a null would be believed. */
function makeFieldResolver(
  onMissing: (field: string) => void,
): GraphQLFieldResolver<unknown, GraphQLContext> {
  return (source, args, _context, { fieldName, parentType }) => {
    if (!hasField(source, fieldName)) {
      onMissing(`${parentType.name}.${fieldName}`);
      throw new Error(`The local GitHub has no resolver for ${parentType.name}.${fieldName}.`);
    }
    const value = source[fieldName];
    return typeof value === "function" ? value(args) : value;
  };
}

function typeOf(value: unknown): string {
  if (hasField(value, "__typename")) return String(value.__typename);
  throw new Error("The local GitHub does not say of which type this is.");
}

const failed = (errors: readonly object[], headers: Record<string, string>): RouteAnswer => ({
  status: 200,
  headers,
  body: { errors },
});

async function answer(
  request: RouteRequest,
  meter: Meter,
  onMissing: (field: string) => void,
): Promise<RouteAnswer> {
  const { token, state, origin } = request;
  const body = request.body as { query?: unknown; variables?: unknown; operationName?: unknown } | undefined;
  if (token === null) throw new Refusal(401, "Bad credentials");
  if (typeof body?.query !== "string") {
    throw new Refusal(400, "A query attribute must be specified and must be a string.");
  }
  const spender = spenderOf(token);
  const variables = { ...(body.variables as Record<string, unknown> | undefined) };
  const schema = await githubSchema();
  let document: ReturnType<typeof parse>;
  try {
    document = parse(body.query);
  } catch (error) {
    if (error instanceof GraphQLError) return failed([invalid(error)], {});
    throw error;
  }
  const problems = validate(schema, document);
  const cost = costOf(document, variables);
  const { headers, exceeded } = meter.countPoints(spender, cost.points);
  if (exceeded) {
    const message = `API rate limit exceeded for ${spender.inWords}.`;
    return failed([{ type: "RATE_LIMITED", message }], headers);
  }
  if (problems.length > 0) return failed(problems.map(invalid), headers);
  if (cost.nodes > MOST_NODES) {
    const count = (number: number) => number.toLocaleString("en-US");
    const message = `This query requests up to ${count(cost.nodes)} possible nodes which exceeds the maximum limit of ${count(MOST_NODES)}.`;
    return failed([showError(refusal("MAX_NODE_LIMIT_EXCEEDED", message))], headers);
  }
  const context: GraphQLContext = { state, token, origin };
  const result = await execute({
    schema,
    document,
    rootValue: makeRoot(context, cost, meter.show(spender, "graphql")),
    contextValue: context,
    variableValues: variables,
    operationName: typeof body.operationName === "string" ? body.operationName : null,
    fieldResolver: makeFieldResolver(onMissing),
    typeResolver: typeOf,
  });
  const errors = result.errors?.map(showError);
  const data = result.data === undefined ? {} : { data: result.data };
  return { status: 200, headers, body: { ...data, ...(errors === undefined ? {} : { errors }) } };
}

/** @param onMissing Told of each field that a query asks for and nobody has written, as `Type.field`. */
export function graphqlRoutes(meter: Meter, onMissing: (field: string) => void): Route[] {
  return [
    {
      method: "POST",
      template: "/graphql",
      operationId: null,
      auth: "installation",
      permissions: [],
      // It has a budget of its own, which it counts itself.
      free: true,
      handle: (request) => answer(request, meter, onMissing),
    },
  ];
}
