// Levels that an invocation was configured with, in place of the defaults of its rules.
import type { PickedRule, PickedRun } from "./log-shape.ts";
import type { Pending } from "./pending.ts";
import { type FindRule, referenceOf } from "./rules.ts";
import { levelOf, type SarifLevel } from "./severity.ts";

export type OverriddenLevel = (result: Pending, rule: PickedRule | null) => SarifLevel | null;

/** A result belongs to the invocation that it names; where there is only one, to that. */
export function overriddenLevels({ invocations }: PickedRun, findRule: FindRule): OverriddenLevel {
  const all = invocations ?? [];
  const perInvocation = all.map((invocation) => {
    const byRule = new Map<PickedRule | string, SarifLevel>();
    for (const override of invocation?.ruleConfigurationOverrides ?? []) {
      const level = levelOf(override?.configuration?.level);
      const reference = referenceOf(override?.descriptor);
      const key = findRule(reference) ?? reference.id;
      if (level !== null && key !== null) byRule.set(key, level);
    }
    return byRule;
  });
  return (result, rule) => {
    const index = result.invocation ?? (all.length === 1 ? 0 : -1);
    const levels = perInvocation[index];
    return (rule === null ? null : levels?.get(rule)) ?? levels?.get(result.rule.id ?? "") ?? null;
  };
}
