// `security_and_analysis` → which of GitHub's security features a repository has on. Only what the payload names is told.
import { z } from "zod";
import type { SecurityFeaturesFact } from "../../core/facts/governance.ts";
import { securityFeaturesSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts, unusableWithoutTime } from "../define-normalizer.ts";
import { repositoryEnvelope } from "../payload/repository.ts";
import { observeRepository } from "../requested-jobs.ts";

const Feature = z.object({ status: z.enum(["enabled", "disabled"]) });

const SecurityAndAnalysisPayload = z.object({
  ...repositoryEnvelope,
  repository: repositoryEnvelope.repository.and(
    z.object({ security_and_analysis: z.record(z.string(), z.unknown()) }),
  ),
});

export const normalizeSecurityAndAnalysis = defineNormalizer({
  actions: null,
  schema: SecurityAndAnalysisPayload,
  read(payload) {
    const occurredAt = payload.repository.updated_at;
    if (occurredAt === null) return unusableWithoutTime("repository.updated_at");
    const features = Object.entries(payload.repository.security_and_analysis).flatMap(([name, value]) => {
      const feature = Feature.safeParse(value);
      return feature.success ? [[name, feature.data.status === "enabled"] as const] : [];
    });
    const fact: SecurityFeaturesFact = {
      kind: "security-features",
      ...placeOf(payload),
      subject: securityFeaturesSubject,
      occurredAt,
      data: { features: Object.fromEntries(features) },
    };
    return repositoryFacts(payload, occurredAt, { facts: [fact], jobs: [observeRepository(fact)] });
  },
});
