// Written settings → the configuration that the code reads, every key present.
import type { KpiId } from "../kpis/measurement.ts";
import type { Target } from "../kpis/target.ts";
import { kpiIds } from "./check/known-kpis.ts";
import type { Config } from "./config.ts";
import { readDays } from "./days.ts";
import { defaultConfig } from "./defaults.ts";
import type { UnhashedConfig } from "./hash.ts";
import { readMeasures } from "./read-measures.ts";
import { readRule } from "./read-rule.ts";
import { readTarget } from "./read-target.ts";
import type { WrittenConfig } from "./schema/config-schema.ts";
import { weekdays } from "./schema/schema-parts.ts";

/** Puts in the built-in defaults for what is not written. */
export function buildConfig(
  written: WrittenConfig,
  { groups, tier, open }: Pick<UnhashedConfig, "groups" | "tier" | "open">,
): UnhashedConfig {
  const { checks, changes, gates, secrets, weekly } = defaultConfig;
  return {
    windowDays: written.window === undefined ? defaultConfig.windowDays : readDays(written.window),
    timeZone: written.time_zone ?? defaultConfig.timeZone,
    mode: written.mode ?? defaultConfig.mode,
    owner: written.owner ?? defaultConfig.owner,
    groups,
    tier,
    ...(open === undefined ? {} : { open }),
    checks: {
      security: written.checks?.security?.map(withoutUndefined) ?? checks.security,
      required: written.checks?.required ?? checks.required,
      neutral: written.checks?.neutral ?? checks.neutral,
    },
    changes: {
      baseBranches: written.pull_requests?.base_branches ?? changes.baseBranches,
      bots: written.pull_requests?.bots ?? changes.bots,
      botLogins: written.pull_requests?.bot_logins ?? changes.botLogins,
    },
    gates: { ruleSuites: written.gates?.rule_suites ?? gates.ruleSuites },
    secrets: { branches: written.secrets?.branches ?? secrets.branches },
    templates: { rules: (written.templates?.rules ?? []).map(readRule) },
    ...readMeasures(written),
    ...readTargets(written.targets ?? {}),
    weekly: {
      enabled: written.weekly?.enabled ?? weekly.enabled,
      cron: readCron(written.weekly) ?? weekly.cron,
      mention: written.weekly?.mention ?? weekly.mention,
      kpis: readWeeklyKpis(written.weekly?.kpis) ?? weekly.kpis,
      escalateAfterWeeks: written.weekly?.escalate_after_weeks ?? weekly.escalateAfterWeeks,
    },
  };
}

function readTargets(written: NonNullable<WrittenConfig["targets"]>) {
  const targets: Partial<Record<KpiId, Target>> = {};
  const targetOwners: Partial<Record<KpiId, string>> = {};
  for (const id of kpiIds) {
    const text = written[id];
    if (text === undefined) continue;
    const target = readTarget(id, text);
    if (target !== null && !("refused" in target)) targets[id] = target;
    if (typeof text === "object" && text.owner !== undefined) targetOwners[id] = text.owner;
  }
  return { targets, targetOwners } satisfies Partial<Config>;
}

/** In the order that is written; the check of the meaning has refused ids that are none. */
function readWeeklyKpis(written: readonly string[] | null | undefined): readonly KpiId[] | null {
  if (written === null || written === undefined) return null;
  return written.flatMap((text) => kpiIds.find((id) => id === text) ?? []);
}

/** Monday at seven where only the other of the two is written. */
function readCron(weekly: WrittenConfig["weekly"]): string | null {
  if (weekly?.cron !== undefined) return weekly.cron;
  if (weekly?.day === undefined && weekly?.time === undefined) return null;
  const [hour, minute] = (weekly.time ?? "07:00").split(":").map(Number);
  return `${minute} ${hour} * * ${(weekdays.indexOf(weekly.day ?? "monday") + 1) % 7}`;
}

/** Drops keys without a value, which are not the same as absent ones to the types. */
function withoutUndefined<Part extends string>(
  written: Readonly<Partial<Record<Part, string | undefined>>>,
): Partial<Record<Part, string>> {
  const kept: Partial<Record<Part, string>> = {};
  for (const part in written) {
    const value = written[part];
    if (value !== undefined) kept[part] = value;
  }
  return kept;
}
