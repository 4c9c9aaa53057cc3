// Facts that hold for a whole account: what templates released, workflows that several repositories call, who has access. They
// are read once, whatever the number of repositories, and stand until the next of the same subject.
import type { FactOf } from "./fact-of.ts";
import type { Sight } from "./observations.ts";
import type { UsesReference } from "./paved-road.ts";

/** The `repositoryId` of facts of the account: GitHub's repository ids begin at 1. */
export const accountWide = 0;

export interface TemplateTagData {
  /** `owner/repo` in lower case. */
  readonly template: string;
  readonly tag: string;
  /** The commit it names; null: the tag is gone. */
  readonly commitSha: string | null;
}

/** `subject` = `template-tag:<template>:<tag>`; `occurredAt` = when GitHub was read. */
export type TemplateTagFact = FactOf<"template-tag", TemplateTagData>;

export interface TemplateFileData {
  readonly template: string;
  readonly path: string;
  readonly tag: string;
  /** The commit that the tag named. */
  readonly commitSha: string;
  /** Git blob SHA; null: that version does not have the file. */
  readonly blobSha: string | null;
}

/** `subject` = `template-file:<template>:<path>:<tag>`; `occurredAt` = when GitHub was read. */
export type TemplateFileFact = FactOf<"template-file", TemplateFileData>;

export interface TemplateListedData {
  readonly template: string;
  /** How many tags there are, and whether all that matter were read; why not, where the template cannot be seen. */
  readonly listing: Sight<{ readonly tags: number; readonly complete: boolean }>;
}

/** The template's tags were read. `subject` = `template-listed:<template>`; `occurredAt` = when GitHub was read. */
export type TemplateListedFact = FactOf<"template-listed", TemplateListedData>;

export interface CalledWorkflowData {
  /** `owner/repo/path`; owner and repository in lower case. */
  readonly target: string;
  readonly ref: string;
  /** Events of `on`; it can be called where `workflow_call` is one of them. */
  readonly triggers: readonly string[];
  readonly uses: readonly UsesReference[];
  /** Why it could not be read, for a person; null when it could. */
  readonly problem: string | null;
}

/** A reusable workflow of another repository of the installation. `subject` = `called-workflow:<target>@<ref>`; `occurredAt` = when GitHub was read. */
export type CalledWorkflowFact = FactOf<"called-workflow", CalledWorkflowData>;

export interface TeamRepositoriesData {
  /** The team's slug. */
  readonly team: string;
  /** Ids of the repositories that the team may write to, sorted. Needs `members: read`. */
  readonly repositories: Sight<readonly number[]>;
}

/** `subject` = `team-repositories:<team>`; `occurredAt` = when GitHub was read. */
export type TeamRepositoriesFact = FactOf<"team-repositories", TeamRepositoriesData>;

/** Kinds that are facts of the account and of no repository. */
export const accountFactKinds = [
  "template-tag",
  "template-file",
  "template-listed",
  "called-workflow",
  "team-repositories",
] as const;
