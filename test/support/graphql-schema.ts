// GitHub's own GraphQL schema, as a judge of queries and as a server for them over made data.
import { schema as published } from "@octokit/graphql-schema";
import { buildSchema, type GraphQLSchema } from "graphql";

let schema: GraphQLSchema | null = null;

/** Built once. GitHub's text defines two fields twice, so that the schema itself is not held to be valid. */
export function githubGraphqlSchema(): GraphQLSchema {
  schema ??= buildSchema(published.idl, { assumeValid: true });
  return schema;
}
