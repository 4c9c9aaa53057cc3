// Observes which alerts there are, source by source: the facts that webhooks would have told of each, and that the list was
// read. It makes good what was there before the installation, and deliveries that were lost.
import type { Fact, FactKind } from "../../core/facts/fact.ts";
import type { FindingsListedData, Sight } from "../../core/facts/observations.ts";
import { findingsListedSubject } from "../../core/facts/subjects.ts";
import type { Finding, FindingSource } from "../../core/findings/finding.ts";
import { foldFindings } from "../../core/findings/fold-findings.ts";
import {
  factsOfCodeScanningAlert,
  reopenedCodeScanningAlert,
} from "../../core/listed-alerts/code-scanning.ts";
import { factsOfDependabotAlert, reopenedDependabotAlert } from "../../core/listed-alerts/dependabot.ts";
import { missedReopening } from "../../core/listed-alerts/find-reopened.ts";
import type { ListedPlace } from "../../core/listed-alerts/place.ts";
import { factsOfSecretAlert, reopenedSecretAlert } from "../../core/listed-alerts/secret-scanning.ts";
import type { AlertList } from "../../github/observations.ts";
import { findUnplaced } from "./unplaced-secrets.ts";
import { envelopeOf, type Observer, type Visit } from "./visit.ts";

interface Listed {
  readonly number: number;
  readonly state: string;
  readonly updatedAt: number | null;
}

interface Source<Alert extends Listed> {
  readonly source: FindingSource;
  readonly kind: FactKind;
  readonly list: (visit: Visit) => Promise<Sight<AlertList<Alert>>>;
  readonly factsOf: (alert: Alert, place: ListedPlace) => readonly Fact[];
  readonly reopened: (alert: Alert, place: ListedPlace, at: number) => Fact;
  /** Numbers of the alerts of which nobody has told where they are; absent: lists tell that. */
  readonly unplaced?: (visit: Visit, alerts: readonly Alert[]) => Promise<readonly number[]>;
}

export const observeCodeScanning = observeSource({
  source: "code-scanning",
  kind: "code-scanning-alert",
  list: ({ github, address, defaultBranch }) => github.listCodeScanningAlerts(address, defaultBranch),
  factsOf: factsOfCodeScanningAlert,
  reopened: reopenedCodeScanningAlert,
});

export const observeDependabot = observeSource({
  source: "dependabot",
  kind: "dependabot-alert",
  list: ({ github, address }) => github.listDependabotAlerts(address),
  factsOf: factsOfDependabotAlert,
  reopened: reopenedDependabotAlert,
});

export const observeSecrets = observeSource({
  source: "secret-scanning",
  kind: "secret-scanning-alert",
  list: ({ github, address }) => github.listSecretAlerts(address),
  factsOf: factsOfSecretAlert,
  reopened: reopenedSecretAlert,
  unplaced: findUnplaced,
});

function observeSource<Alert extends Listed>(of: Source<Alert>): Observer {
  return async (visit) => {
    const occurredAt = visit.now();
    const sight = await of.list(visit);
    if ("unseen" in sight) return [listed(visit, of.source, occurredAt, sight)];
    const { alerts, complete } = sight.seen;
    const place = { ...envelopeOf(visit), defaultBranch: visit.defaultBranch };
    const told = alerts.flatMap((alert) => of.factsOf(alert, place));
    const findings = await findFindings(visit, of, told);
    const reopened = alerts.flatMap((alert) => {
      const at = missedReopening(alert, findings.get(alert.number));
      return at === null ? [] : [of.reopened(alert, place, at)];
    });
    const unplaced = (await of.unplaced?.(visit, alerts)) ?? [];
    const listing = {
      seen: { alerts: alerts.length, complete, ...(unplaced.length > 0 && { unplaced }) },
    };
    return [...told, ...reopened, listed(visit, of.source, occurredAt, listing)];
  };
}

/** What the ledger and the list together say of each alert, by number. */
async function findFindings(
  visit: Visit,
  { kind, source }: Pick<Source<Listed>, "kind" | "source">,
  told: readonly Fact[],
): Promise<Map<number, Finding>> {
  const known = await visit.store.facts.list({ ...envelopeOf(visit), kinds: [kind] });
  const repository = { ...visit.place.known.state, defaultBranch: visit.defaultBranch };
  const findings = foldFindings([...known, ...told], { repository });
  return new Map(findings.filter((one) => one.source === source).map((one) => [one.number, one]));
}

function listed(
  visit: Visit,
  source: FindingSource,
  occurredAt: number,
  listing: FindingsListedData["listing"],
): Fact {
  const subject = findingsListedSubject({ source });
  return { kind: "findings-listed", ...envelopeOf(visit), subject, occurredAt, data: { source, listing } };
}
