// What a release's assets are, told by their names alone: software, an SBOM, provenance, or a signature or checksum.
import { matchesNameGlob } from "../../config/glob.ts";
import type { ReleaseAsset } from "../../facts/observations.ts";

/** Names of files that describe provenance. Their contents are not read. */
export const provenancePatterns = ["*.intoto.jsonl", "*.sigstore.json", "*.sigstore", "*provenance*"];

/** Names of software bills of materials. Their contents are not read. */
export const sbomPatterns = [
  "*.spdx",
  "*.spdx.json",
  "*.spdx.xml",
  "*.spdx.rdf",
  "*.spdx.yml",
  "*.spdx.yaml",
  "*.cdx",
  "*.cdx.json",
  "*.cdx.xml",
  "*bom.json",
  "*bom.xml",
  "*sbom*",
  "*cyclonedx*",
];

/** Names of signatures and checksums: they say something of other assets and need no evidence of their own. */
export const companionPatterns = [
  "*.asc",
  "*.sig",
  "*.minisig",
  "*.pem",
  "*.crt",
  "*.cert",
  "*.pub",
  "*.md5",
  "*.sha1",
  "*.sha256",
  "*.sha512",
  "*.sha256sum",
  "*.sha512sum",
  "*sha256sum*",
  "*sha512sum*",
  "*checksum*",
];

const matchesAny = (patterns: readonly string[], name: string) =>
  patterns.some((pattern) => matchesNameGlob(pattern, name));

export interface SortedAssets {
  /** What the release is made of: each needs provenance. */
  readonly software: readonly ReleaseAsset[];
  readonly sboms: readonly ReleaseAsset[];
  readonly provenance: readonly ReleaseAsset[];
}

/** Sorts assets by their names. A companion's name goes first: `sbom.json.sig` is a signature, `app.sigstore.json` provenance. */
export function sortAssets(assets: readonly ReleaseAsset[]): SortedAssets {
  const own = assets.filter(({ name }) => !matchesAny(companionPatterns, name));
  const provenance = own.filter(({ name }) => matchesAny(provenancePatterns, name));
  const sboms = own.filter(
    ({ name }) => !matchesAny(provenancePatterns, name) && matchesAny(sbomPatterns, name),
  );
  const evidence = new Set([...provenance, ...sboms]);
  return { software: own.filter((asset) => !evidence.has(asset)), sboms, provenance };
}

/**
 * Whether a provenance file vouches for an asset: one whose name begins with the name of an asset of the release speaks for
 * that one, any other for all of them.
 */
export function isVouchedFor(asset: ReleaseAsset, { software, provenance }: SortedAssets): boolean {
  return provenance.some(({ name }) => {
    const named = software.filter((other) => name.startsWith(`${other.name}.`));
    return named.length === 0 || named.some((other) => other.name === asset.name);
  });
}
