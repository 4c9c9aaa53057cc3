// Facts of releases: what release evidence is measured on.
import type { FactOf } from "./fact-of.ts";

export interface ReleaseData {
  readonly action: string;
  readonly releaseId: number;
  readonly tagName: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly publishedAt: number | null;
  readonly assetNames: readonly string[];
  readonly url: string | null;
}

/** `subject` = `release:<id>:<action>`; `occurredAt` = published_at, else updated_at, else created_at. */
export type ReleaseFact = FactOf<"release", ReleaseData>;
