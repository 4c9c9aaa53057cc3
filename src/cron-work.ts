// What the cron table does, joined from its parts: the workflows, what the App asks GitHub for with its own key, and the metrics.
import { setTimeout as wait } from "node:timers/promises";
import type { Probot } from "probot";
import type { Environment } from "./environment.ts";
import { connectApp } from "./github/app-view.ts";
import type { AskAsAppOptions } from "./github/ask-as-app.ts";
import { connectDeliveryLog } from "./github/delivery-log.ts";
import { HANDLED_EVENTS } from "./index.ts";
import type { CronWork } from "./schedule/cron.ts";
import { enqueueReconciliations, enqueueRepair } from "./workflows/history/ask-reconciliation.ts";
import { reconcileInstallations } from "./workflows/history/reconcile-installations.ts";
import { eraseDeparted } from "./workflows/housekeeping/erase-account.ts";
import { dropBodies, throwAway } from "./workflows/housekeeping/throw-away.ts";
import { enqueueTemplateReadings } from "./workflows/observe/template-schedule.ts";
import { enqueueDueOverviews } from "./workflows/overview/overview-schedule.ts";
import type { ServerServices } from "./workflows/services.ts";
import { delayOfIssues } from "./workflows/sweep/catch-up.ts";
import { type SweepOutcome, sweepDeliveries } from "./workflows/sweep/sweep-deliveries.ts";
import type { SweepServices } from "./workflows/sweep/sweep-services.ts";
import { enqueueDueWeeklyIssues } from "./workflows/weekly/weekly-schedule.ts";

const ANSWER_MILLIS = 30_000;
/** A hundred installations each. */
const INSTALLATION_PAGES = 1_000;

export interface AppWork extends CronWork {
  /** One sweep of the delivery log; null while GitHub has asked to be left alone. */
  readonly sweepDeliveries: () => Promise<SweepOutcome | null>;
}

/** What a sweep needs. @param signal ends its waits: the server stops. */
export function sweepServicesOf(
  parts: {
    readonly services: Pick<ServerServices, "store" | "log" | "now">;
    readonly probot: Pick<Probot, "auth">;
    readonly appId: number;
    readonly signal?: AbortSignal;
    /** Whether it waits between two requests; default: it does. */
    readonly paced?: boolean;
  } & Pick<AskAsAppOptions, "onAnswered">,
): SweepServices {
  const { services, probot, appId, onAnswered, signal, paced = true } = parts;
  return {
    ...services,
    appId,
    deliveryLog: connectDeliveryLog(() => probot.auth(), {
      now: services.now,
      timeoutMillis: ANSWER_MILLIS,
      ...(onAnswered === undefined ? {} : { onAnswered }),
    }),
    handledEvents: new Set(HANDLED_EVENTS),
    enqueueRepair,
    pause: (millis) => wait(paced ? millis : 0, undefined, signal === undefined ? {} : { signal }),
  };
}

export function createCronWork(
  parts: {
    readonly services: ServerServices;
    readonly environment: Pick<Environment, "eraseAfterDays" | "requests">;
    readonly probot: Probot;
    readonly appId: number;
    readonly signal: AbortSignal;
  } & Pick<AskAsAppOptions, "onAnswered">,
): AppWork {
  const { services, environment, probot } = parts;
  const { store, now } = services;
  const sweeping = sweepServicesOf({ ...parts, paced: environment.requests.paced });
  const view = connectApp(
    () => probot.auth(),
    (installationId) => probot.auth(installationId),
    {
      now,
      timeoutMillis: ANSWER_MILLIS,
      ...(parts.onAnswered === undefined ? {} : { onAnswered: parts.onAnswered }),
    },
  );

  /** Where one is missing the list is read once more: what leaves an earlier page moves another between two pages. */
  async function listInstallations(): ReturnType<typeof view.listInstallations> {
    const first = await view.listInstallations(INSTALLATION_PAGES);
    const listed = new Map(first.installations.map((one) => [one.installationId, one]));
    const known = await store.installations.list();
    if (known.every(({ deleted, installationId }) => deleted || listed.has(installationId))) return first;
    const second = await view.listInstallations(INSTALLATION_PAGES);
    for (const one of second.installations) listed.set(one.installationId, one);
    return { installations: [...listed.values()], complete: first.complete && second.complete };
  }

  async function compareInstallations(): Promise<void> {
    const readAt = now();
    const { installations, complete } = await listInstallations();
    const listed = installations.flatMap(({ accountId, accountType, ...rest }) =>
      accountId === null ? [] : [{ ...rest, accountId, accountType: accountType ?? "Organization" }],
    );
    // One without its account is there, and must not count as gone.
    const told = complete && listed.length === installations.length;
    await reconcileInstallations(services, { installations: listed, complete: told, readAt });
  }

  async function sweep(): Promise<SweepOutcome | null> {
    const outcome = await sweepDeliveries(sweeping);
    // What was lost may have told of an installation.
    if ((outcome?.missedSpans ?? 0) > 0) await compareInstallations();
    return outcome;
  }
  let inHand: Promise<SweepOutcome | null> | null = null;
  /** The log is read once for all entries that are due together. */
  const sweepOnce = () => {
    inHand ??= sweep().finally(() => {
      inHand = null;
    });
    return inHand;
  };
  const findDelay = () => delayOfIssues(sweeping, sweepOnce);

  return {
    enqueueWeeklyIssues: async () => await enqueueDueWeeklyIssues(services, await findDelay()),
    enqueueOverviews: async () => await enqueueDueOverviews(services, await findDelay()),
    enqueueTemplateReadings: () => enqueueTemplateReadings(services),
    sweepDeliveries: sweepOnce,
    enqueueReconciliations: () => enqueueReconciliations(services),
    compareInstallations,
    throwAway: () => throwAway(store),
    dropBodies: () => dropBodies(store),
    async eraseDeparted() {
      const days = environment.eraseAfterDays;
      return days === null ? 0 : await eraseDeparted(services, days);
    },
  };
}
