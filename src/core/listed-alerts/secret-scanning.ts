// A secret scanning alert as GitHub lists it today → the facts that webhooks would have told of it. The list was asked to
// hide the secrets. Where a listed secret is, `secret-locations.ts` tells.
import type { SecretScanningAlertData, SecretScanningAlertFact } from "../facts/secret-scanning-alert.ts";
import { secretScanningAlertSubject } from "../facts/subjects.ts";
import type { ListedPlace } from "./place.ts";

export interface ListedSecretAlert extends Omit<SecretScanningAlertData, "action" | "state"> {
  readonly state: "open" | "resolved";
  /** Milliseconds UTC; null where GitHub does not say. */
  readonly updatedAt: number | null;
}

/**
 * Created, what resolved it, and what GitHub found out about it since. What can change (valid, leaked) is told with the time
 * of the last change and not with the creation, so that each fact stays the same however often the list is read. Nothing is
 * told of an alert that was resolved at a time that the list does not name.
 */
export function factsOfSecretAlert(alert: ListedSecretAlert, place: ListedPlace): SecretScanningAlertFact[] {
  const { updatedAt, state, resolvedAt, resolution, resolvedById, validity, publiclyLeaked, ...lasting } =
    alert;
  const open = { state: "open", resolvedAt: null, resolution: null, resolvedById: null } as const;
  const untold = { validity: null, publiclyLeaked: null };
  if (state === "resolved" && resolvedAt === null) return [];
  const facts = [factAt(place, alert.createdAt, { ...lasting, ...open, ...untold, action: "created" })];
  if (state === "resolved" && resolvedAt !== null) {
    const resolved = { state, resolvedAt, resolution, resolvedById };
    facts.push(factAt(place, resolvedAt, { ...lasting, ...untold, ...resolved, action: "resolved" }));
  }
  const known = publiclyLeaked === true || (validity !== null && validity !== "unknown");
  if (known) {
    const told = { state, resolvedAt, resolution, resolvedById, validity, publiclyLeaked };
    facts.push(factAt(place, updatedAt ?? alert.createdAt, { ...lasting, ...told, action: "validated" }));
  }
  return facts;
}

/** It is open though the ledger says closed: GitHub's telling of its reopening was missed. It was by `at`, at the latest. */
export function reopenedSecretAlert(
  alert: ListedSecretAlert,
  place: ListedPlace,
  at: number,
): SecretScanningAlertFact {
  const { updatedAt: _updatedAt, ...data } = alert;
  return factAt(place, at, { ...data, action: "reopened" });
}

function factAt(
  { accountId, repositoryId }: ListedPlace,
  occurredAt: number,
  data: SecretScanningAlertData,
): SecretScanningAlertFact {
  const subject = secretScanningAlertSubject(data);
  return { kind: "secret-scanning-alert", accountId, repositoryId, subject, occurredAt, data };
}
