// One place of a secret, as a webhook or GitHub's list of an alert's locations tells it → its fact. Both tell the same fact, so
// that a place that was delivered and read is one. The secret itself is in neither.
import type { SecretLocationFact } from "../facts/secret-scanning-alert.ts";
import { secretLocationSubject } from "../facts/subjects.ts";
import type { ListedPlace } from "./place.ts";

export interface ListedSecretLocation {
  /** commit, issue_body, …: GitHub's 13 kinds. */
  readonly locationType: string;
  readonly commitSha: string | null;
  readonly path: string | null;
  /** The API's address of the issue, comment or other resource that it is in, as GitHub gave it. */
  readonly resource: unknown;
}

/** The fact has the alert's own time: a location has none. */
export function factOfSecretLocation(
  alert: { readonly number: number; readonly createdAt: number },
  { accountId, repositoryId }: Pick<ListedPlace, "accountId" | "repositoryId">,
  { locationType, commitSha, path, resource }: ListedSecretLocation,
): SecretLocationFact {
  const data = { alertNumber: alert.number, locationType, commitSha, path };
  const subject = secretLocationSubject(data, commitSha ?? readResourcePath(resource));
  const occurredAt = alert.createdAt;
  return { kind: "secret-location", accountId, repositoryId, subject, occurredAt, data };
}

/** `/repos/acme/shop/issues/1` of the API's address of the issue; empty where there is none. */
function readResourcePath(address: unknown): string {
  return typeof address === "string" && URL.canParse(address) ? new URL(address).pathname : "";
}
