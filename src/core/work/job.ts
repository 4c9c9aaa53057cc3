// The work that facts give rise to, by kind. Ingest queues it in the transaction that keeps the facts; schedule hands it to a workflow.

interface RepositoryJob {
  readonly accountId: number;
  readonly repositoryId: number;
}

/** Work out and post the check run of a head. */
export interface EvaluateHeadJob extends RepositoryJob {
  readonly kind: "evaluate-head";
  readonly headSha: string;
  /** Write even if the content has not changed: a person asked for it. */
  readonly force: boolean;
}

/** Post the weekly issue of the week that ended last, or of `isoWeek`. */
export interface PublishWeeklyJob extends RepositoryJob {
  readonly kind: "publish-weekly";
  /** `2026-W47`. */
  readonly isoWeek: string;
}

/** Read workflows, Dockerfiles and template files of the default branch. */
export interface ObservePavedRoadJob extends RepositoryJob {
  readonly kind: "observe-paved-road";
  /** GitHub's time of what led to it, milliseconds UTC. */
  readonly causedAt: number;
}

/** Read what webhooks cannot tell: controls, alerts, owners, bypasses, evidence of releases. */
export interface ObserveRepositoryJob extends RepositoryJob {
  readonly kind: "observe-repository";
}

/** Ask the compare API for the count of a truncated push. */
export interface CompletePushJob extends RepositoryJob {
  readonly kind: "complete-push";
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly pushSubject: string;
  readonly pushedAt: number;
}

/**
 * Read `.github/firstpass.yml` and `.github/firstpass-exceptions.yml` of the repository, and its files that others extend; or
 * (repositoryId null) the organisation's files. Files that they extend are read along.
 */
export interface ReadConfigurationJob {
  readonly kind: "read-configuration";
  readonly accountId: number;
  readonly repositoryId: number | null;
}

/** Have read what the configuration in force looks at and nobody has read yet, of a repository, or (repositoryId null) of all of the account. */
export interface RequestObservationsJob {
  readonly kind: "request-observations";
  readonly accountId: number;
  readonly repositoryId: number | null;
}

/** Read which repositories teams may write to: of one team, or (null) of all that configurations name. */
export interface ObserveTeamsJob {
  readonly kind: "observe-teams";
  readonly accountId: number;
  readonly repositoryId: null;
  /** Slug. */
  readonly team: string | null;
}

/**
 * Read what a template released and what its workflows call, of one repository that others use, or (null) of all that the
 * rules of the account name. One of which nobody uses anything costs no request.
 */
export interface ObserveTemplatesJob {
  readonly kind: "observe-templates";
  readonly accountId: number;
  readonly repositoryId: null;
  /** `owner/repo` in lower case. */
  readonly template: string | null;
}

/** Work out what a head's change of Firstpass's own files would do, and tell it in its check run. */
export interface SimulateConfigurationJob extends RepositoryJob {
  readonly kind: "simulate-configuration";
  readonly headSha: string;
}

/** Post the overview of all repositories of the account, of an ISO week that has ended. */
export interface PublishOverviewJob {
  readonly kind: "publish-overview";
  readonly accountId: number;
  readonly repositoryId: null;
  /** `2026-W47`. */
  readonly isoWeek: string;
}

/** Read from GitHub what happened in a repository before deliveries of it began. A long past is several runs, newest first. */
export interface BackfillRepositoryJob extends RepositoryJob {
  readonly kind: "backfill-repository";
  /** How many days back, where it begins now; null: as many as are configured. */
  readonly days: number | null;
}

/** Compare what repositories of the account there are, and where something has happened, with GitHub. */
export interface ReconcileAccountJob {
  readonly kind: "reconcile-account";
  readonly accountId: number;
  readonly repositoryId: null;
}

/** Read again what happened in a repository, and add what the ledger lacks. */
export interface ReconcileRepositoryJob extends RepositoryJob {
  readonly kind: "reconcile-repository";
  /** Milliseconds UTC. Where an earlier time was asked for, that one counts. */
  readonly since: number;
}

export type Job =
  | EvaluateHeadJob
  | PublishWeeklyJob
  | PublishOverviewJob
  | ObservePavedRoadJob
  | ObserveRepositoryJob
  | CompletePushJob
  | ReadConfigurationJob
  | SimulateConfigurationJob
  | RequestObservationsJob
  | ObserveTeamsJob
  | ObserveTemplatesJob
  | BackfillRepositoryJob
  | ReconcileAccountJob
  | ReconcileRepositoryJob;

/** The key under which jobs coalesce. */
export function jobKey(job: Job): string {
  const place = `${job.accountId}/${job.repositoryId ?? "organisation"}`;
  switch (job.kind) {
    case "evaluate-head":
    case "simulate-configuration":
      return `${job.kind}/${place}/${job.headSha}`;
    case "publish-weekly":
    case "publish-overview":
      return `${job.kind}/${place}/${job.isoWeek}`;
    case "observe-teams":
      return `${job.kind}/${place}/${job.team ?? "all"}`;
    case "observe-templates":
      return `${job.kind}/${place}/${job.template ?? "all"}`;
    case "complete-push":
      return `${job.kind}/${place}/${job.pushSubject}`;
    case "observe-paved-road":
    case "observe-repository":
    case "read-configuration":
    case "request-observations":
    case "backfill-repository":
    case "reconcile-account":
    case "reconcile-repository":
      return `${job.kind}/${place}`;
  }
}
