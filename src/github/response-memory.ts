// Where answers of GitHub are kept between requests: a port, so that this folder needs no store. An answer is kept for the
// installation that asked, under the name of the request. Answers that may hold a secret are never asked for in this way.

/** How long an answer may be taken for the truth. */
export type Keeping =
  /** Until GitHub says that it has changed. GitHub's ETags hold for one token, so for an hour at most. */
  | "until-changed"
  /** For ever: the request names a commit or a content by its SHA. */
  | "for-ever";

export interface ResponseMemory {
  /** `etag` null: kept for ever. */
  find(
    installationId: number,
    request: string,
  ): Promise<{ readonly etag: string | null; readonly body: string } | null>;
  keep(
    installationId: number,
    request: string,
    response: { readonly etag: string | null; readonly body: string },
  ): Promise<void>;
}

/** Remembers nothing. */
export const noMemory: ResponseMemory = {
  find: async () => null,
  keep: async () => {},
};
