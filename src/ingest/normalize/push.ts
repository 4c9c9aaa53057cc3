// `push` → commits that reached a ref: the denominator of secret exposure, and what tells that the paved road, a
// configuration or exceptions may have changed.
import { z } from "zod";
import { isCodeOwnersPath } from "../../core/code-owners/default-owners.ts";
import { isSharedPath } from "../../core/config/layers/shared-address.ts";
import {
  isExceptionsPath,
  organisationExceptionsPath,
  organisationRepositories,
  repositoryExceptionsPath,
} from "../../core/exceptions/file-address.ts";
import type { PushFact } from "../../core/facts/push.ts";
import { pushSubject } from "../../core/facts/subjects.ts";
import {
  isConfigPath,
  isPavedRoadPath,
  isWorkflowPath,
  organisationConfigPath,
  repositoryConfigPath,
} from "../../core/paved-road/paths.ts";
import { defineNormalizer, placeOf, repositoryFacts, unusableWithoutTime } from "../define-normalizer.ts";
import type { RequestedJob } from "../normalized.ts";
import { commitSha, lenient, timestamp } from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";
import {
  observePavedRoad,
  observeRepository,
  observeTemplate,
  readConfiguration,
} from "../requested-jobs.ts";

/** GitHub lists at most this many commits of a push. */
export const pushCommitCap = 2048;

const paths = lenient(z.array(z.string())).transform((list) => list ?? []);

const PushPayload = z.object({
  ...repositoryEnvelope,
  ref: z.string().startsWith("refs/"),
  before: commitSha,
  after: commitSha,
  created: z.boolean(),
  deleted: z.boolean(),
  forced: z.boolean(),
  commits: z.array(
    z.object({
      id: commitSha,
      timestamp: lenient(timestamp),
      distinct: z.boolean(),
      added: paths,
      removed: paths,
      modified: paths,
    }),
  ),
});
type PushPayload = z.output<typeof PushPayload>;

export const normalizePush = defineNormalizer({
  actions: null,
  schema: PushPayload,
  read(payload) {
    const occurredAt = payload.repository.pushed_at;
    if (occurredAt === null) return unusableWithoutTime("repository.pushed_at");
    const changed = listChangedPaths(payload);
    const data: PushFact["data"] = {
      ref: payload.ref,
      before: payload.before,
      after: payload.after,
      created: payload.created,
      deleted: payload.deleted,
      forced: payload.forced,
      toDefaultBranch: payload.ref === `refs/heads/${payload.repository.default_branch}`,
      commits: payload.commits.map((commit) => ({
        sha: commit.id,
        committedAt: commit.timestamp,
        distinct: commit.distinct,
      })),
      truncated: payload.commits.length >= pushCommitCap,
      touchedPaths: changed?.filter(isReadPath) ?? null,
    };
    const fact: PushFact = {
      kind: "push",
      ...placeOf(payload),
      subject: pushSubject(data),
      occurredAt,
      data,
    };
    return repositoryFacts(payload, occurredAt, {
      facts: [fact],
      jobs: [
        ...requestCount(fact),
        ...requestReadings(payload, fact),
        ...requestTemplate(payload, fact, changed),
      ],
      pathsForRules: data.toDefaultBranch
        ? (changed?.filter((path) => !isPavedRoadPath(path, null)) ?? [])
        : [],
    });
  },
});

/** Whether Firstpass reads the file, whatever the configuration says. */
function isReadPath(path: string): boolean {
  return (
    isPavedRoadPath(path, null) || isExceptionsPath(path) || isCodeOwnersPath(path) || isSharedPath(path)
  );
}

/** Sorted and unique; null where the list of commits does not tell all that changed: cut, or commits taken away by force. */
function listChangedPaths(payload: PushPayload): string[] | null {
  if (payload.forced || payload.commits.length >= pushCommitCap) return null;
  const changed = payload.commits.flatMap((commit) => [
    ...commit.added,
    ...commit.removed,
    ...commit.modified,
  ]);
  return [...new Set(changed)].sort();
}

/** A list that GitHub cut is no denominator: the compare API is asked for the count. */
function requestCount({ accountId, repositoryId, subject, occurredAt, data }: PushFact): RequestedJob[] {
  if (!data.truncated || !data.ref.startsWith("refs/heads/")) return [];
  const { ref, before, after } = data;
  return [
    {
      job: {
        kind: "complete-push",
        accountId,
        repositoryId,
        ref,
        before,
        after,
        pushSubject: subject,
        pushedAt: occurredAt,
      },
      afterMillis: 0,
    },
  ];
}

/** What of the default branch must be read again; all of it where the push does not tell what it changed. */
function requestReadings(payload: PushPayload, { data, occurredAt }: PushFact): RequestedJob[] {
  if (!data.toDefaultBranch || data.deleted) return [];
  const place = placeOf(payload);
  const touches = (matches: (path: string) => boolean) => data.touchedPaths?.some(matches) ?? true;
  const holdsOrganisationFile = organisationRepositories.includes(payload.repository.name);
  return [
    ...(touches((path) => isPavedRoadPath(path, null) && !isConfigPath(path))
      ? [observePavedRoad(place, occurredAt)]
      : []),
    // Without a list of what was touched the daily reading is soon enough.
    ...(data.touchedPaths?.some(isCodeOwnersPath) === true ? [observeRepository(place)] : []),
    ...(touches((path) => path === repositoryConfigPath || path === repositoryExceptionsPath)
      ? [readConfiguration(place.accountId, place.repositoryId)]
      : []),
    ...(holdsOrganisationFile &&
    touches((path) => path === organisationConfigPath || path === organisationExceptionsPath)
      ? [readConfiguration(place.accountId, null)]
      : []),
  ];
}

/** A tag may be a release of what others take as a template, and a changed workflow one that others call at this branch. */
function requestTemplate(
  { repository }: PushPayload,
  { accountId, data }: PushFact,
  changed: readonly string[] | null,
): RequestedJob[] {
  const touchesWorkflow = changed?.some(isWorkflowPath) ?? data.toDefaultBranch;
  const counts = data.ref.startsWith("refs/tags/") || (touchesWorkflow && !data.deleted);
  const owner = repository.owner.login ?? repository.owner.name ?? "";
  return counts ? [observeTemplate(accountId, `${owner}/${repository.name}`)] : [];
}
