// Which rule a result means. The lists of rules may come after the results in the file, so this is asked when a run has ended.
import type { PickedComponent, PickedReference, PickedRule, PickedRun } from "./log-shape.ts";

/** As a result points to its rule, or an override of a configuration does. */
export interface RuleReference {
  readonly id: string | null;
  readonly index: number | null;
  /** Of `tool.extensions`; -1 the driver. */
  readonly componentIndex: number | null;
  readonly componentName: string | null;
  readonly guid: string | null;
}

interface ListedRules {
  readonly component: PickedComponent;
  readonly rules: readonly (PickedRule | undefined)[];
  readonly byId: ReadonlyMap<string, PickedRule>;
  readonly byGuid: ReadonlyMap<string, PickedRule>;
}

export type FindRule = (reference: RuleReference) => PickedRule | null;

export function referenceOf(
  reference: PickedReference | undefined,
  id?: string,
  index?: number,
): RuleReference {
  const component = reference?.toolComponent;
  return {
    id: id ?? reference?.id ?? null,
    index: index ?? reference?.index ?? null,
    componentIndex: component?.index ?? null,
    componentName: component?.name ?? null,
    guid: reference?.guid ?? null,
  };
}

export function indexRules(tool: PickedRun["tool"]): FindRule {
  const driver = listRules(tool?.driver ?? {});
  const extensions = (tool?.extensions ?? []).map((extension) => listRules(extension ?? {}));
  return (reference) => {
    const named = namedComponent(reference, driver, extensions);
    if (named !== null) return inComponent(named, reference);
    for (const component of [driver, ...extensions]) {
      const found = byIdentifier(component, reference);
      if (found !== null) return found;
    }
    return reference.id === null ? atIndex(driver, reference.index) : null;
  };
}

function listRules(component: PickedComponent): ListedRules {
  const byId = new Map<string, PickedRule>();
  const byGuid = new Map<string, PickedRule>();
  const rules = component.rules ?? [];
  for (const rule of rules) {
    if (rule?.id !== undefined && !byId.has(rule.id)) byId.set(rule.id, rule);
    if (rule?.guid !== undefined && !byGuid.has(rule.guid)) byGuid.set(rule.guid, rule);
  }
  return { component, rules, byId, byGuid };
}

function namedComponent(
  { componentIndex, componentName }: RuleReference,
  driver: ListedRules,
  extensions: readonly ListedRules[],
): ListedRules | null {
  if (componentIndex !== null && componentIndex >= 0) return extensions[componentIndex] ?? null;
  if (componentName === null) return null;
  return [driver, ...extensions].find(({ component }) => component.name === componentName) ?? null;
}

function inComponent(listed: ListedRules, reference: RuleReference): PickedRule | null {
  return byIdentifier(listed, reference) ?? (reference.id === null ? atIndex(listed, reference.index) : null);
}

/** The rule at the index if it has the id, for ids may stand twice; else by the id; `CA1000/1` is a part of `CA1000`. */
function byIdentifier(listed: ListedRules, { id, index, guid }: RuleReference): PickedRule | null {
  const byGuid = guid === null ? undefined : listed.byGuid.get(guid);
  if (byGuid !== undefined || id === null) return byGuid ?? null;
  for (let part = id; part !== ""; part = part.slice(0, Math.max(part.lastIndexOf("/"), 0))) {
    const indexed = atIndex(listed, index);
    const found = indexed?.id === part ? indexed : listed.byId.get(part);
    if (found !== undefined && found !== null) return found;
  }
  return null;
}

function atIndex(listed: ListedRules, index: number | null): PickedRule | null {
  return index === null || index < 0 ? null : (listed.rules[index] ?? null);
}
