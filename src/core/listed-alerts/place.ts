// Whose alerts a list tells of.

export interface ListedPlace {
  readonly accountId: number;
  readonly repositoryId: number;
  /** Name of the branch whose alerts were listed. */
  readonly defaultBranch: string;
}

/** What an alert that may be fixed or dismissed tells while it is open. */
export const openAlert = {
  state: "open",
  fixedAt: null,
  dismissedAt: null,
  dismissedReason: null,
  dismissedById: null,
} as const;
