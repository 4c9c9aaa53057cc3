// The repository object that nearly every payload carries, and who the tenant is: the account that owns it.
import { z } from "zod";
import type { RepositoryState } from "../../core/facts/repository.ts";
import type { RepositoryObservation } from "../normalized.ts";
import { id, lenient, optional, timestamp } from "./parts.ts";

const propertyValue = z.union([z.string(), z.array(z.string()), z.null()]);

/** Custom properties by name; a value of a form that is not known is left out. */
export const customProperties = z.record(z.string(), z.unknown()).transform((properties) =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => {
      const read = propertyValue.safeParse(value);
      return read.success ? [[name, read.data] as const] : [];
    }),
  ),
);

export const Repository = z.object({
  id,
  name: z.string().min(1),
  owner: z.object({ id, login: optional(z.string()), name: lenient(z.string()) }),
  private: lenient(z.boolean()),
  visibility: lenient(z.enum(["public", "private", "internal"])),
  archived: lenient(z.boolean()),
  fork: lenient(z.boolean()),
  default_branch: z.string().min(1),
  language: lenient(z.string()),
  topics: lenient(z.array(z.string())),
  html_url: z.url({ protocol: /^https?$/ }),
  created_at: lenient(timestamp),
  updated_at: lenient(timestamp),
  pushed_at: lenient(timestamp),
  template_repository: lenient(z.object({ full_name: z.string() })),
  custom_properties: lenient(customProperties),
});
export type Repository = z.output<typeof Repository>;

/** The parts of a payload that belong to every event of a repository. */
export const repositoryEnvelope = {
  repository: Repository.refine((repository) => repository.owner.login ?? repository.owner.name, {
    path: ["owner", "login"],
  }).refine((repository) => repository.visibility !== null || repository.private !== null, {
    path: ["private"],
  }),
  installation: lenient(z.object({ id })),
};
export type RepositoryEnvelope = z.output<z.ZodObject<typeof repositoryEnvelope>>;

/** What the payload says of its repository, in our words. */
export function repositoryStateOf(repository: Repository): RepositoryState {
  return {
    accountId: repository.owner.id,
    repositoryId: repository.id,
    ownerLogin: repository.owner.login ?? repository.owner.name ?? "",
    name: repository.name,
    visibility: repository.visibility ?? (repository.private === false ? "public" : "private"),
    archived: repository.archived ?? false,
    fork: repository.fork ?? false,
    defaultBranch: repository.default_branch,
    language: repository.language,
    topics: [...(repository.topics ?? [])].sort(),
    createdAt: repository.created_at,
    url: repository.html_url,
    templateRepository: repository.template_repository?.full_name ?? null,
    customProperties: repository.custom_properties,
  };
}

/**
 * The repository as it was when `at` happened. A payload is made no earlier than anything that it tells of, so the latest
 * of its times says how new the state is.
 */
export function observeRepository(payload: RepositoryEnvelope, at: number): RepositoryObservation {
  const { repository, installation } = payload;
  return {
    state: repositoryStateOf(repository),
    observedAt: Math.max(at, repository.updated_at ?? 0, repository.pushed_at ?? 0),
    installationId: installation?.id ?? null,
  };
}
