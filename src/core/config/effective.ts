// Defaults ◁ organisation ◁ repository: the configuration that holds for one repository, from the files that are there.
import type { KpiId } from "../kpis/measurement.ts";
import type { Target } from "../kpis/target.ts";
import type { Config } from "./config.ts";
import { readDays } from "./days.ts";
import { defaultConfig } from "./defaults.ts";
import { hashConfig, type UnhashedConfig } from "./hash.ts";
import { kpiIds } from "./known-kpis.ts";
import type { Layers, Setting } from "./layers.ts";
import { mergeWritten } from "./merge.ts";
import type { ConfigProblem } from "./problem.ts";
import { readConfigFileOnce } from "./read-config-file.ts";
import { readMeasures } from "./read-measures.ts";
import { readRule } from "./read-rule.ts";
import { readTarget } from "./read-target.ts";
import type { WrittenConfig } from "./schema.ts";
import { weekdays } from "./schema-parts.ts";

export type { ConfigFile, ConfigProblem } from "./problem.ts";

export interface EffectiveConfig {
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
  /** Every value of `config`, and where it was written. */
  readonly settings: readonly Setting[];
}

/**
 * The configuration in force. A layer with an error is left out as a whole, and its problems are returned: whoever calls
 * keeps the last text that was good and gives that instead. Never throws.
 */
export function effectiveConfig(layers: Layers): EffectiveConfig {
  const read = [layers.organisation, layers.repository].flatMap((file) =>
    file === null ? [] : [readConfigFileOnce(file)],
  );
  const written = read.flatMap((layer) => layer.written ?? []);
  const problems = read.flatMap((layer) => layer.problems);
  if (written.length === 0) return { config: defaultConfig, problems, settings: [] };
  const config = fromWritten(written.reduce(mergeWritten));
  return { config: { ...config, hash: hashConfig(config) }, problems, settings: [] };
}

function fromWritten(written: WrittenConfig): UnhashedConfig {
  const { checks, changes, gates, secrets, weekly } = defaultConfig;
  return {
    windowDays: written.window === undefined ? defaultConfig.windowDays : readDays(written.window),
    timeZone: written.time_zone ?? defaultConfig.timeZone,
    mode: written.mode ?? defaultConfig.mode,
    owner: written.owner ?? defaultConfig.owner,
    groups: defaultConfig.groups,
    tier: defaultConfig.tier,
    targetOwners: defaultConfig.targetOwners,
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
    targets: readTargets(written),
    weekly: {
      enabled: written.weekly?.enabled ?? weekly.enabled,
      cron: readCron(written.weekly) ?? weekly.cron,
      mention: written.weekly?.mention ?? weekly.mention,
      kpis: readWeeklyKpis(written.weekly?.kpis) ?? weekly.kpis,
      escalateAfterWeeks: written.weekly?.escalate_after_weeks ?? weekly.escalateAfterWeeks,
    },
  };
}

function readTargets(written: WrittenConfig): Partial<Record<KpiId, Target>> {
  const targets: Partial<Record<KpiId, Target>> = {};
  for (const id of kpiIds) {
    const text = written.targets?.[id];
    const target = text === undefined ? null : readTarget(id, text);
    if (target !== null && !("refused" in target)) targets[id] = target;
  }
  return targets;
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
