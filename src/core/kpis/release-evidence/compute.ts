// The formula of release evidence: releases published in the window → the share that has all that is required.
import { incompleteHistory, partialHistoryNote } from "../coverage.ts";
import type { KpiInput } from "../definition.ts";
import type { Beside, Breakdown, Computed, Evidence, Reason } from "../measurement.ts";
import { neededHistory } from "../needed-history.ts";
import { type EvidenceKind, evidenceTitles, type JudgedRelease, judgeRelease } from "./judge-release.ts";
import { findListing, findReleases, type PublishedRelease, whyLeftOut } from "./releases.ts";

interface Row {
  readonly release: PublishedRelease;
  /** Why it is not in the denominator; null where it is. */
  readonly leftOut: string | null;
  /** Null: left out before it was judged. */
  readonly judged: JudgedRelease | null;
}

const { history: needed } = neededHistory["release-evidence"];
const notReadYet = "evidence not read yet";
const cannotBeSeen = "evidence cannot be seen";

/** Computes the share of releases with the required evidence. Pure; order and repetition of facts do not matter. */
export function computeReleaseEvidence(input: KpiInput): Computed {
  const { facts, window, config } = input;
  const required = config.releases.evidence;
  const rows = findReleases(facts, window).map((release) => judgeRow(release, input));
  const counted = rows.filter(({ leftOut }) => leftOut === null);
  const complete = counted.filter(({ judged }) => judged?.complete === true);
  const excluded: Record<string, number> = {};
  for (const { leftOut } of rows) if (leftOut !== null) excluded[leftOut] = (excluded[leftOut] ?? 0) + 1;
  const partial = partialHistoryNote(input, window, needed);
  const unread = excluded[notReadYet] ?? 0;
  const base = {
    excluded,
    evidence: rows.map(evidenceOf),
    beside: [
      countWith("sbom-attached", "releases with an SBOM attached", counted, "asset"),
      countWith("sbom-from-graph", "releases whose SBOM is the dependency graph's", counted, "github"),
    ],
    breakdown: breakDownMissing(counted, required),
    notes: [
      ...(unread > 0 && counted.length > 0 ? [`${describeUnread(unread)} and not in this number.`] : []),
      ...(counted.length > 0 && partial !== null ? [partial] : []),
    ],
  };
  if (required.length === 0) {
    const text = "No evidence is required of releases: name it under `releases.evidence`.";
    return { ...base, outcome: "not-applicable", reasons: [{ code: "no-evidence-required", text }] };
  }
  const unseen = whyUnseen(input, rows, counted.length);
  if (unseen.length > 0) return { ...base, outcome: "not-measured", reasons: unseen, notes: [] };
  if (counted.length === 0) {
    const text = "No release that counts was published in the window.";
    return { ...base, outcome: "not-applicable", reasons: [{ code: "no-releases", text }] };
  }
  return {
    ...base,
    outcome: "measured",
    value: (100 * complete.length) / counted.length,
    numerator: complete.length,
    denominator: counted.length,
  };
}

function judgeRow(release: PublishedRelease, { config }: KpiInput): Row {
  const leftOut = whyLeftOut(release, config);
  if (leftOut !== null) return { release, leftOut, judged: null };
  if (release.read === null) return { release, leftOut: notReadYet, judged: null };
  const judged = judgeRelease(release.read.data, config.releases.evidence);
  if (judged.complete === null) return { release, leftOut: cannotBeSeen, judged };
  return { release, leftOut: judged.complete === "nothing" ? "no assets to prove" : null, judged };
}

/** Releases that cannot be judged are no random ones: what remains would be no honest share. */
function whyUnseen(input: KpiInput, rows: readonly Row[], counted: number): Reason[] {
  const byText = new Map<string, Reason>();
  for (const { leftOut, judged } of rows) {
    if (leftOut !== cannotBeSeen) continue;
    for (const answer of judged?.answers ?? []) {
      if (answer.is === "unseen") byText.set(answer.reason.text, answer.reason);
    }
  }
  const reasons = [...byText.values(), ...whyUnlisted(input)];
  if (counted > 0) return reasons;
  const unread = rows.filter(({ leftOut }) => leftOut === notReadYet).length;
  if (unread > 0) {
    const again =
      (input.source ?? "app") === "app"
        ? "It is read after the publication, and once a day while the repository is active."
        : "Run it again.";
    const text = `${describeUnread(unread)}. ${again}`;
    reasons.push({ code: "evidence-not-read", text });
  }
  const incomplete = rows.length === 0 ? incompleteHistory(input, input.window, needed) : null;
  return incomplete === null ? reasons : [...reasons, incomplete];
}

/** Where no delivery tells of releases: they are those of a list. */
function whyUnlisted({ facts, source, window }: KpiInput): Reason[] {
  if (source !== "api") return [];
  const listing = findListing(facts);
  if (listing === null)
    return [
      {
        code: "releases-not-read",
        text: "Which releases there are was not read: the reading was broken off before. Run it again.",
      },
    ];
  if ("unseen" in listing) return [{ code: "releases-not-seen", text: listing.unseen.text }];
  const { from } = listing.seen;
  if (from <= window.from) return [];
  const day = new Date(from).toISOString().slice(0, 10);
  const text = `Releases are read back to ${day}, and the window begins before it. The App keeps what it sees: install it.`;
  return [{ code: "releases-not-read", text }];
}

function describeUnread(count: number): string {
  return `The evidence of ${count === 1 ? "one release was" : `${count} releases was`} not read yet`;
}

/** Kinds of evidence that are missing, most often first, each of the releases that count. */
function breakDownMissing(counted: readonly Row[], required: readonly EvidenceKind[]): Breakdown[] {
  return required
    .map((kind) => {
      const missing = counted.filter(({ judged }) =>
        judged?.answers.some((answer) => answer.kind === kind && answer.is === "missing"),
      );
      const label = `${evidenceTitles[kind]} missing`;
      return { label, count: missing.length, of: counted.length, evidenceIds: missing.map(idOf) };
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}

function countWith(id: string, label: string, counted: readonly Row[], by: "asset" | "github"): Beside {
  const those = counted.filter(({ judged }) =>
    judged?.answers.some((answer) => answer.kind === "sbom" && answer.is === "present" && answer.by === by),
  );
  return { id, label, value: those.length, unit: "", evidenceIds: those.map(idOf) };
}

function idOf({ release }: Row): string {
  return release.tagName;
}

function evidenceOf(row: Row): Evidence {
  const { release, leftOut, judged } = row;
  const said = (judged?.answers ?? []).map((answer) =>
    answer.is === "unseen" ? `${evidenceTitles[answer.kind]} not seen: ${answer.reason.text}` : answer.note,
  );
  const parts = [...(leftOut === null ? [] : [`left out: ${leftOut}`]), ...said];
  return {
    kind: "release",
    id: release.tagName,
    url: release.url,
    at: release.publishedAt,
    note: parts.join("; "),
    counted: leftOut === null ? judged?.complete === true : null,
  };
}
