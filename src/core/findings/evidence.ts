// One finding as a row of evidence.
import type { Evidence } from "../kpis/measurement.ts";
import type { Finding } from "./finding.ts";

/** `at`: what the row happened at, milliseconds UTC; `note`: what the finding counts as, plain text; `counted`: whether in the numerator. */
export function evidenceOfFinding(
  finding: Finding,
  {
    at,
    note,
    counted,
  }: { readonly at: number | null; readonly note: string; readonly counted: boolean | null },
): Evidence {
  return {
    kind: "alert",
    id: finding.id,
    url: finding.url,
    at,
    note: `${describeFinding(finding)}; ${note}`,
    counted,
  };
}

/** `critical js/xss in web/page.ts`: what it is, as far as told. Plain text, possibly hostile. */
export function describeFinding({ severity, rule, tool, path, source }: Finding): string {
  const what = (source === "dependabot" ? [tool, rule] : [rule]).filter((part) => part !== null).join(" ");
  const place = path === null ? "" : ` in ${path}`;
  return `${severity ?? "severity not known,"} ${what === "" ? "alert" : what}${place}`;
}
