// `secret_scanning_alert_location` → where a secret was seen: in a commit, or in an issue, a discussion, a pull request.
import { z } from "zod";
import type { SecretLocationFact } from "../../core/facts/secret-scanning-alert.ts";
import { secretLocationSubject } from "../../core/facts/subjects.ts";
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
    const data: SecretLocationFact["data"] = {
      alertNumber: alert.number,
      locationType: location.type,
      commitSha: location.details.commit_sha,
      path: location.details.path,
    };
    const place = data.commitSha ?? readResourcePath(location.details[`${location.type}_url`]);
    const fact: SecretLocationFact = {
      kind: "secret-location",
      ...placeOf(payload),
      subject: secretLocationSubject(data, place),
      occurredAt: alert.created_at,
      data,
    };
    return repositoryFacts(payload, alert.created_at, { facts: [fact] });
  },
});

/** `/repos/acme/shop/issues/1` of the API's address of the issue; empty where there is none. */
function readResourcePath(address: unknown): string {
  return typeof address === "string" && URL.canParse(address) ? new URL(address).pathname : "";
}
