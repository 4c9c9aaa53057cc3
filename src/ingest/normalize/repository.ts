// `repository` and `public` → a repository's own life. Its id stays; name, owner and visibility may change.
import { z } from "zod";
import type { RepositoryFact } from "../../core/facts/repository.ts";
import { repositorySubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts, unusableWithoutTime } from "../define-normalizer.ts";
import type { Normalized, RepositoryChange } from "../normalized.ts";
import { accountId, lenient } from "../payload/parts.ts";
import { type RepositoryEnvelope, repositoryEnvelope, repositoryStateOf } from "../payload/repository.ts";
import {
  backfillRepository,
  observePavedRoad,
  observeRepository,
  readConfiguration,
  requestObservations,
} from "../requested-jobs.ts";

const actions = [
  "created",
  "edited",
  "renamed",
  "transferred",
  "archived",
  "unarchived",
  "privatized",
  "publicized",
  "deleted",
] as const;
type Action = (typeof actions)[number];

const renames: ReadonlySet<Action> = new Set(["created", "renamed", "transferred"]);
/** It may have a past that was not delivered. */
const appears: ReadonlySet<Action> = new Set(["transferred", "publicized", "unarchived"]);
const regroups: ReadonlySet<Action> = new Set(["privatized", "publicized"]);

const RepositoryPayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  changes: lenient(
    z.object({
      repository: lenient(z.object({ name: z.object({ from: z.string() }) })),
      owner: lenient(z.object({ from: z.object({ user: accountId, organization: accountId }) })),
      default_branch: lenient(z.object({ from: z.string() })),
      topics: lenient(z.object({ from: z.unknown() })),
    }),
  ),
});
type RepositoryPayload = z.output<typeof RepositoryPayload>;

export const normalizeRepository = defineNormalizer({
  actions,
  schema: RepositoryPayload,
  read: (payload) => readRepositoryEvent(payload, payload.action, payload.changes),
});

/** GitHub sends `public` beside `repository.publicized`; both are the same fact. */
export const normalizePublic = defineNormalizer({
  actions: null,
  schema: z.object(repositoryEnvelope),
  read: (payload) => readRepositoryEvent(payload, "publicized", null),
});

function readRepositoryEvent(
  payload: RepositoryEnvelope,
  action: Action,
  changes: RepositoryPayload["changes"],
): Normalized {
  const occurredAt = payload.repository.updated_at;
  if (occurredAt === null) return unusableWithoutTime("repository.updated_at");
  const place = placeOf(payload);
  const formerOwner = changes?.owner?.from ?? null;
  const previousAccountId = formerOwner?.organization ?? formerOwner?.user ?? null;
  const fact: RepositoryFact = {
    kind: "repository",
    ...place,
    subject: repositorySubject({ action }),
    occurredAt,
    data: {
      action,
      state: repositoryStateOf(payload.repository),
      previousName: changes?.repository?.name.from ?? null,
      previousAccountId,
    },
  };
  // What was read of the old default branch, or under the old owner, says nothing of the new one.
  const readAgain =
    action === "created" || action === "transferred" || (changes?.default_branch ?? null) !== null;
  return repositoryFacts(payload, occurredAt, {
    facts: [fact],
    repositoryChanges: listChanges(place, action, payload.repository.created_at, previousAccountId),
    jobs: [
      ...(readAgain
        ? [
            readConfiguration(place.accountId, place.repositoryId),
            observePavedRoad(place, occurredAt),
            observeRepository(place),
          ]
        : []),
      ...(appears.has(action) ? [backfillRepository(place)] : []),
      // Under its new name it may hold what others extend.
      ...(renames.has(action) ? [requestObservations(place.accountId, null)] : []),
      // Groups select by topics and visibility.
      ...(regroups.has(action) || (changes?.topics ?? null) !== null
        ? [requestObservations(place.accountId, place.repositoryId)]
        : []),
    ],
  });
}

function listChanges(
  place: { accountId: number; repositoryId: number },
  action: Action,
  createdAt: number | null,
  previousAccountId: number | null,
): RepositoryChange[] {
  switch (action) {
    case "created":
      // Told of its birth, we are told of all that follows.
      return [{ ...place, change: "added", at: createdAt }];
    case "deleted":
      return [{ ...place, change: "deleted", at: null }];
    case "transferred":
      return [
        { ...place, change: "added", at: null },
        ...(previousAccountId === null || previousAccountId === place.accountId
          ? []
          : [{ ...place, accountId: previousAccountId, change: "transferred-away" as const, at: null }]),
      ];
    default:
      return [];
  }
}
