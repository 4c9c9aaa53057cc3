// Jobs as they come back out of the queue: written by an earlier run, perhaps of another version, so they are checked.
import { z } from "zod";
import type { Job } from "./job.ts";

const repository = { accountId: z.int(), repositoryId: z.int() };

const schema: z.ZodType<Job> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("evaluate-head"), ...repository, headSha: z.string(), force: z.boolean() }),
  z.object({ kind: z.literal("simulate-configuration"), ...repository, headSha: z.string() }),
  z.object({ kind: z.literal("publish-weekly"), ...repository, isoWeek: z.string() }),
  z.object({
    kind: z.literal("publish-overview"),
    accountId: z.int(),
    repositoryId: z.null(),
    isoWeek: z.string(),
  }),
  z.object({ kind: z.literal("observe-paved-road"), ...repository, causedAt: z.number() }),
  z.object({ kind: z.literal("observe-repository"), ...repository }),
  z.object({
    kind: z.literal("complete-push"),
    ...repository,
    ref: z.string(),
    before: z.string(),
    after: z.string(),
    pushSubject: z.string(),
    pushedAt: z.number(),
  }),
  z.object({
    kind: z.literal("request-observations"),
    accountId: z.int(),
    repositoryId: z.int().nullable(),
  }),
  z.object({
    kind: z.literal("observe-teams"),
    accountId: z.int(),
    repositoryId: z.null(),
    team: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("observe-templates"),
    accountId: z.int(),
    repositoryId: z.null(),
    template: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("backfill-repository"),
    ...repository,
    days: z.int().min(1).max(365).nullable(),
  }),
  z.object({ kind: z.literal("reconcile-account"), accountId: z.int(), repositoryId: z.null() }),
  z.object({ kind: z.literal("reconcile-repository"), ...repository, since: z.number() }),
  z.object({
    kind: z.literal("read-configuration"),
    accountId: z.int(),
    repositoryId: z.int().nullable(),
  }),
]);

/** The job, or null when it is none that this version knows. */
export function parseJob(payload: unknown): Job | null {
  return schema.safeParse(payload).data ?? null;
}
