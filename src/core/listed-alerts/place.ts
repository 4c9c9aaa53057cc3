// Whose alerts a list tells of.

export interface ListedPlace {
  readonly accountId: number;
  readonly repositoryId: number;
  /** Name of the branch whose alerts were listed. */
  readonly defaultBranch: string;
}
