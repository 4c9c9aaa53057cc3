// `custom_property_values` → a repository's custom properties: its tier, its owner, its product line.
import { z } from "zod";
import type { CustomPropertiesFact } from "../../core/facts/governance.ts";
import { customPropertiesSubject } from "../../core/facts/subjects.ts";
import { defineNormalizer, placeOf, repositoryFacts, unusableWithoutTime } from "../define-normalizer.ts";
import { repositoryEnvelope } from "../payload/repository.ts";
import { observeRepository, requestObservations } from "../requested-jobs.ts";

const actions = ["updated"] as const;

const CustomPropertyValuesPayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  new_property_values: z.array(
    z.object({
      property_name: z.string(),
      value: z.union([z.string(), z.array(z.string()), z.null()]),
    }),
  ),
});

export const normalizeCustomPropertyValues = defineNormalizer({
  actions,
  schema: CustomPropertyValuesPayload,
  read(payload) {
    const occurredAt = payload.repository.updated_at;
    if (occurredAt === null) return unusableWithoutTime("repository.updated_at");
    const properties = Object.fromEntries([
      ...Object.entries(payload.repository.custom_properties ?? {}),
      ...payload.new_property_values.map(({ property_name, value }) => [property_name, value] as const),
    ]);
    const data: CustomPropertiesFact["data"] = { properties };
    const fact: CustomPropertiesFact = {
      kind: "custom-properties",
      ...placeOf(payload),
      subject: customPropertiesSubject,
      occurredAt,
      data,
    };
    const { accountId, repositoryId } = fact;
    // As the event says, whatever the repository beside it does: groups select by it.
    const repository = { ...payload.repository, custom_properties: properties };
    return repositoryFacts({ ...payload, repository }, occurredAt, {
      facts: [fact],
      jobs: [observeRepository(fact), requestObservations(accountId, repositoryId)],
    });
  },
});
