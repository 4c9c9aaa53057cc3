// Facts of a repository's own life: made, renamed, moved, archived, hidden or shown.
import type { FactOf } from "./fact-of.ts";

export type Visibility = "public" | "private" | "internal";

/** What a payload says of its repository. Optional things are null where the payload does not say. */
export interface RepositoryState {
  readonly accountId: number;
  readonly repositoryId: number;
  readonly ownerLogin: string;
  readonly name: string;
  readonly visibility: Visibility;
  readonly archived: boolean;
  readonly fork: boolean;
  /** `HEAD` while only the name is known, from an installation event: Git's own word for the default branch. */
  readonly defaultBranch: string;
  readonly language: string | null;
  readonly topics: readonly string[];
  readonly createdAt: number | null;
  readonly url: string;
  /** `owner/name` it was generated from; null when the payload does not say, which is not "none". */
  readonly templateRepository: string | null;
  /** Custom properties by name; null when the payload does not say. */
  readonly customProperties: Readonly<Record<string, string | readonly string[] | null>> | null;
}

export interface RepositoryData {
  readonly action: string;
  readonly state: RepositoryState;
  /** The name before a rename. */
  readonly previousName: string | null;
  /** The account it came from in a transfer. */
  readonly previousAccountId: number | null;
}

/** `subject` = `repository:<action>`; `occurredAt` = repository.updated_at. */
export type RepositoryFact = FactOf<"repository", RepositoryData>;
