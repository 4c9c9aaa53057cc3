// Two written configurations → one: what the nearer file says goes before what the farther one says.
import type { WrittenRule } from "./rule-schema.ts";
import type { WrittenConfig } from "./schema.ts";

type Weekly = NonNullable<WrittenConfig["weekly"]>;

/** Maps are merged key by key, lists and single values replaced, rules of the paved road replaced by their id. */
export function mergeWritten(farther: WrittenConfig, nearer: WrittenConfig): WrittenConfig {
  return {
    ...farther,
    ...nearer,
    checks: { ...farther.checks, ...nearer.checks },
    pull_requests: { ...farther.pull_requests, ...nearer.pull_requests },
    gates: { ...farther.gates, ...nearer.gates },
    secrets: { ...farther.secrets, ...nearer.secrets },
    templates: { rules: mergeRules(farther.templates?.rules ?? [], nearer.templates?.rules ?? []) },
    sla: { ...farther.sla, ...nearer.sla },
    risk_weights: { ...farther.risk_weights, ...nearer.risk_weights },
    exceptions: { ...farther.exceptions, ...nearer.exceptions },
    reviews: { ...farther.reviews, ...nearer.reviews },
    ownership: { ...farther.ownership, ...nearer.ownership },
    releases: { ...farther.releases, ...nearer.releases },
    targets: { ...farther.targets, ...nearer.targets },
    weekly: mergeWeekly(farther.weekly ?? {}, nearer.weekly ?? {}),
  };
}

/** Keeps the farther order, puts the nearer rule where one of its id stands, and adds the others behind. */
function mergeRules(farther: readonly WrittenRule[], nearer: readonly WrittenRule[]): WrittenRule[] {
  const rules = new Map(farther.map((rule) => [rule.id, rule]));
  for (const rule of nearer) rules.set(rule.id, rule);
  return [...rules.values()];
}

/** `cron` and `day` with `time` are two ways to say the same: the nearer file's way ends the farther one's. */
function mergeWeekly(farther: Weekly, nearer: Weekly): Weekly {
  const { cron, day, time, ...rest } = farther;
  if (nearer.cron !== undefined) return { ...rest, ...nearer };
  if (nearer.day !== undefined || nearer.time !== undefined) {
    return { ...rest, ...(day && { day }), ...(time && { time }), ...nearer };
  }
  return { ...farther, ...nearer };
}
