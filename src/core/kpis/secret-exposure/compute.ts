// The formula of secret exposure: secrets newly exposed ÷ commits that reached the default branch, × 1,000.
import { sightOfFindings } from "../../findings/sight.ts";
import { median } from "../../statistics/quantiles.ts";
import { incompleteHistory, partialHistoryNote } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import type { Beside, Computed, Reason, Window } from "../measurement.ts";
import { historyOfPushes } from "../needed-history.ts";
import { countCommits, type PushedCommits } from "./commits.ts";
import { evidenceIdOfSecret, evidenceOfPush, evidenceOfSecret } from "./evidence.ts";
import { tellOfClone } from "./in-clone.ts";
import { type TellUnknown, unknownPlaces, whyPlacesUnknown } from "./placing.ts";
import { scanningState } from "./scanning-state.ts";
import { type ExposedSecret, foldSecrets } from "./secrets.ts";

const dayMillis = 24 * 60 * 60 * 1000;

/** Computes secrets newly exposed per 1,000 commits. Pure; order and repetition of facts do not matter. */
export function computeSecretExposure(input: KpiInput): Computed {
  const { facts, window, config } = input;
  const clone = tellOfClone(input);
  const created = foldSecrets(facts).filter(({ createdAt }) => within(createdAt, window));
  const tellUnknown = unknownPlaces(facts);
  const judged = created.map((secret) => ({ secret, leftOut: whyLeftOut(secret, window, tellUnknown) }));
  const counted = judged.filter(({ leftOut }) => leftOut === null).map(({ secret }) => secret);
  const commits = countCommits(facts, window, config.secrets.branches);
  const excluded: Record<string, number> = {};
  for (const { leftOut } of judged) {
    if (leftOut !== null) excluded[leftOut] = (excluded[leftOut] ?? 0) + 1;
  }
  const base = {
    excluded,
    evidence: [
      ...judged.map(({ secret, leftOut }) => evidenceOfSecret(secret, leftOut)),
      ...commits.pushes.map(({ push, commits: count }) => evidenceOfPush(push, count, input.repository.url)),
    ],
    // Alerts tell it, and a clone holds none.
    beside: clone === null ? besideExposure(counted, excluded["found in history"] ?? 0) : [],
    breakdown: [],
  };
  const unplaced = whyPlacesUnknown(
    facts,
    judged.map(({ leftOut }) => leftOut),
  );
  const unseen = [...(clone?.reasons ?? []), ...whyUnseen(input, commits, counted.length), ...unplaced];
  if (unseen.length > 0) return { ...base, outcome: "not-measured", reasons: unseen, notes: [] };
  if (commits.distinct === 0) {
    const text = "No commit reached the branches that are measured in the window.";
    return { ...base, outcome: "not-applicable", reasons: [{ code: "no-commits", text }], notes: [] };
  }
  const unproven = clone === null && counted.length === 0 && scanningState(facts, window) === "unknown";
  const partial = partialHistoryNote(input, window, historyOfPushes);
  return {
    ...base,
    outcome: "measured",
    value: (1000 * counted.length) / commits.distinct,
    numerator: counted.length,
    denominator: commits.distinct,
    notes: [
      ...(clone?.notes ?? []),
      ...(unproven ? [(input.source ?? "app") === "app" ? unprovenZero : unprovenList] : []),
      ...(partial === null ? [] : [partial]),
    ],
    // Scanning that is turned on later would read as secrets getting worse.
    ...(unproven && { comparable: false as const }),
  };
}

const unprovenZero =
  "Zero means that no alert was delivered: nothing seen here shows whether secret scanning is on. Check that it is.";

const unprovenList =
  "Zero means that no alert was listed: nothing seen here shows whether secret scanning is on. Check that it is.";

function within(at: number, { from, to }: Window): boolean {
  return at >= from && at < to;
}

/** Why an alert created in the window is not in the numerator; null when it is. */
function whyLeftOut(secret: ExposedSecret, window: Window, tellUnknown: TellUnknown): string | null {
  if (secret.resolution === "false_positive") return "false positive";
  if (secret.resolution === "used_in_tests") return "used in tests";
  const unknown = tellUnknown(secret, window);
  if (unknown !== null) return unknown;
  if (secret.onlyElsewhere) return "only in issues, pull requests, discussions or wikis";
  const unknownInBackfill = secret.raisedByBackfill && secret.visibleBy === "alert";
  return unknownInBackfill || !within(secret.visibleAt, window) ? "found in history" : null;
}

function besideExposure(counted: readonly ExposedSecret[], foundInHistory: number): Beside[] {
  const untilRevoked = counted.flatMap(({ resolution, resolvedAt, visibleAt }) =>
    resolution === "revoked" && resolvedAt !== null ? (resolvedAt - visibleAt) / dayMillis : [],
  );
  const count = (id: string, label: string, is: (secret: ExposedSecret) => boolean): Beside => {
    const those = counted.filter(is);
    return { id, label, value: those.length, unit: "", evidenceIds: those.map(evidenceIdOfSecret) };
  };
  return [
    { id: "found-in-history", label: "secrets found in history", value: foundInHistory, unit: "" },
    count("bypassed", "exposed by bypassing push protection", ({ bypassed }) => bypassed),
    count("publicly-leaked", "publicly leaked", ({ publiclyLeaked }) => publiclyLeaked),
    count("open", "alerts still open", ({ open }) => open),
    count("still-valid", "still valid", ({ stillValid }) => stillValid),
    {
      id: "days-to-revocation",
      label: "median time from exposure to revocation",
      value: median(untilRevoked),
      unit: "days",
    },
  ];
}

/** Everything that keeps the number from being known; all that hold. */
function whyUnseen(input: KpiInput, commits: PushedCommits, exposed: number): Reason[] {
  const reasons: Reason[] = [];
  if (scanningState(input.facts, input.window) === "off") {
    const text =
      "Secret scanning is off for this repository: turn it on in its settings, under Advanced Security.";
    reasons.push({ code: "feature-off", text });
  }
  const { blocked } = sightOfFindings(input, ["secret-scanning"]);
  reasons.push(...blocked.filter(({ code }) => code !== "feature-off"));
  const cut = commits.incomplete.length;
  if (cut > 0) {
    const pushes = cut === 1 ? "One push" : `${cut} pushes`;
    const text = `${pushes} held more commits than GitHub lists, and they have not been counted yet: Firstpass asks GitHub for the count.`;
    reasons.push({ code: "push-truncated", text });
  }
  if (commits.distinct > 0 || cut > 0) return reasons;
  const incomplete = incompleteHistory(input, input.window, historyOfPushes);
  if (incomplete !== null) reasons.push(incomplete);
  if (exposed > 0) {
    const secrets = exposed === 1 ? "One secret was" : `${exposed} secrets were`;
    const check = (input.source ?? "app") === "app" ? ": check that push events are delivered" : "";
    const text = `${secrets} exposed, but no commit was seen to measure by${check}.`;
    reasons.push({ code: "no-commits", text });
  }
  return reasons;
}
