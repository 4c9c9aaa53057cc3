// Whose past is read, and the envelope that all facts of a reading share.

/** The repository whose past is read. */
export interface HistoryPlace {
  readonly accountId: number;
  readonly repositoryId: number;
  /** The default branch as it is called today: GitHub does not tell what it was before. */
  readonly defaultBranch: string;
}

/** The part of a fact's envelope that follows from the place. */
export function envelopeAt({ accountId, repositoryId }: HistoryPlace, occurredAt: number) {
  return { accountId, repositoryId, occurredAt, read: true } as const;
}

/** Forty zeros: GitHub's word for "no commit", where a ref was made or deleted. */
export function isNoCommit(sha: string): boolean {
  return /^0+$/.test(sha);
}

export function branchRef(branch: string): string {
  return `refs/heads/${branch}`;
}
