// Reads which scans of secret scanning ended, as their webhooks would have told. GitHub lists the last scan of each type and
// source alone, so that an older one stays unknown.
import { z } from "zod";
import type { SecretScanData } from "../../core/facts/secret-scanning-alert.ts";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubObservations } from "../observations.ts";
import { known, time } from "./parts.ts";
import { see } from "./see.ts";

/** The name of a list in the answer → the type that the webhook gives such a scan. */
const typeOfList = {
  incremental_scans: "incremental",
  backfill_scans: "backfill",
  pattern_update_scans: "pattern-version-backfill",
  custom_pattern_backfill_scans: "custom-pattern-backfill",
  generic_secrets_backfill_scans: "generic-secrets-backfill",
} as const;
type List = keyof typeof typeOfList;
const lists = Object.keys(typeOfList) as List[];

/** One that runs still has no end; one of another form is passed over. */
const scan = known(
  z.object({ type: known(z.string()), status: z.string(), started_at: known(time), completed_at: time }),
);
const scans = known(z.array(scan));
const history = z.object(
  Object.fromEntries(lists.map((list) => [list, scans])) as Record<List, typeof scans>,
);

export function listSecretScans(ask: Ask): GitHubObservations["listSecretScans"] {
  const wanted = {
    what: "scans of secret scanning",
    permission: "secret_scanning_alerts: read",
    turnOn: "turn on secret scanning",
  };
  return (repository) =>
    see(wanted, async () => {
      const answer = await ask(
        repository.installationId,
        "GET /repos/{owner}/{repo}/secret-scanning/scan-history",
        inRepository(repository),
        history,
      );
      return lists.flatMap((list) => readScans(typeOfList[list], answer[list]));
    });
}

function readScans(scanType: string, told: z.infer<typeof scans>): SecretScanData[] {
  return (told ?? []).flatMap((one) => {
    if (one === null || one.status !== "completed") return [];
    return [{ scanType, source: one.type, startedAt: one.started_at, completedAt: one.completed_at }];
  });
}
