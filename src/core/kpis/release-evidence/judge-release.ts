// One release held against the evidence that is required of it.
import type { Config } from "../../config/config.ts";
import type { ReleaseEvidenceData, Unseen } from "../../facts/observations.ts";
import type { Reason } from "../measurement.ts";
import { isVouchedFor, type SortedAssets, sortAssets } from "./asset-kinds.ts";

export type EvidenceKind = Config["releases"]["evidence"][number];

export const evidenceTitles: Readonly<Record<EvidenceKind, string>> = {
  sbom: "SBOM",
  provenance: "provenance",
};

export type Answer =
  | { readonly is: "present"; readonly by: "asset" | "github"; readonly note: string }
  | { readonly is: "missing" | "not-applicable"; readonly note: string }
  | { readonly is: "unseen"; readonly reason: Reason };

export interface JudgedRelease {
  readonly answers: readonly (Answer & { readonly kind: EvidenceKind })[];
  /** All that is required and applies is there; null: that cannot be told; `nothing`: nothing that is required applies. */
  readonly complete: boolean | null | "nothing";
}

/** What is certainly missing settles a release, whatever else could not be seen. */
export function judgeRelease(data: ReleaseEvidenceData, required: readonly EvidenceKind[]): JudgedRelease {
  const assets = sortAssets(data.assets);
  const answers = required.map((kind) => ({
    kind,
    ...(kind === "sbom" ? judgeSbom(data, assets) : judgeProvenance(data, assets)),
  }));
  const applying = answers.filter(({ is }) => is !== "not-applicable");
  const complete =
    applying.length === 0
      ? "nothing"
      : applying.some(({ is }) => is === "missing")
        ? false
        : applying.some(({ is }) => is === "unseen")
          ? null
          : true;
  return { answers, complete };
}

function judgeSbom({ dependencyGraph }: ReleaseEvidenceData, { sboms }: SortedAssets): Answer {
  const [attached] = sboms;
  if (attached !== undefined) return { is: "present", by: "asset", note: `SBOM attached (${attached.name})` };
  if ("unseen" in dependencyGraph && dependencyGraph.unseen.why !== "feature-off") {
    return { is: "unseen", reason: reasonOf(dependencyGraph.unseen) };
  }
  return "seen" in dependencyGraph && dependencyGraph.seen
    ? { is: "present", by: "github", note: "SBOM from the repository's dependency graph" }
    : { is: "missing", note: "no SBOM attached, and none from the dependency graph" };
}

function judgeProvenance({ attested }: ReleaseEvidenceData, assets: SortedAssets): Answer {
  if (assets.software.length === 0) return { is: "not-applicable", note: "no assets that need provenance" };
  const open = assets.software.filter((asset) => !isVouchedFor(asset, assets));
  if (open.length === 0) return { is: "present", by: "asset", note: "provenance attached for every asset" };
  if ("unseen" in attested && attested.unseen.why !== "feature-off") {
    return { is: "unseen", reason: reasonOf(attested.unseen) };
  }
  const names = "seen" in attested ? attested.seen : [];
  const bare = open.filter(({ name }) => !names.includes(name));
  if (bare.length === 0)
    return { is: "present", by: "github", note: "provenance or an attestation for every asset" };
  const known = bare.filter(({ digest }) => digest !== null);
  const [first] = known;
  if (first === undefined) return { is: "unseen", reason: noDigest };
  const others = known.length === 1 ? "" : ` and ${known.length - 1} more`;
  return {
    is: "missing",
    note: `no provenance or attestation for ${known.length} of ${assets.software.length} software assets: ${first.name}${others}`,
  };
}

const noDigest: Reason = {
  code: "digest-missing",
  text: "GitHub gives no digest of some assets, as it does for those uploaded before June 2025: whether they are attested cannot be looked up. Attach the provenance to the release.",
};

function reasonOf({ why, text }: Unseen): Reason {
  return { code: why, text };
}
