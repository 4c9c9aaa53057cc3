// Push protection that was bypassed in the window: stands beside the rate, for it is the other gate that one can walk around.
import { factsOfKind } from "../../facts/fact.ts";
import type { SecretScanningAlertData } from "../../facts/secret-scanning-alert.ts";
import { sightOfFindings } from "../../findings/sight.ts";
import { coversWindow } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import type { Evidence } from "../measurement.ts";

/** One row for each alert whose secret was pushed past push protection in the window; null where that cannot be seen. */
export function findPushProtectionBypasses(input: KpiInput): Evidence[] | null {
  const { facts, window, permissions } = input;
  const sight = sightOfFindings(input, ["secret-scanning"]);
  const told = permissions !== null && permissions !== undefined;
  const forbidden = told && !Object.hasOwn(permissions, "secret_scanning_alerts");
  if (forbidden || sight.blocked.length > 0) return null;
  const byNumber = Map.groupBy(
    factsOfKind(facts, "secret-scanning-alert").map(({ data }) => data),
    ({ number }) => number,
  );
  const bypasses = [...byNumber]
    .sort(([a], [b]) => a - b)
    .flatMap(([number, alerts]): Evidence[] => {
      const at = bypassedAt(alerts);
      if (at === null || at < window.from || at >= window.to) return [];
      const urls = alerts.flatMap(({ url }) => url ?? []).sort();
      const id = `secret-scanning#${number}`;
      const note = "push protection was bypassed; beside the rate";
      return [{ kind: "alert", id, url: urls[0] ?? null, at, note, counted: null }];
    });
  if (bypasses.length === 0 && sight.incomplete !== null && !coversWindow(input, window, "deliveries"))
    return null;
  return bypasses;
}

/** When push protection was bypassed, else when the alert was created; null where it was not. */
function bypassedAt(told: readonly SecretScanningAlertData[]): number | null {
  if (!told.some(({ pushProtectionBypassed }) => pushProtectionBypassed === true)) return null;
  const times = told.flatMap(({ pushProtectionBypassedAt }) => pushProtectionBypassedAt ?? []);
  return Math.min(...(times.length > 0 ? times : told.map(({ createdAt }) => createdAt)));
}
