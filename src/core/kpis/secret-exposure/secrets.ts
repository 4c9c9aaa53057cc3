// Secret alerts → exposed secrets: what secret exposure asks of them. Their lives and places are folded in `core/findings`.
import type { Fact } from "../../facts/fact.ts";
import { foldSecretAlerts, type SecretAlert } from "../../findings/secret-scanning.ts";

export interface ExposedSecret extends SecretAlert {
  /** By GitHub's latest word and still open. */
  readonly stillValid: boolean;
  readonly open: boolean;
  /** GitHub's word for how it was resolved; null while it is open. */
  readonly resolution: string | null;
  readonly resolvedAt: number | null;
}

/** One entry per alert number, in order of the numbers; any order and repetition of the facts gives the same. */
export function foldSecrets(facts: readonly Fact[]): ExposedSecret[] {
  return foldSecretAlerts(facts).map((alert) => {
    const last = alert.transitions.at(-1);
    const open = last === undefined || last.state === "open";
    return {
      ...alert,
      open,
      stillValid: open && alert.validity === "active",
      resolution: open ? null : last.reason,
      resolvedAt: open ? null : last.at,
    };
  });
}
