// Which permissions keep a repository's KPIs from being measured.
import { type KpiId, kpiIdentifiers } from "../kpis/measurement.ts";
import { type Granted, lackingPermissions } from "../kpis/permissions.ts";
import type { Lacking } from "./digest.ts";

/** Each permission once, with the KPIs that cannot do without it. */
export function listLacking(granted: Granted): Lacking[] {
  const byPermission = new Map<string, KpiId[]>();
  for (const id of kpiIdentifiers)
    for (const { permission } of lackingPermissions(id, granted)) {
      const kpis = byPermission.get(permission) ?? [];
      byPermission.set(permission, kpis);
      if (!kpis.includes(id)) kpis.push(id);
    }
  return [...byPermission].map(([permission, kpis]) => ({ permission, kpis }));
}
