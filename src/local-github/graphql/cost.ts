// What a query costs before it is answered: GitHub counts the requests that its lists would take, and refuses too many nodes.
import type { DocumentNode, FieldNode, FragmentDefinitionNode, SelectionSetNode, ValueNode } from "graphql";

export interface QueryCost {
  /** Points of the hour's budget; at least 1. */
  readonly points: number;
  readonly nodes: number;
}

type Variables = Readonly<Record<string, unknown>>;

function readValue(value: ValueNode | undefined, variables: Variables): unknown {
  if (value?.kind === "Variable") return variables[value.name.value];
  if (value?.kind === "IntValue") return Number(value.value);
  return value?.kind === "BooleanValue" ? value.value : undefined;
}

/** How many items a list may give; null where the field is no list in parts. */
function limitOf(field: FieldNode, variables: Variables): number | null {
  for (const { name, value } of field.arguments ?? []) {
    const limit = name.value === "first" || name.value === "last" ? readValue(value, variables) : null;
    if (typeof limit === "number") return limit;
  }
  return null;
}

function isLeftOut({ directives }: FieldNode, variables: Variables): boolean {
  return (directives ?? []).some(({ name, arguments: given }) => {
    const condition = readValue(given?.[0]?.value, variables);
    return (name.value === "include" && condition === false) || (name.value === "skip" && condition === true);
  });
}

/**
 * Assumes that every list is full, as GitHub does: each list costs one request for every item of the lists around it, a hundred
 * requests are a point, and each item is a node.
 */
export function costOf(document: DocumentNode, given: Variables): QueryCost {
  const variables: Record<string, unknown> = {};
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === "FragmentDefinition") fragments.set(definition.name.value, definition);
    if (definition.kind !== "OperationDefinition") continue;
    for (const { variable, defaultValue } of definition.variableDefinitions ?? []) {
      variables[variable.name.value] = readValue(defaultValue, {});
    }
  }
  Object.assign(variables, given);
  let [requests, nodes] = [0, 0];
  const walk = (selections: SelectionSetNode | undefined, times: number): void => {
    for (const selection of selections?.selections ?? []) {
      if (selection.kind === "FragmentSpread") {
        walk(fragments.get(selection.name.value)?.selectionSet, times);
      } else if (selection.kind === "InlineFragment") {
        walk(selection.selectionSet, times);
      } else if (!isLeftOut(selection, variables)) {
        const limit = limitOf(selection, variables);
        if (limit !== null) {
          requests += times;
          nodes += times * limit;
        }
        walk(selection.selectionSet, limit === null ? times : times * limit);
      }
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind === "OperationDefinition") walk(definition.selectionSet, 1);
  }
  return { points: Math.max(1, Math.round(requests / 100)), nodes };
}
