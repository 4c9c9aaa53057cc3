// Configuration and exceptions files in memory, version by version as they were read.
import { sharedPathOf } from "../records/configuration-kind.ts";
import type {
  ConfigurationKind,
  ConfigurationsTable,
  KnownThen,
  StoredConfiguration,
} from "../records/store.ts";
import type { Run } from "./facts.ts";
import { compareText, type KeptMap, keyOf } from "./kept-map.ts";

interface Version {
  readonly configuration: StoredConfiguration;
  /** When the same was read last. */
  readonly confirmedAt: number;
  readonly recordedAt: number;
}

/** All versions of one file, oldest first. */
export type Versions = readonly Version[];

export function configurationsTable(
  files: KeptMap<Versions>,
  run: Run,
  now: () => number,
): ConfigurationsTable {
  const versionsOf = (
    accountId: number,
    repositoryId: number | null,
    kind: ConfigurationKind,
    known: KnownThen = {},
  ) => (files.get(keyOf(accountId, repositoryId, kind)) ?? []).filter(wasKnown(known));

  const listInForce = (accountId: number, known: KnownThen): StoredConfiguration[] =>
    files
      .list()
      .map((versions) => versions.filter(wasKnown(known)).at(-1)?.configuration)
      .filter((file) => file !== undefined && file.accountId === accountId)
      .filter((file) => file !== undefined)
      .sort((a, b) => placeOf(a) - placeOf(b) || compareText(a.kind, b.kind));

  return {
    save: (configuration) =>
      run(() => {
        const { accountId, repositoryId, kind, readAt } = configuration;
        const versions = versionsOf(accountId, repositoryId, kind);
        const newest = versions.at(-1);
        if (newest !== undefined && readAt < newest.confirmedAt) return;
        const next =
          newest !== undefined && saysTheSame(newest.configuration, configuration)
            ? [...versions.slice(0, -1), { ...newest, confirmedAt: readAt }]
            : [...versions, { configuration: { ...configuration }, confirmedAt: readAt, recordedAt: now() }];
        files.set(keyOf(accountId, repositoryId, kind), next);
      }),

    find: (accountId, repositoryId, kind, known) =>
      run(() => versionsOf(accountId, repositoryId, kind, known).at(-1)?.configuration ?? null),

    list: (accountId, repositoryId, kind, known) =>
      run(() => versionsOf(accountId, repositoryId, kind, known).map(({ configuration }) => configuration)),

    listInForce: (accountId, kind, { fromRepository, limit, ...known } = {}) =>
      run(() =>
        listInForce(accountId, known)
          .filter((file) => (kind === "shared" ? sharedPathOf(file.kind) !== null : file.kind === kind))
          .filter((file) => placeOf(file) >= (fromRepository ?? organisation))
          .slice(0, limit),
      ),

    listReadings: (accountId) =>
      run(() =>
        listInForce(accountId, {}).map(({ repositoryId, kind, path, problem, text }) => ({
          repositoryId,
          kind,
          path,
          problem,
          inForce: text !== null,
        })),
      ),
  };
}

/** The organisation's files come first: GitHub's repository ids begin at 1. */
const organisation = 0;

function placeOf({ repositoryId }: StoredConfiguration): number {
  return repositoryId ?? organisation;
}

function wasKnown({ recordedBefore = Number.POSITIVE_INFINITY }: KnownThen) {
  return ({ recordedAt }: Version) => recordedAt < recordedBefore;
}

function saysTheSame(a: StoredConfiguration, b: StoredConfiguration): boolean {
  return a.path === b.path && a.text === b.text && a.commitSha === b.commitSha && a.problem === b.problem;
}
