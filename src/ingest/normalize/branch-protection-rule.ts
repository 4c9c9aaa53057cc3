// `branch_protection_rule` → a classic branch protection rule was made, changed or removed.
import { z } from "zod";
import type { BranchProtectionRuleFact } from "../../core/facts/governance.ts";
import { branchProtectionRuleSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts } from "../define-normalizer.ts";
import { id, lenient, timestamp } from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";
import { observeRepository } from "../requested-jobs.ts";

const actions = ["created", "edited", "deleted"] as const;

const BranchProtectionRulePayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  rule: z.object({
    id,
    name: z.string(),
    updated_at: timestamp,
    required_status_checks: lenient(z.array(z.string())),
    required_approving_review_count: lenient(id),
    admin_enforced: lenient(z.boolean()),
  }),
});

export const normalizeBranchProtectionRule = defineNormalizer({
  actions,
  schema: BranchProtectionRulePayload,
  read(payload) {
    const { action, rule } = payload;
    const data: BranchProtectionRuleFact["data"] = {
      action,
      ruleId: rule.id,
      pattern: rule.name,
      requiredStatusChecks: [...(rule.required_status_checks ?? [])].sort(),
      requiredApprovingReviewCount: rule.required_approving_review_count,
      adminEnforced: rule.admin_enforced,
    };
    const fact: BranchProtectionRuleFact = {
      kind: "branch-protection-rule",
      ...placeOf(payload),
      subject: branchProtectionRuleSubject(data),
      occurredAt: rule.updated_at,
      data,
    };
    return repositoryFacts(payload, rule.updated_at, { facts: [fact], jobs: [observeRepository(fact)] });
  },
});
