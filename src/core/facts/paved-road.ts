// What was read of the paved road on a repository's default branch: parsed workflows and Dockerfiles, hashes of other files.
// An observation, complete at its commit: it stands until the next one.
import type { FactOf } from "./fact-of.ts";

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

export interface PavedRoadData {
  readonly commitSha: string;
  readonly ref: string;
  readonly workflows: readonly ObservedWorkflow[];
  readonly dockerfiles: readonly ObservedDockerfile[];
  /** Git blob SHA of each file that a `file` rule names and that exists. */
  readonly files: Readonly<Record<string, string>>;
  /** Paths that `file` rules named when this was read, so that "absent" is told from "not looked for". */
  readonly filesLookedFor: readonly string[];
  /** What templates offered at the time: tag → commit SHA, and per `file` rule's path the blob SHA at each tag. Key: `owner/repo`. */
  readonly templates: Readonly<Record<string, ObservedTemplate>>;
  /** Files or templates that could not be read, with the reason for a person. */
  readonly unreadable: readonly { readonly what: string; readonly reason: string }[];
}

export interface ObservedTemplate {
  readonly tags: Readonly<Record<string, string>>;
  /** Path in the template (a rule's `templatePath`) → tag → blob SHA. */
  readonly files: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** `subject` = `paved-road`; `occurredAt` = the time of the push that led to it, else when GitHub was read. */
export type PavedRoadFact = FactOf<"paved-road", PavedRoadData>;
