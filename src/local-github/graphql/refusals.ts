// A "no" of GraphQL: it comes with HTTP 200, in a list of errors beside the data that there is.
import { GraphQLError } from "graphql";
import { holds, seesRepository } from "../access.ts";
import { ownsRepository, type Token } from "../credentials.ts";
import type { LocalState, Repository } from "../state.ts";
import { notAccessible } from "../token.ts";

/** Who asks, and whom. */
export interface GraphQLContext {
  readonly state: LocalState;
  readonly token: Token;
  readonly origin: string;
}

/** An error with GitHub's word for it, which stands beside its message. */
export const refusal = (type: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { type } });

/** What GitHub sends of an error: its type is not among the extensions. */
export function showError(error: GraphQLError): object {
  const { type, ...extensions } = error.extensions;
  const { message, locations, path } = error.toJSON();
  return {
    ...(type === undefined ? {} : { type }),
    ...(path === undefined ? {} : { path }),
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    ...(locations === undefined ? {} : { locations }),
    message,
  };
}

export const mayRead = ({ token }: GraphQLContext, repository: Repository): boolean =>
  seesRepository(token, repository);

/** @throws GraphQLError FORBIDDEN, as for whatever a token was not granted. */
export function requirePermission(context: GraphQLContext, repository: Repository, name: string): void {
  const { token } = context;
  const own = ownsRepository(token, repository);
  if (repository.visibility === "public" && (!own || token.kind !== "installation")) return;
  const granted = holds(token, [name, "read"], repository) || holds(token, [name, "write"], repository);
  if (!granted) throw refusal("FORBIDDEN", notAccessible(token));
}
