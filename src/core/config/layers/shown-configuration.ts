// The configuration in force as it is shown to a person who asks where a value comes from: settings, groups, what is wrong.
import type { EffectiveConfig } from "../effective.ts";
import { formatConfigProblem } from "../problem.ts";
import type { Origin, Setting } from "./layers.ts";

export interface ShownGroup {
  readonly id: string;
  readonly title: string;
  readonly kind: string | null;
  readonly owner: string | null;
  readonly tier: string | null;
  readonly matches: "yes" | "no" | "unknown";
  /** Null where it matches. */
  readonly why: string | null;
  readonly origin: Origin;
}

export interface ShownConfiguration {
  readonly schemaVersion: 1;
  /** `owner/name`. */
  readonly repository: string;
  /** SHA-256 in hex, as scorecards keep it. */
  readonly configHash: string;
  readonly settings: readonly Setting[];
  readonly groups: readonly ShownGroup[];
  /** One line each. */
  readonly problems: readonly string[];
}

/** @param told Further problems for a person, such as a newer text that is not in force. */
export function showConfiguration(
  fullName: string,
  { config, settings, groups, problems }: EffectiveConfig,
  told: readonly string[],
): ShownConfiguration {
  return {
    schemaVersion: 1,
    repository: fullName,
    configHash: config.hash,
    settings,
    groups: groups.map(({ group, origin, match }) => ({
      ...group,
      matches: match.matches,
      why: match.matches === "yes" ? null : match.why,
      origin,
    })),
    problems: [...new Set([...problems.map(formatConfigProblem), ...told])],
  };
}

/** The settings of a key and of all below it: `sla` gives `sla.critical` and the others. Empty: there is none. */
export function settingsBelow(settings: readonly Setting[], key: string): Setting[] {
  return settings.filter((setting) => setting.key === key || setting.key.startsWith(`${key}.`));
}
