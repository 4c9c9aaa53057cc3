// A code scanning alert as GitHub lists it today → the facts that webhooks would have told of it. A list knows the present
// state alone: a fix that was undone, or a dismissal that was taken back, cannot be read from it.
import type { CodeScanningAlertData, CodeScanningAlertFact } from "../facts/code-scanning-alert.ts";
import { codeScanningAlertSubject } from "../facts/subjects.ts";
import type { FindingState } from "../findings/finding.ts";
import { type ListedPlace, openAlert } from "./place.ts";

export interface ListedCodeScanningAlert
  extends Omit<CodeScanningAlertData, "action" | "state" | "ref" | "commitSha"> {
  readonly state: FindingState;
  /** Milliseconds UTC; null where GitHub does not say. */
  readonly updatedAt: number | null;
}

/**
 * Created, and what closed it. The list names no commit that introduced the alert, so none is told; where webhooks told that
 * the alert was created on another ref, the fold takes their word for when it reached the default branch. Nothing is told of
 * an alert that was closed at a time that the list does not name: told as created alone, it would count as open.
 */
export function factsOfCodeScanningAlert(
  alert: ListedCodeScanningAlert,
  place: ListedPlace,
): CodeScanningAlertFact[] {
  const {
    updatedAt: _updatedAt,
    state,
    fixedAt,
    dismissedAt,
    dismissedReason,
    dismissedById,
    ...lasting
  } = alert;
  const onBranch = { ref: `refs/heads/${place.defaultBranch}`, commitSha: null };
  const facts = [
    factAt(place, alert.createdAt, { ...lasting, ...openAlert, ...onBranch, action: "created" }),
  ];
  if (state === "open") return facts;
  if (state === "fixed" && fixedAt !== null) {
    facts.push(
      factAt(place, fixedAt, { ...lasting, ...openAlert, ...onBranch, action: "fixed", state, fixedAt }),
    );
  }
  if (state === "dismissed" && dismissedAt !== null) {
    const dismissal = { state, dismissedAt, dismissedReason, dismissedById, ref: null, commitSha: null };
    facts.push(
      factAt(place, dismissedAt, { ...lasting, ...openAlert, ...dismissal, action: "closed_by_user" }),
    );
  }
  return facts.length > 1 ? facts : [];
}

/** It is open though the ledger says closed: GitHub's telling of its reopening was missed. It was by `at`, at the latest. */
export function reopenedCodeScanningAlert(
  alert: ListedCodeScanningAlert,
  place: ListedPlace,
  at: number,
): CodeScanningAlertFact {
  const { updatedAt: _updatedAt, ...data } = alert;
  const ref = `refs/heads/${place.defaultBranch}`;
  return factAt(place, at, { ...data, action: "reopened", ref, commitSha: null });
}

function factAt(
  { accountId, repositoryId }: ListedPlace,
  occurredAt: number,
  data: CodeScanningAlertData,
): CodeScanningAlertFact {
  const subject = codeScanningAlertSubject(data);
  return { kind: "code-scanning-alert", accountId, repositoryId, subject, occurredAt, data };
}
