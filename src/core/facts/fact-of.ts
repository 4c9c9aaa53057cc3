// The envelope of every fact, and its natural key.

/**
 * The shape that all kinds of fact share.
 *
 * Natural key: (accountId, repositoryId, kind, subject, occurredAt, digest of data). The digest is part of the key so
 * that two observations of one moment that differ are both kept and the fold, not the order of arrival, decides.
 */
export interface FactOf<Kind extends string, Data> {
  readonly kind: Kind;
  /** The id of the account (organisation or user) that owns the repository: the tenant. */
  readonly accountId: number;
  readonly repositoryId: number;
  /** What the fact is about, unique within its kind and repository, e.g. `pull-request:12:synchronize:<sha>`. */
  readonly subject: string;
  /** GitHub's own timestamp, milliseconds since 1970-01-01 UTC; never the time of arrival. */
  readonly occurredAt: number;
  readonly data: Data;
  /**
   * It was read from GitHub's API, not delivered: it tells nothing of when deliveries began. Not a part of the key: a fact that
   * was delivered as well is one fact, and counts as what it was first.
   */
  readonly read?: true;
}
