// `repository_ruleset` → a ruleset of a repository was made, changed or removed.
import { z } from "zod";
import type { RepositoryRulesetFact } from "../../core/facts/governance.ts";
import { repositoryRulesetSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts, unusableWithoutTime } from "../define-normalizer.ts";
import { ignored } from "../normalized.ts";
import { id, lenient, optional, textOrNull, timestamp } from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";
import { observeRepository } from "../requested-jobs.ts";

const actions = ["created", "edited", "deleted"] as const;

const RepositoryRulesetPayload = z.object({
  ...repositoryEnvelope,
  // An organisation's ruleset comes without a repository.
  repository: optional(repositoryEnvelope.repository),
  action: z.enum(actions),
  repository_ruleset: z.object({
    id,
    name: z.string(),
    target: textOrNull,
    enforcement: textOrNull,
    rules: lenient(z.array(z.object({ type: z.string() }))),
    updated_at: optional(timestamp),
  }),
});

export const normalizeRepositoryRuleset = defineNormalizer({
  actions,
  schema: RepositoryRulesetPayload,
  read({ repository, ...payload }) {
    if (repository === null) return ignored("a ruleset of an organisation, not of one repository");
    const { action, repository_ruleset: ruleset } = payload;
    if (ruleset.updated_at === null) return unusableWithoutTime("repository_ruleset.updated_at");
    const data: RepositoryRulesetFact["data"] = {
      action,
      rulesetId: ruleset.id,
      name: ruleset.name,
      target: ruleset.target,
      enforcement: ruleset.enforcement,
      ruleTypes: (ruleset.rules ?? []).map((rule) => rule.type).sort(),
    };
    const envelope = { repository, installation: payload.installation };
    const fact: RepositoryRulesetFact = {
      kind: "repository-ruleset",
      ...placeOf(envelope),
      subject: repositoryRulesetSubject(data),
      occurredAt: ruleset.updated_at,
      data,
    };
    return repositoryFacts(envelope, ruleset.updated_at, { facts: [fact], jobs: [observeRepository(fact)] });
  },
});
