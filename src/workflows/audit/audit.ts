// What an audit of a clone on disk is given. Made without a token and without a network, for `firstpass audit` and for the Action; what it
// finds is in `core/audit`.
import type { Clone } from "../../clone/clone.ts";
import type { ConfigFile } from "../../core/config/problem.ts";
import type { Visibility } from "../../core/facts/repository.ts";
import type { SarifReading } from "../../core/sarif/finding.ts";
import type { Store } from "../../records/store.ts";

export type * from "../../core/audit/audit.ts";

/** What is known of the repository from elsewhere; a clone tells none of it. The Action knows it from its event. */
export interface AuditedRepository {
  /** `owner/name`; absent: by the remote `origin`, else `local/<folder>`. */
  readonly fullName?: string;
  /** GitHub's id; absent: 0 in the scorecard. */
  readonly id?: number;
  /** Address on GitHub, for links; absent: by the remote `origin`. */
  readonly url?: string;
  /** Absent: `private`. */
  readonly visibility?: Visibility;
  /** Main language, as GitHub names it; absent: not known, and rules for languages are not measured. */
  readonly language?: string;
  /** Custom properties that have a value; absent: not known. */
  readonly properties?: Readonly<Record<string, string | readonly string[]>>;
}

export interface AuditInput {
  readonly clone: Clone;
  /** An empty one, in memory: the facts of this audit are put into it. */
  readonly store: Store;
  readonly repository?: AuditedRepository;
  /** What is looked at: the files on disk, or those of a commit. */
  readonly at: "working-tree" | { readonly revision: string };
  /** When the audit speaks, milliseconds UTC. Absent, for a revision: the second after its commit. For the files on disk it must be given. */
  readonly asOf?: number;
  /** Length of the window in milliseconds; absent: as configured. */
  readonly windowMillis?: number;
  readonly sarif: readonly SarifReading[];
  /** Of scanners of secrets: what they found, and with that what they did not find. */
  readonly secretsSarif: readonly SarifReading[];
  /** The organisation's files; null: none is given. Its `path` is what people are shown. */
  readonly organisationConfig: ConfigFile | null;
  readonly organisationExceptions?: ConfigFile | null;
  /** Clones of other repositories by `owner/name`: templates, files that are extended, workflows that are called. */
  readonly templates: ReadonlyMap<string, Clone>;
}

export interface ChangeAuditInput extends AuditInput {
  /** Revision that the change is held against; rules and exceptions are those of it, so that no change can set its own. */
  readonly base: string;
  /** SARIF of the base: then a finding is new whose fingerprint is not in it. Absent: all findings in changed files are told. */
  readonly baseSarif?: readonly SarifReading[];
}
