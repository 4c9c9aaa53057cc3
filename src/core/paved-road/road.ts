// The paved road of a repository at a time: what was observed of it, joined with what its templates had released, what other
// repositories' workflows call, and which controls were on.

import type { CalledWorkflowData } from "../facts/account.ts";
import { type Fact, factsOfKind } from "../facts/fact.ts";
import { findLatestFact, latestBySubject } from "../facts/latest-fact.ts";
import type { ControlsData, Unseen } from "../facts/observations.ts";
import type { PavedRoadData, PavedRoadFact } from "../facts/paved-road.ts";

export interface Template {
  /** Tag → commit SHA. */
  readonly tags: Readonly<Record<string, string>>;
  /** Path in the template (a rule's `templatePath`) → tag → blob SHA; versions without the file are absent. */
  readonly files: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whether all tags that matter were read. */
  readonly complete: boolean;
  /** Why its tags cannot be seen; null when they can. */
  readonly unseen: Unseen | null;
}

export interface Road extends PavedRoadData {
  /** `owner/repo` in lower case → what is known of it; a template of which nothing was read is absent. */
  readonly templates: Readonly<Record<string, Template>>;
  /** `owner/repo/path@ref` as in `CalledWorkflowData` → the workflow. */
  readonly called: Readonly<Record<string, CalledWorkflowData>>;
  /** Null: not read yet. */
  readonly controls: ControlsData | null;
}

/** The road by the last observation before `to` (milliseconds UTC, exclusive); null where there is none. */
export function findRoad(
  facts: readonly Fact[],
  to: number,
): { readonly fact: PavedRoadFact; readonly road: Road } | null {
  const fact = findLatestFact(facts, "paved-road", to);
  return fact === null ? null : { fact, road: joinRoad(facts, fact.data, to) };
}

/** Joins an observation with what was known before `to` of everything that several repositories share. */
export function joinRoad(facts: readonly Fact[], observed: PavedRoadData, to: number): Road {
  return {
    ...observed,
    templates: foldTemplates(facts, to),
    called: Object.fromEntries(
      latestBySubject(factsOfKind(facts, "called-workflow"), to).map(({ data }) => [
        `${data.target}@${data.ref}`,
        data,
      ]),
    ),
    controls: findLatestFact(facts, "controls", to)?.data ?? null,
  };
}

function foldTemplates(facts: readonly Fact[], to: number): Record<string, Template> {
  const templates: Record<
    string,
    Template & { tags: Record<string, string>; files: Record<string, Record<string, string>> }
  > = {};
  for (const { data } of latestBySubject(factsOfKind(facts, "template-listed"), to)) {
    const seen = "seen" in data.listing ? data.listing.seen : null;
    const unseen = "unseen" in data.listing ? data.listing.unseen : null;
    templates[data.template] = {
      tags: emptyTable(),
      files: emptyTable(),
      complete: seen?.complete ?? false,
      unseen,
    };
  }
  for (const { data } of latestBySubject(factsOfKind(facts, "template-tag"), to)) {
    const template = templates[data.template];
    if (template !== undefined && data.commitSha !== null) template.tags[data.tag] = data.commitSha;
  }
  for (const { data } of latestBySubject(factsOfKind(facts, "template-file"), to)) {
    const template = templates[data.template];
    if (template === undefined) continue;
    template.files[data.path] ??= emptyTable();
    const versions = template.files[data.path];
    // A tag that was moved since says nothing of this content any more.
    const stands = template.tags[data.tag] === data.commitSha;
    if (versions !== undefined && stands && data.blobSha !== null) versions[data.tag] = data.blobSha;
  }
  return templates;
}

/** Names of tags and files are anybody's: `__proto__` is one like the others. */
function emptyTable<Value>(): Record<string, Value> {
  return Object.create(null);
}
