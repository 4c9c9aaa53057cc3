// GitHub's own GraphQL schema, read once, on first use.
import { buildSchema, GraphQLScalarType, type GraphQLSchema } from "graphql";

let built: GraphQLSchema | null = null;

/** GitHub's `databaseId` is an `Int`, and is given although it has long outgrown 32 bits. */
function widenIntegers(schema: GraphQLSchema): void {
  const int = schema.getType("Int");
  if (!(int instanceof GraphQLScalarType)) return;
  const narrow = int.coerceOutputValue;
  int.coerceOutputValue = (value) => (Number.isSafeInteger(value) ? value : narrow(value));
}

/** @throws Error when the development dependency that holds the schema is not installed. */
export async function githubSchema(): Promise<GraphQLSchema> {
  if (built !== null) return built;
  const published = await import("@octokit/graphql-schema");
  const schema = buildSchema(published.schema.idl, { assumeValid: true });
  widenIntegers(schema);
  built ??= schema;
  return built;
}
