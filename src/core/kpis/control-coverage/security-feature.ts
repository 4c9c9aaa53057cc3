// Whether one of GitHub's security features is on: the latest word on it, of a webhook or of a reading.
import { type Fact, factsOfKind } from "../../facts/fact.ts";
import type { ControlsFact } from "../../facts/observations.ts";
import { type ControlState, reasonOf } from "./control.ts";

interface Word {
  readonly at: number;
  readonly on: boolean;
}

/**
 * The state of a feature at `to` (exclusive) and when GitHub said so. A word that does not name the feature says nothing of
 * it. A reading that was refused ends what an older word said: nobody would tell us of a change any more.
 */
export function readFeature(
  facts: readonly Fact[],
  read: ControlsFact | null,
  feature: string,
  to: number,
  notRead: ControlState,
): { readonly judged: ControlState; readonly at: number | null } {
  const word = latestWord(facts, read, feature, to);
  const sight = read?.data.features ?? null;
  const refused = sight !== null && "unseen" in sight ? sight.unseen : null;
  if (word !== null && (read === null || refused === null || word.at >= read.occurredAt)) {
    const judged: ControlState = word.on
      ? { state: "active", note: "On." }
      : { state: "inactive", note: "Off." };
    return { judged, at: word.at };
  }
  if (read === null) return { judged: notRead, at: null };
  const reason =
    refused === null
      ? {
          code: "not-available",
          text: `GitHub does not say whether \`${feature}\` is on: look at the repository's settings, under Advanced Security.`,
        }
      : reasonOf(refused);
  return { judged: { state: "unseen", reasons: [reason] }, at: read.occurredAt };
}

function latestWord(
  facts: readonly Fact[],
  read: ControlsFact | null,
  feature: string,
  to: number,
): Word | null {
  const said = factsOfKind(facts, "security-features")
    .filter(({ occurredAt }) => occurredAt < to)
    .map(({ occurredAt, data }) => ({ at: occurredAt, features: data.features }));
  if (read !== null && "seen" in read.data.features) {
    said.push({ at: read.occurredAt, features: read.data.features.seen });
  }
  let latest: Word | null = null;
  for (const { at, features } of said) {
    if (!Object.hasOwn(features, feature)) continue;
    const word = { at, on: features[feature] === true };
    // Of two words at one moment the one that says it is on, as for secret exposure.
    if (latest === null || at > latest.at || (at === latest.at && word.on)) latest = word;
  }
  return latest;
}
