// What is installed where, and what each repository is.
import type { RepositoryState } from "../../core/facts/repository.ts";

export interface Installation {
  readonly installationId: number;
  readonly accountId: number;
  readonly accountLogin: string;
  readonly accountType: string;
  readonly suspended: boolean;
  readonly deleted: boolean;
  /** Permission → `read` | `write`; null when never told. */
  readonly permissions: Readonly<Record<string, string>> | null;
  /** GitHub's time of this state: an older one never replaces a newer one. */
  readonly updatedAt: number;
}

export interface KnownInstallation extends Installation {
  /** When deliveries last resumed after a suspension or a missing permission; null: never, as far as told. */
  readonly resumedAt: number | null;
}

export interface InstallationsTable {
  save(installation: Installation): Promise<void>;
  /** Deliveries resumed: before this time some were not made. Keeps the latest. For an installation that was saved. */
  resume(accountId: number, at: number): Promise<void>;
  find(accountId: number): Promise<KnownInstallation | null>;
  list(): Promise<KnownInstallation[]>;
}

export interface KnownRepository {
  readonly state: RepositoryState;
  readonly installationId: number | null;
  /** False once removed from the installation or deleted. */
  readonly active: boolean;
  /** From when every event of it has been delivered to us; null when not known. */
  readonly coveredFrom: number | null;
  /** When it came back after it had left: before that time some events were not delivered. Null: never left, as far as told. */
  readonly resumedAt: number | null;
  readonly observedAt: number;
}

export interface RepositoriesTable {
  /** Keeps the newest state by `observedAt` (ties: the greater canonical JSON). Null parts of a newer state never erase known ones. */
  observe(
    state: RepositoryState,
    observation: { readonly observedAt: number; readonly installationId: number | null },
  ): Promise<void>;
  setActive(accountId: number, repositoryId: number, active: boolean, at: number): Promise<void>;
  /** It came under the App: every event from then on is delivered. Keeps the earliest; a later one after it had left makes `resumedAt`. */
  setCoveredFrom(accountId: number, repositoryId: number, at: number): Promise<void>;
  /** It left the App: nothing is delivered from then on. Keeps the earliest. */
  setCoveredUntil(accountId: number, repositoryId: number, at: number): Promise<void>;
  find(accountId: number, repositoryId: number): Promise<KnownRepository | null>;
  /** By `owner/name`, case-insensitive, among all accounts: for the command line only. */
  findByName(fullName: string): Promise<KnownRepository | null>;
  list(accountId: number): Promise<KnownRepository[]>;
  listAll(): Promise<KnownRepository[]>;
}
