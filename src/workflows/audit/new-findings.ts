// Which findings a change brings. Told by the SARIF of its base where that is given; else nothing tells new from old, and findings in changed
// files are shown as such.
import type { ChangedPath } from "../../clone/clone.ts";
import type { SarifFinding } from "../../core/sarif/finding.ts";
import type { ChangeAudit, ChangeAuditInput, ChangedFinding } from "./audit.ts";

type NewFindings = Pick<ChangeAudit, "newFindings" | "newFindingsBy">;

/** Suppressed findings are none. In the order of `findings`. */
export function findNewFindings(
  findings: readonly SarifFinding[],
  { sarif, secretsSarif, baseSarif }: Pick<ChangeAuditInput, "sarif" | "secretsSarif" | "baseSarif">,
  changed: readonly ChangedPath[],
): NewFindings {
  if (sarif.length + secretsSarif.length === 0) return { newFindings: [], newFindingsBy: null };
  const open = findings.filter(({ suppressed }) => !suppressed);
  const broken = (baseSarif ?? []).filter((reading) => "broken" in reading);
  if (baseSarif !== undefined && broken.length === 0) {
    const known = new Set(
      baseSarif.flatMap((reading) => ("findings" in reading ? reading.findings.map(keyOf) : [])),
    );
    return {
      newFindings: open
        .filter((finding) => !known.has(keyOf(finding)))
        .map((finding) => ({ finding, because: "new" })),
      newFindingsBy: "A finding is new whose fingerprint is not in the SARIF of the base.",
    };
  }
  const touched = new Set(changed.filter(({ status }) => status !== "removed").map(({ path }) => path));
  const why =
    broken.length === 0 ? "No SARIF of the base was given" : "A SARIF file of the base cannot be used";
  return {
    newFindings: open.flatMap((finding): ChangedFinding[] => {
      const { path } = finding.location;
      // A log that was compared with its base says so itself.
      if (finding.baselineState === "new") return [{ finding, because: "new" }];
      if (finding.baselineState !== null || path === null || !touched.has(path)) return [];
      return [{ finding, because: "in-changed-file" }];
    }),
    newFindingsBy: `${why}: findings in changed files are shown, which may be older than the change.`,
  };
}

function keyOf({ tool, ruleId, fingerprint }: SarifFinding): string {
  return JSON.stringify([tool, ruleId, fingerprint]);
}
