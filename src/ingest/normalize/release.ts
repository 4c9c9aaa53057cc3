// `release` → a release and the assets that it carries.
import { z } from "zod";
import type { ReleaseFact } from "../../core/facts/release.ts";
import { releaseSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts, unusableWithoutTime } from "../define-normalizer.ts";
import { id, lenient, optional, timestamp, webUrl } from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";
import { observeRepository, observeTemplate } from "../requested-jobs.ts";

const actions = [
  "created",
  "published",
  "unpublished",
  "edited",
  "deleted",
  "prereleased",
  "released",
] as const;

const ReleasePayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  release: z.object({
    id,
    tag_name: z.string(),
    draft: z.boolean(),
    prerelease: z.boolean(),
    created_at: optional(timestamp),
    updated_at: optional(timestamp),
    published_at: optional(timestamp),
    assets: lenient(z.array(z.object({ name: z.string() }))),
    html_url: webUrl,
  }),
});

export const normalizeRelease = defineNormalizer({
  actions,
  schema: ReleasePayload,
  read(payload) {
    const { action, release } = payload;
    const occurredAt = release.published_at ?? release.updated_at ?? release.created_at;
    if (occurredAt === null) return unusableWithoutTime("release.published_at", "release.created_at");
    const data: ReleaseFact["data"] = {
      action,
      releaseId: release.id,
      tagName: release.tag_name,
      draft: release.draft,
      prerelease: release.prerelease,
      publishedAt: release.published_at,
      assetNames: (release.assets ?? []).map((asset) => asset.name).sort(),
      url: release.html_url,
    };
    const fact: ReleaseFact = {
      kind: "release",
      ...placeOf(payload),
      subject: releaseSubject(data),
      occurredAt,
      data,
    };
    const { owner, name } = payload.repository;
    const fullName = `${owner.login ?? owner.name ?? ""}/${name}`;
    // Whose tags are read is decided by the job: a release is somebody's template only rarely.
    const jobs =
      action === "published" ? [observeRepository(fact), observeTemplate(fact.accountId, fullName)] : [];
    return repositoryFacts(payload, occurredAt, { facts: [fact], jobs });
  },
});
