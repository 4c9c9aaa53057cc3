// What a repository's configuration is put together from, and where each of its values was written.
import type { RepositoryState } from "../../facts/repository.ts";
import type { ConfigFile } from "../problem.ts";

/** From far to near: a nearer layer's word goes first, within what the organisation locks and bounds. */
export type LayerKind = "default" | "organisation" | "group" | "extends" | "repository";

/** Where a value was written. */
export interface Origin {
  readonly layer: LayerKind;
  /** The group's id, or the address of the extended file; null for the other layers. */
  readonly name: string | null;
  /** Null for defaults. */
  readonly path: string | null;
  /** 1-based; null for defaults. */
  readonly line: number | null;
  readonly column: number | null;
}

/** One value in force. */
export interface Setting {
  /** As people write it: `checks.neutral`, `targets.first-pass-rate`, `templates.rules.<id>`. */
  readonly key: string;
  /** As written; defaults as they would be written. Plain data, possibly with text that others chose. */
  readonly value: unknown;
  readonly origin: Origin;
  /** What nearer or farther layers say and is not in force, with why: `replaced`, `locked`, `looser than allowed`. */
  readonly notInForce: readonly { readonly value: unknown; readonly origin: Origin; readonly why: string }[];
}

/** A file that `extends` may name, by its address (`owner/repo:path`, owner and repository in lower case). */
export type SharedFile = ConfigFile | { readonly path: string; readonly unavailable: string };

/** What groups select repositories by. */
export interface RepositoryTraits {
  readonly state: RepositoryState;
  /** Slugs of teams that may write to it, of those that the configuration names; a team of which that is not known is absent from both. */
  readonly teams: { readonly memberOf: readonly string[]; readonly notMemberOf: readonly string[] };
}

export interface Layers {
  readonly organisation: ConfigFile | null;
  readonly repository: ConfigFile | null;
  /** Absent: none is available. */
  readonly shared?: ReadonlyMap<string, SharedFile>;
  /** Whose configuration it is; absent: of no repository in particular, and no group applies. */
  readonly traits?: RepositoryTraits;
}
