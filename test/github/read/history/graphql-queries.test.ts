// Every query of the sources against GitHub's own schema: a wrong field would only be found out on GitHub. And what each costs.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type IntValueNode,
  Kind,
  parse,
  type SelectionSetNode,
  validate,
} from "graphql";
import { describe, expect, it } from "vitest";
import { commitsAtOnce, commitsQuery } from "../../../../src/github/read/history/checks-by-graphql.ts";
import { pullRequestsQuery, restQuery } from "../../../../src/github/read/history/pull-request-query.ts";
import { pullRequestsAtOnce } from "../../../../src/github/read/history/pull-requests-by-graphql.ts";
import { lastChangesQuery } from "../../../../src/github/read/history/survey.ts";
import { githubGraphqlSchema } from "../../../support/graphql-schema.ts";

/** GitHub refuses a call that could bring more. */
const githubsNodes = 500_000;

const queries = [
  { name: "a page of pull requests", query: pullRequestsQuery, first: pullRequestsAtOnce, ids: 0 },
  { name: "the rest of a pull request", query: restQuery, first: 0, ids: 0 },
  { name: "checks of one commit", query: commitsQuery(1), first: 0, ids: 0 },
  {
    name: "checks of as many commits as are asked for",
    query: commitsQuery(commitsAtOnce),
    first: 0,
    ids: 0,
  },
  { name: "last changes of a page of repositories", query: lastChangesQuery, first: 0, ids: 100 },
];

/** GitHub's sum: each connection counts as many nodes as it is asked for, times those it is inside of. */
function nodesOf(text: string, first: number, ids: number): number {
  const document = parse(text);
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  const sizeOf = (field: FieldNode) => {
    const size = field.arguments?.find(({ name }) => ["first", "last"].includes(name.value))?.value;
    if (field.name.value === "nodes" && ids > 0 && size === undefined && hasIds(field)) return ids;
    if (size === undefined) return null;
    return size.kind === Kind.VARIABLE ? first : Number((size as IntValueNode).value);
  };
  const hasIds = (field: FieldNode) => field.arguments?.some(({ name }) => name.value === "ids") ?? false;
  function sum(selections: SelectionSetNode | undefined, outer: number): number {
    return (selections?.selections ?? []).reduce((nodes, selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        return nodes + sum(fragments.get(selection.name.value)?.selectionSet, outer);
      if (selection.kind === Kind.INLINE_FRAGMENT) return nodes + sum(selection.selectionSet, outer);
      const size = sizeOf(selection);
      const inner = size === null ? outer : outer * size;
      return nodes + (size === null ? 0 : inner) + sum(selection.selectionSet, inner);
    }, 0);
  }
  return document.definitions.reduce(
    (nodes, one) => nodes + (one.kind === Kind.OPERATION_DEFINITION ? sum(one.selectionSet, 1) : 0),
    0,
  );
}

describe("the queries of GraphQL", () => {
  it.each(queries)("$name is one that GitHub's schema has", ({ query }) => {
    const errors = validate(githubGraphqlSchema(), parse(query), undefined, { maxErrors: 3 });
    expect(errors.map(({ message }) => message)).toEqual([]);
  });

  it.each(queries)("$name stays far below GitHub's limit of nodes", ({ query, first, ids }) => {
    expect(nodesOf(query, first, ids)).toBeLessThan(githubsNodes / 5);
  });

  it("counts nodes as GitHub does", () => {
    const nested =
      "{ a(first: 50) { b(first: 20) { c(first: 10) { d } } e(first: 20) { f(first: 10) { g } } } h(first: 10) { i } }";
    expect(nodesOf(nested, 0, 0)).toBe(50 + 1_000 + 10_000 + 1_000 + 10_000 + 10);
    expect(
      Object.fromEntries(queries.map(({ name, query, first, ids }) => [name, nodesOf(query, first, ids)])),
    ).toMatchInlineSnapshot(`
      {
        "a page of pull requests": 8775,
        "checks of as many commits as are asked for": 51000,
        "checks of one commit": 2550,
        "last changes of a page of repositories": 200,
        "the rest of a pull request": 300,
      }
    `);
  });

  it("are all that there are in the sources", () => {
    const folder = join(import.meta.dirname, "../../../../src/github");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .filter((file) =>
        /`\s*(?:query|mutation)\b|fragment \w+ on /.test(readFileSync(join(folder, file), "utf8")),
      );
    expect(files.sort()).toEqual([
      "read/history/checks-by-graphql.ts",
      "read/history/pull-request-query.ts",
      "read/history/survey.ts",
    ]);
  });
});
