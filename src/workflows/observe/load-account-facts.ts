// What a repository's numbers need of the facts that its whole account shares: releases of the templates that its rules name,
// the teams that they are for, and the workflows of other repositories behind its own. Found by subject, whatever the account has besides.
import type { TemplateRule } from "../../core/config/config.ts";
import type { CalledWorkflowData } from "../../core/facts/account.ts";
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import type { PavedRoadData } from "../../core/facts/paved-road.ts";
import {
  calledWorkflowSubject,
  teamRepositoriesSubject,
  templateListedSubject,
} from "../../core/facts/subjects.ts";
import { calledKey, listReachedWorkflows } from "../../core/paved-road/reached-workflows.ts";
import { type WantedTemplates, wantedTemplates } from "../../core/paved-road/wanted-templates.ts";
import type { Store } from "../../records/store.ts";

export interface AccountQuery {
  readonly accountId: number;
  readonly rules: readonly TemplateRule[];
  /** Observations of the repository: from their workflows what they call is followed. */
  readonly observed: readonly PavedRoadData[];
  /** Login of the account. */
  readonly owner: string;
  /** What was recorded before this time tells what is followed, and so which facts are looked for. Absent: all. */
  readonly knownBefore?: number;
}

/** When the facts themselves were recorded, as in the store. Absent: at any time. */
export interface Recorded {
  readonly recordedFrom?: number;
  readonly recordedBefore?: number;
}

/** In no order. Which facts are looked for depends on the query alone, so that parts of one cut are parts of one answer. */
export async function loadAccountFacts(
  store: Store,
  query: AccountQuery,
  recorded: Recorded = {},
): Promise<Fact[]> {
  return [
    ...(await loadTemplateFacts(store, query.accountId, wantedTemplates(query.rules), recorded)),
    ...(await loadTeamFacts(store, query, recorded)),
    ...(followsCalls(query.rules) ? await loadCalledWorkflows(store, query, recorded) : []),
  ];
}

/** Whether what is called in other repositories decides about a rule. */
export function followsCalls(rules: readonly TemplateRule[]): boolean {
  return rules.some(({ kind }) => kind === "reusable_workflow" || kind === "action");
}

/** What templates released: their tags, and the versions of the files that are compared. */
export function loadTemplateFacts(
  store: Store,
  accountId: number,
  wanted: WantedTemplates,
  recorded: Recorded = {},
): Promise<Fact[]> {
  const prefixes = [...wanted].flatMap(([template, paths]) => [
    `template-tag:${template}:`,
    ...[...paths].map((path) => `template-file:${template}:${path}:`),
  ]);
  return store.facts.listOfAccount({
    accountId,
    kinds: ["template-listed", "template-tag", "template-file"],
    subjects: [...wanted.keys()].map((template) => templateListedSubject({ template })),
    prefixes,
    ...recorded,
  });
}

/** Who belongs to the teams that rules are for. */
function loadTeamFacts(
  store: Store,
  { accountId, rules }: AccountQuery,
  recorded: Recorded,
): Promise<Fact[]> {
  const teams = new Set(rules.flatMap(({ appliesTo }) => appliesTo.teams ?? []));
  const subjects = [...teams].map((team) => teamRepositoriesSubject({ team }));
  return store.facts.listOfAccount({ accountId, kinds: ["team-repositories"], subjects, ...recorded });
}

/** Workflows of other repositories behind those that were observed, as far as they were read. */
export async function loadCalledWorkflows(
  store: Store,
  {
    accountId,
    observed,
    owner,
    knownBefore,
  }: Omit<AccountQuery, "rules" | "observed"> & {
    readonly observed: readonly Pick<PavedRoadData, "workflows">[];
  },
  recorded: Recorded = {},
): Promise<Fact[]> {
  const list = (subjects: readonly string[], range: Recorded) =>
    store.facts.listOfAccount({ accountId, kinds: ["called-workflow"], subjects, ...range });
  const workflows = observed.flatMap((data) => data.workflows);
  const called = new Map<string, CalledWorkflowData>();
  const asked = new Set<string>();
  for (;;) {
    const next = listReachedWorkflows(workflows, called, owner)
      .map(calledWorkflowSubject)
      .filter((subject) => !asked.has(subject));
    if (next.length === 0) break;
    for (const subject of next) asked.add(subject);
    const found = await list(next, knownBefore === undefined ? {} : { recordedBefore: knownBefore });
    for (const { data } of factsOfKind(found, "called-workflow")) {
      // Of several versions all that any of them calls is followed: each held at its own time.
      const before = called.get(calledKey(data))?.uses ?? [];
      called.set(calledKey(data), { ...data, uses: [...before, ...data.uses] });
    }
  }
  return list([...asked], recorded);
}
