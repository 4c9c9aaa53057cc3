// `secret_scanning_alert_location` → where a secret was seen: in a commit, or in an issue, a discussion, a pull request.
import { z } from "zod";
import { factOfSecretLocation } from "../../core/listed-alerts/secret-locations.ts";
import { defineNormalizer, placeOf, repositoryFacts } from "../define-normalizer.ts";
import { commitSha, id, lenient, textOrNull, timestamp } from "../payload/parts.ts";
import { repositoryEnvelope } from "../payload/repository.ts";

const actions = ["created"] as const;

const SecretScanningAlertLocationPayload = z.object({
  ...repositoryEnvelope,
  action: z.enum(actions),
  alert: z.object({ number: id, created_at: timestamp }),
  location: z.object({
    type: z.string().regex(/^[a-z]+(?:_[a-z]+)*$/),
    details: z.looseObject({ commit_sha: lenient(commitSha), path: textOrNull }),
  }),
});

export const normalizeSecretScanningAlertLocation = defineNormalizer({
  actions,
  schema: SecretScanningAlertLocationPayload,
  read(payload) {
    const { alert, location } = payload;
    const { type: locationType, details } = location;
    const fact = factOfSecretLocation(
      { number: alert.number, createdAt: alert.created_at },
      placeOf(payload),
      {
        locationType,
        commitSha: details.commit_sha,
        path: details.path,
        resource: details[`${locationType}_url`],
      },
    );
    return repositoryFacts(payload, alert.created_at, { facts: [fact] });
  },
});
