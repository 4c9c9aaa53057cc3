// What was read of the paved road on a repository's default branch: parsed workflows and Dockerfiles, hashes of other files.
// An observation, complete at its commit: it stands until the next one.
import type { FactOf } from "./fact-of.ts";
import type { Sight } from "./observations.ts";

/** One `uses:` of a workflow. `line` is 1-based, in the file it stands in. */
export interface UsesReference {
  readonly kind: "reusable_workflow" | "action";
  /** `owner/repo/path` or `./path` for local ones; without the ref. */
  readonly target: string;
  /** Null for local references and where it cannot be resolved (an expression). */
  readonly ref: string | null;
  /** The version comment behind a SHA pin, e.g. `v3.2.1`. */
  readonly versionComment: string | null;
  readonly line: number;
}

export interface ObservedWorkflow {
  readonly path: string;
  /** Events of `on`, e.g. `["pull_request", "push"]`; empty where the file cannot be parsed. */
  readonly triggers: readonly string[];
  readonly uses: readonly UsesReference[];
  /** Why the file could not be read, for a person; null when it could. */
  readonly problem: string | null;
  /** Git blob SHA of what was read, so that the same content is not read again. */
  readonly blobSha?: string;
}

/** The base of one build stage, after ARG defaults, stage references and `scratch` are resolved. */
export interface ObservedBaseImage {
  /** `registry/name:tag@digest` as written after resolving; null when it cannot be resolved. */
  readonly image: string | null;
  readonly stage: string | null;
  readonly line: number;
}

export interface ObservedDockerfile {
  readonly path: string;
  /** One per stage with an outside base; stages built on other stages and `scratch` have none. */
  readonly bases: readonly ObservedBaseImage[];
  readonly problem: string | null;
  /** As for workflows. */
  readonly blobSha?: string;
}

export type Ecosystem = "npm" | "pypi" | "go" | "maven" | "cargo" | "nuget";

/** A package that a rule asks about, as a manifest or lockfile names it. */
export interface ObservedPackage {
  /** As the ecosystem writes it; Maven: `group:artifact`. PyPI: normalised. */
  readonly name: string;
  /** What is asked for, e.g. `^4.17.0`; null in lockfiles and where nothing is. */
  readonly requirement: string | null;
  /** The exact version, where the file settles it. */
  readonly version: string | null;
  /** 1-based; null where the file's parser does not tell. */
  readonly line: number | null;
  /**
   * Only says which version is taken of what something else asks for: an override, a constraint, a managed version, a
   * catalog. No use by itself.
   */
  readonly versionOnly?: true;
}

export interface ObservedManifest {
  readonly path: string;
  readonly ecosystem: Ecosystem;
  /** Whether it is a lockfile: it names what is really used, with everything that comes along. */
  readonly lockfile: boolean;
  /** Those that were looked for, see `librariesLookedFor`. */
  readonly packages: readonly ObservedPackage[];
  /** Why not all of the file could be read, for a person; null when it could. */
  readonly problem: string | null;
  /** It lists by itself all that the project asks for: code beside it (setup.py) can add nothing. */
  readonly complete?: true;
  /** As for workflows. */
  readonly blobSha?: string;
}

/** How a file differs from the nearest of the template's released versions. */
export interface FileDrift {
  /** Tag of that version. */
  readonly version: string;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  /** Changed lines with a little around them, as `diff -u` writes them; cut, and what may be a secret masked. */
  readonly difference: string;
  /** The template's newest version when this was worked out: with a newer one another may be the nearest. */
  readonly newestVersion?: string;
}

/** What GitHub's dependency graph says of the packages that were looked for. */
export interface ObservedSbom {
  /** Ecosystems of which it names any package at all, sorted. */
  readonly ecosystems: readonly Ecosystem[];
  readonly packages: readonly (Pick<ObservedPackage, "name" | "version"> & {
    readonly ecosystem: Ecosystem;
  })[];
}

/**
 * What is in the repository itself. What templates released, and workflows of other repositories, are facts of the account
 * (template.ts): one reading serves all repositories. Absent parts were not looked at.
 */
export interface PavedRoadData {
  readonly commitSha: string;
  readonly ref: string;
  readonly workflows: readonly ObservedWorkflow[];
  readonly dockerfiles: readonly ObservedDockerfile[];
  /** Git blob SHA of each file that a `file` rule names and that exists. */
  readonly files: Readonly<Record<string, string>>;
  /** Paths that `file` rules named when this was read, so that "absent" is told from "not looked for". */
  readonly filesLookedFor: readonly string[];
  /** Of files that are none of the template's released versions; path → `owner/repo:path` of the template → drift. */
  readonly drifts?: Readonly<Record<string, Readonly<Record<string, FileDrift>>>>;
  readonly manifests?: readonly ObservedManifest[];
  /** `npm:left-pad`: packages that `library` rules named when this was read. */
  readonly librariesLookedFor?: readonly string[];
  /** Read only where a rule asks for it. Needs `contents: read`. */
  readonly sbom?: Sight<ObservedSbom>;
  /** Files that could not be read, with the reason for a person. */
  readonly unreadable: readonly { readonly what: string; readonly reason: string }[];
}

/** `subject` = `paved-road`; `occurredAt` = the time of the push that led to it, else when GitHub was read. */
export type PavedRoadFact = FactOf<"paved-road", PavedRoadData>;
