// Permissions that GitHub refused when a repository was read last, whatever the installation claims to have.
import { type Fact, type FactKind, factsOfKind } from "../facts/fact.ts";
import type { Sight } from "../facts/observations.ts";
import { oncePerList } from "../facts/once-per-list.ts";
import type { FindingSource } from "../findings/finding.ts";

const listPermissions: Readonly<Record<FindingSource, string>> = {
  "code-scanning": "security_events: read",
  dependabot: "vulnerability_alerts: read",
  "secret-scanning": "secret_scanning_alerts: read",
};

const readingKinds = [
  "controls",
  "findings-listed",
  "rule-suites",
  "code-owners",
  "release-evidence",
] as const satisfies readonly FactKind[];

type Reading = Extract<Fact, { kind: (typeof readingKinds)[number] }>;

/** What each part of a reading needs, and what came of it. */
function sightsOf(reading: Reading): [permission: string, sight: Sight<unknown>][] {
  switch (reading.kind) {
    case "controls":
      return [
        ["administration: read", reading.data.dependabotAlerts],
        ["security_events: read", reading.data.lastAnalysisAt],
      ];
    case "findings-listed":
      return [[listPermissions[reading.data.source], reading.data.listing]];
    case "rule-suites":
      return [["administration: write", reading.data.bypasses]];
    case "code-owners":
      return [["contents: read", reading.data.file]];
    case "release-evidence":
      return [
        ["attestations: read", reading.data.attested],
        ["contents: read", reading.data.dependencyGraph],
      ];
  }
}

/**
 * Permissions with their access, e.g. `contents: read`, whose latest use was refused; of several uses in one moment, if any
 * was.
 */
export const refusedPermissions = oncePerList((facts: readonly Fact[]): ReadonlySet<string> => {
  const latest = new Map<string, { at: number; refused: boolean }>();
  for (const reading of readingKinds.flatMap((kind): readonly Reading[] => factsOfKind(facts, kind))) {
    for (const [permission, sight] of sightsOf(reading)) {
      const refused = "unseen" in sight && sight.unseen.why === "permission-missing";
      const known = latest.get(permission);
      const at = reading.occurredAt;
      if (known === undefined || at > known.at) latest.set(permission, { at, refused });
      else if (at === known.at && refused) known.refused = true;
    }
  }
  return new Set([...latest].flatMap(([permission, { refused }]) => (refused ? [permission] : [])));
});
