// A Dependabot alert as GitHub lists it today → the facts that webhooks would have told of it. As for code scanning, a list
// knows the present state alone.
import type { DependabotAlertData, DependabotAlertFact } from "../facts/dependabot-alert.ts";
import { dependabotAlertSubject } from "../facts/subjects.ts";
import { type ListedPlace, openAlert } from "./place.ts";

export interface ListedDependabotAlert extends Omit<DependabotAlertData, "action" | "state"> {
  readonly state: "open" | "fixed" | "dismissed" | "auto_dismissed";
  /** Milliseconds UTC; null where GitHub does not say. */
  readonly updatedAt: number | null;
}

/**
 * Created, and what closed it. For an alert that a rule dismissed, `dismissedAt` is when the rule did. Nothing is told of an
 * alert that was closed at a time that the list does not name.
 */
export function factsOfDependabotAlert(
  alert: ListedDependabotAlert,
  place: ListedPlace,
): DependabotAlertFact[] {
  const {
    updatedAt: _updatedAt,
    state,
    fixedAt,
    dismissedAt,
    dismissedReason,
    dismissedById,
    ...lasting
  } = alert;
  const facts = [factAt(place, alert.createdAt, { ...lasting, ...openAlert, action: "created" })];
  if (state === "open") return facts;
  if (state === "fixed" && fixedAt !== null) {
    facts.push(factAt(place, fixedAt, { ...lasting, ...openAlert, action: "fixed", state, fixedAt }));
  }
  if (state !== "fixed" && dismissedAt !== null) {
    const dismissal = { state, dismissedAt, dismissedReason, dismissedById };
    facts.push(factAt(place, dismissedAt, { ...lasting, ...openAlert, ...dismissal, action: state }));
  }
  return facts.length > 1 ? facts : [];
}

/** It is open though the ledger says closed: GitHub's telling of its reopening was missed. It was by `at`, at the latest. */
export function reopenedDependabotAlert(
  alert: ListedDependabotAlert,
  place: ListedPlace,
  at: number,
): DependabotAlertFact {
  const { updatedAt: _updatedAt, ...data } = alert;
  return factAt(place, at, { ...data, action: "reopened" });
}

function factAt(
  { accountId, repositoryId }: ListedPlace,
  occurredAt: number,
  data: DependabotAlertData,
): DependabotAlertFact {
  const subject = dependabotAlertSubject(data);
  return { kind: "dependabot-alert", accountId, repositoryId, subject, occurredAt, data };
}
