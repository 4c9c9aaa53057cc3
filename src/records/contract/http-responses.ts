// Answers of GitHub that are kept, so that what has not changed is not sent again.

/** An answer that is kept to be asked for again by its name, or not at all. */
export interface KeptResponse {
  /** GitHub's name for this version of the answer; null: the answer can never change. */
  readonly etag: string | null;
  /** As it was answered: JSON. */
  readonly body: string;
}

/** Kept per installation: what one may see says nothing of what another may. */
export interface HttpResponsesTable {
  find(installationId: number, request: string): Promise<KeptResponse | null>;
  /** Keeps the newest answer to a request. One whose body is larger than 256 KiB is not kept. */
  keep(installationId: number, request: string, response: KeptResponse): Promise<void>;
  /** Drops what nobody asked for since `usedBefore`. Returns how many. */
  drop(usedBefore: number): Promise<number>;
}
