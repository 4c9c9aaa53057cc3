// Release evidence: what it means. The formula is in `compute.ts`, one release in `judge-release.ts`.
import type { Advice, KpiDefinition } from "../definition.ts";
import type { Computed } from "../measurement.ts";
import { companionPatterns, provenancePatterns, sbomPatterns } from "./asset-kinds.ts";
import { computeReleaseEvidence } from "./compute.ts";

const listed = (patterns: readonly string[]) => patterns.map((pattern) => `\`${pattern}\``).join(", ");

export const releaseEvidence: KpiDefinition = {
  id: "release-evidence",
  version: 1,
  title: "Releases with evidence",
  roles: ["manager", "director"],
  direction: "up",
  statistic: "share",
  unit: "%",
  // A repository publishes few releases, and each must have its evidence.
  minimumSample: 1,
  denominatorUnit: "release",
  defaultTarget: { op: ">=", value: 95, tolerance: 0 },
  publicSafe: false,
  documentation: {
    question: "Do releases come with what their users need to check them?",
    formula: "100 × releases that have all required evidence ÷ releases published in the window.",
    population: [
      "Releases that GitHub says were published, each release once; what is required stands under `releases.evidence` (default: `sbom` and `provenance`). *SBOM*: an asset whose name says so, or GitHub's dependency graph gives one for the repository. The dependency graph speaks of the repository when it was read, not of the released version; how many releases have an SBOM of their own stands beside the number. *Provenance*: for every asset that is software, GitHub has an attestation of its digest, or a provenance file is attached. A provenance file whose name begins with the name of an asset speaks for that one, any other for all assets. A release without software among its assets has nothing to attest: its SBOM alone counts. GitHub's own source archives are no assets.",
      `Assets are told apart by their names, in upper or lower case; contents and signatures are not checked. Signatures and checksums need no evidence: ${listed(companionPatterns)}. Provenance: ${listed(provenancePatterns)}. SBOM: ${listed(sbomPatterns)}. Everything else is software.`,
    ].join("\n\n"),
    window:
      "A release belongs to the window of its publication. Its evidence is what was there when it was read last before the window's end; where it was not read before, at the first reading afterwards. What is required is today's configuration.",
    exclusions: [
      "Drafts are no releases and not counted anywhere.",
      "Prereleases, unless `releases.prereleases` counts them.",
      "Releases that were deleted or turned back into a draft, whenever that was: GitHub dates it by the publication.",
      "Releases to which nothing that is required applies: provenance alone is required, and there are no assets.",
      "Releases whose evidence has not been read yet, where others were.",
    ],
    notMeasuredWhen: [
      "The evidence of a release can be seen only in part, and what is seen does not settle it: attestations may not be read (`attestations: read`), the server has none, the dependency graph cannot be read, or GitHub gives no digest of an asset. The others alone would be no honest share.",
      "The evidence of none of the releases has been read yet.",
      "No release was seen, and the history does not reach back to the beginning of the window.",
      "Firstpass may not read contents (`contents: read`) or attestations (`attestations: read`).",
    ],
    howToAct:
      "Let the release workflow make the evidence: `actions/attest-build-provenance` for the assets, and an SBOM as an asset or the dependency graph turned on. Releases that are out can be given an SBOM later; provenance is made by building again.",
  },
  compute: computeReleaseEvidence,
  advise: adviseOnReleases,
};

function adviseOnReleases({ breakdown }: Computed): Advice | null {
  const [first] = breakdown;
  if (first === undefined) return null;
  const step = first.label.startsWith("SBOM")
    ? "Attach an SBOM to each release, or turn on the dependency graph"
    : "Attest the assets in the release workflow";
  const ids = first.evidenceIds ?? [];
  const example = ids.at(-1);
  return {
    text: `${step}${example === undefined ? "" : `, beginning with ${example}`}.`,
    why: `${breakdown.map(({ label, count, of }) => `${label}: ${count} of ${of} releases`).join("; ")}.`,
    evidenceIds: ids,
  };
}
