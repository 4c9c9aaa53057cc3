// One reading of a repository: where it is, which branch is its default one, and what the ledger knows of it.
import type { Config } from "../../core/config/config.ts";
import type { Fact } from "../../core/facts/fact.ts";
import type { RepositoryAddress } from "../../github/gateway.ts";
import type { Place } from "../find-place.ts";
import type { JobServices } from "../services.ts";

export interface Visit extends Pick<JobServices, "store" | "github" | "now" | "readsOnce"> {
  readonly place: Place;
  readonly address: RepositoryAddress;
  /** As GitHub names it today. */
  readonly defaultBranch: string;
  /** What is in force: what it leaves out is not read. */
  readonly config: Config;
}

/** Reads one part of a repository; the facts that it is as it is now. Those that say nothing new are left out later. */
export type Observer = (visit: Visit) => Promise<readonly Fact[]>;

/** The envelope of a fact of the repository, without its data. */
export function envelopeOf({ place }: Visit): { accountId: number; repositoryId: number } {
  const { accountId, repositoryId } = place.known.state;
  return { accountId, repositoryId };
}
