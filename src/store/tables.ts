// Puts the tables of one session together to a store.

import type { ServerStore } from "../records/store.ts";
import { addDeliveries, type IncomingDelivery } from "./accept-deliveries.ts";
import { checkRunsTable } from "./check-runs.ts";
import { configurationsTable } from "./configurations.ts";
import { deliveriesTable } from "./deliveries.ts";
import { deliverySweepsTable } from "./delivery-sweeps.ts";
import { erasureTable } from "./erasure.ts";
import { factsTable } from "./facts.ts";
import { type GroupCommitLimits, groupCommits } from "./group-commit.ts";
import { historiesTable } from "./histories.ts";
import { housekeepingTable } from "./housekeeping.ts";
import { httpResponsesTable } from "./http-responses.ts";
import { installationsTable } from "./installations.ts";
import { jobsTable } from "./jobs.ts";
import { overviewsTable } from "./overviews.ts";
import { rateLimitsTable } from "./rate-limits.ts";
import { repositoriesTable } from "./repositories.ts";
import { readNow, type Session } from "./session.ts";
import { simulationsTable } from "./simulations.ts";
import { weeklyIssuesTable } from "./weekly-issues.ts";

/**
 * The store of a session. Outside a transaction, deliveries of concurrent callers share a commit.
 *
 * @param close ends the session; of the store of a transaction it must not be called.
 */
export function storeOf(
  session: Session,
  limits: GroupCommitLimits,
  close: () => Promise<void>,
): ServerStore {
  const add = (deliveries: readonly IncomingDelivery[]) => addDeliveries(session, deliveries);
  const addInGroups = session.transactional
    ? add
    : groupCommits(add, (delivery: IncomingDelivery) => delivery.body.byteLength, limits);
  return {
    dialect: session.dialect,
    deliveries: deliveriesTable(session, addInGroups),
    facts: factsTable(session),
    jobs: jobsTable(session),
    installations: installationsTable(session),
    repositories: repositoriesTable(session),
    configurations: configurationsTable(session),
    checkRuns: checkRunsTable(session),
    weeklyIssues: weeklyIssuesTable(session),
    overviews: overviewsTable(session),
    simulations: simulationsTable(session),
    rateLimits: rateLimitsTable(session),
    httpResponses: httpResponsesTable(session),
    sweeps: deliverySweepsTable(session),
    housekeeping: housekeepingTable(session),
    erasure: erasureTable(session),
    histories: historiesTable(session),
    transaction: (work) =>
      session.atomically((inner) => work(storeOf(inner, limits, refuseToCloseInTransaction))),
    now: () => readNow(session),
    async ping() {
      // A write that changes nothing: it fails where the disk is full or the database can only be read.
      await session.db
        .insertInto("rate_limits")
        .values({
          installation_id: pingInstallation,
          resource: "all",
          from_rank: 0,
          not_before: session.now(),
          doublings: -1,
        })
        .onConflict((conflict) =>
          conflict
            .columns(["installation_id", "resource", "from_rank"])
            .doUpdateSet((row) => ({ not_before: row.ref("excluded.not_before") })),
        )
        .execute();
    },
    close,
  };
}

/** No installation has this id. */
const pingInstallation = 0;

async function refuseToCloseInTransaction(): Promise<void> {
  throw new Error("A store cannot be closed from inside its transaction.");
}
