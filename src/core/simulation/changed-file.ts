// One of Firstpass's own files as a pull request would leave it.

/**
 * What the file is: of its repository, or of the whole organisation; how to measure, or what is excepted; or a file that other
 * configurations extend.
 */
export type FirstpassFileRole =
  | "repository"
  | "organisation"
  | "shared"
  | "repository-exceptions"
  | "organisation-exceptions";

export interface ChangedFirstpassFile {
  readonly role: FirstpassFileRole;
  /** In its repository. */
  readonly path: string;
  /** Null: it is removed. */
  readonly text: string | null;
}
