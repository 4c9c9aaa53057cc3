// The Probot app: which event goes to which handler, and nothing else. Start reading here.
//
// Deliveries reach it through the durable inbox (`http/intake` → `schedule/delivery-work`), under a lease. Every event has
// the same handler, because every event means the same: facts to remember, and work that follows from them (`ingest`).
import type { Probot } from "probot";
import { processDelivery } from "./ingest/process-delivery.ts";
import type { ServerStore } from "./records/store.ts";
import type { Inbox } from "./schedule/inbox.ts";

/** The events that facts are made of. All but `installation…`, which GitHub always sends, are in `app.yml`. */
export const HANDLED_EVENTS = [
  // First tries: the changes, and the checks on them.
  "pull_request",
  "pull_request_review",
  "check_run",
  "check_suite",
  "status",
  "workflow_run",
  "merge_group",
  // Exposure: what was pushed, and what alerts say of it.
  "push",
  "secret_scanning_alert",
  "secret_scanning_alert_location",
  "secret_scanning_scan",
  "code_scanning_alert",
  "dependabot_alert",
  // Adoption and governance: what the repository is, and what holds for it.
  "repository",
  "public",
  "custom_property_values",
  "security_and_analysis",
  "repository_ruleset",
  "branch_protection_rule",
  "release",
  "team",
  // Where Firstpass is installed.
  "installation",
  "installation_repositories",
] as const;

export interface FirstpassServices {
  readonly store: ServerStore;
  readonly inbox: Inbox;
}

/** What Probot's context has of a delivery. */
export interface DeliveredEvent {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
}

/**
 * @throws Error when it is loaded without its services, as by `probot run`: deliveries must be on disk before they are
 * acknowledged, which takes Firstpass's own server.
 */
export default function firstpass(
  app: Probot,
  options: { readonly services?: FirstpassServices } = {},
): void {
  const { services } = options;
  if (!services) {
    throw new Error(
      "Firstpass keeps deliveries in its own inbox and cannot run under `probot run`. Start it with `npm start`; it reads the same environment variables.",
    );
  }

  const record = (event: DeliveredEvent) => recordDelivery(services, event);
  app.on([...HANDLED_EVENTS], record);

  // New events appear without notice: they are kept and counted, as ignored.
  const handled: ReadonlySet<string> = new Set(HANDLED_EVENTS);
  app.onAny(async (event) => {
    if (!handled.has(event.name)) await record(event);
  });
}

/** Keeps what a delivery in hand says, under its lease, and tells the worker what became of it. */
export async function recordDelivery(services: FirstpassServices, event: DeliveredEvent): Promise<void> {
  const delivery = services.inbox.find(event.id);
  if (!delivery) throw new Error("this delivery did not come through the inbox");
  const { id, name, payload } = event;
  const { fence } = delivery;
  delivery.outcome = await processDelivery(services.store, { id, event: name, fence, payload });
}
