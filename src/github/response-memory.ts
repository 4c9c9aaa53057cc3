// Where answers of GitHub are kept between requests: a port, so that this folder needs no store. An answer is kept for the
// installation that asked, under the name of the request. Answers that may hold a secret are never asked for in this way.

/** How long an answer may be taken for the truth. */
export type Keeping =
  /** Until GitHub says that it has changed. GitHub's ETags hold for one token, so for an hour at most. */
  | "until-changed"
  /** For ever: the request names a commit or a content by its SHA. */
  | "for-ever"
  /** As `for-ever`, in a wide memory; in another not at all: what is read of it is kept as facts. */
  | "for-ever-if-wide";

export interface ResponseMemory {
  /** It keeps all that is asked by GET: a folder of a person's own, not the server's database. */
  readonly wide?: boolean;
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

/**
 * How an answer is kept by this memory; undefined: it is not. What GitHub says of secrets is kept nowhere as it was said: an old server
 * may leave a secret in it.
 */
export function keepingOf(
  memory: ResponseMemory,
  route: string,
  asked: Keeping | undefined,
): Exclude<Keeping, "for-ever-if-wide"> | undefined {
  if (!memory.wide) return asked === "for-ever-if-wide" ? undefined : asked;
  if (!route.startsWith("GET ") || route.includes("/secret-scanning/")) return undefined;
  return asked === "for-ever" || asked === "for-ever-if-wide" ? "for-ever" : "until-changed";
}

/** Remembers nothing. */
export const noMemory: ResponseMemory = {
  find: async () => null,
  keep: async () => {},
};
