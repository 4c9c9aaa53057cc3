// What changed files of Firstpass would do to every repository that they hold for: each under both configurations, at one time,
// from stored facts. Writes nothing and asks GitHub for nothing.
import { canonicalJson } from "../../core/canonical-json.ts";
import type { Config, TemplateRule } from "../../core/config/config.ts";
import { findLatestFact } from "../../core/facts/latest-fact.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import { looksAtSbom, needsObservation } from "../../core/paved-road/needs-observation.ts";
import type { ScorecardInput } from "../../core/scorecard/build.ts";
import type { ChangedFirstpassFile } from "../../core/simulation/changed-file.ts";
import { changedKpis } from "../../core/simulation/changed-kpis.ts";
import { compareInputs } from "../../core/simulation/compare-inputs.ts";
import { concernedRules } from "../../core/simulation/concerned-rules.ts";
import { diffGroups, diffSettings } from "../../core/simulation/diff-settings.ts";
import type { Simulation } from "../../core/simulation/simulation.ts";
import { type RepositoryEffect, summarise } from "../../core/simulation/summarise.ts";
import { sharedFileKind } from "../../records/configuration-kind.ts";
import type { KnownRepository, Store } from "../../records/store.ts";
import {
  type AccountConfigurations,
  type LoadedConfiguration,
  openConfigurations,
} from "../configuration/account-configurations.ts";
import { letOthersRun } from "../let-others-run.ts";
import { cutFor } from "../load-facts.ts";
import { loadInput } from "../load-scorecard.ts";
import { proposeExceptions, proposeFiles } from "./propose-files.ts";

const dayMillis = 24 * 60 * 60 * 1000;

export interface SimulatedChange {
  /** The repository whose files are changed. */
  readonly holder: RepositoryState;
  readonly files: readonly ChangedFirstpassFile[];
  /** Milliseconds UTC at which both sides speak. */
  readonly now: number;
  /** Called before each repository; what it throws ends the simulation. Absent: nothing is asked. */
  readonly goOn?: () => Promise<void>;
}

/** One repository, and what both sides of it are made of. */
interface Sides {
  readonly known: KnownRepository;
  readonly before: LoadedConfiguration;
  readonly after: LoadedConfiguration;
}

export async function simulateChange(store: Store, change: SimulatedChange): Promise<Simulation> {
  const { holder, now } = change;
  // One cut for all that is read: what is recorded meanwhile is on neither side.
  const recordedBefore = (await store.now()) + 1;
  const { accountId } = holder;
  const configurations = await openConfigurations(store, accountId, { recordedBefore });
  const repositories = await listRepositories(store, change);
  const effects: RepositoryEffect[] = [];
  for (const known of repositories) {
    await letOthersRun();
    await change.goOn?.();
    const effect = await simulateRepository(store, configurations, known, { ...change, recordedBefore });
    if (effect !== null) effects.push(effect);
  }
  return summarise(effects, repositories.length, now);
}

/** A repository's own file is for itself alone, unless others extend it. */
async function listRepositories(
  store: Store,
  { holder, files }: SimulatedChange,
): Promise<readonly KnownRepository[]> {
  const { accountId, repositoryId } = holder;
  let alone = true;
  for (const { role, path } of files) {
    if (role === "repository-exceptions") continue;
    const extended = await store.configurations.find(accountId, repositoryId, sharedFileKind(path));
    alone &&= role === "repository" && extended === null;
  }
  if (alone) {
    const known = await store.repositories.find(accountId, repositoryId);
    return known === null ? [] : [known];
  }
  return (await store.repositories.list(accountId)).filter(({ active, state }) => active && !state.archived);
}

/** Null where the change makes no difference to the repository. */
async function simulateRepository(
  store: Store,
  configurations: AccountConfigurations,
  known: KnownRepository,
  change: SimulatedChange & { readonly recordedBefore: number },
): Promise<RepositoryEffect | null> {
  const { holder, files, now } = change;
  const before = await configurations.of(known);
  const after = await configurations.of(known, proposeFiles(holder, files, known.state));
  const excepted = proposeExceptions(holder, files, known.state, now);
  const refused = after.told.filter((problem) => !before.told.includes(problem));
  const same = before.config.hash === after.config.hash;
  if (same && excepted.length === 0 && refused.length === 0) return null;
  const sides = { known, before, after };
  const inputs = await loadSides(store, sides, change, excepted);
  if (inputs !== null) await letOthersRun();
  const kpis = inputs === null ? noKpis : compareInputs(inputs.before, inputs.after);
  const differs = !same && (inputs === null || isConcerned(inputs.before, inputs.after));
  const affected = differs || kpis.changes.length + kpis.sameStatus > 0;
  if (!affected && refused.length === 0) return null;
  return {
    repository: `${known.state.ownerLogin}/${known.state.name}`,
    affected,
    kpis,
    settings: diffSettings(before.settings, after.settings),
    groups: diffGroups(before.config.groups, after.config.groups),
    refused,
    requestsToRead: inputs === null ? 0 : countRequests(inputs.before, inputs.after),
  };
}

/** Whether what holds differs in more than rules that are for other repositories. */
function isConcerned(before: ScorecardInput, after: ScorecardInput): boolean {
  const made = (input: ScorecardInput) => {
    const { hash: _, ...config } = input.config;
    return canonicalJson({ ...config, templates: { rules: concernedRules(input) } });
  };
  return made(before) !== made(after);
}

const noKpis = { looked: [], changes: [], sameStatus: 0 } as const;

/** Null where no KPI can differ: then no fact is read. */
async function loadSides(
  store: Store,
  { known, before, after }: Sides,
  { now, recordedBefore }: SimulatedChange & { readonly recordedBefore: number },
  excepted: ReturnType<typeof proposeExceptions>,
): Promise<{ before: ScorecardInput; after: ScorecardInput } | null> {
  const compared = {
    before: { config: before.config },
    after: { config: after.config, exceptionFiles: excepted },
  };
  if (changedKpis(compared.before, compared.after).length === 0) return null;
  const rules = joinRules(before.config, after.config);
  const load = async ({ config }: LoadedConfiguration) => {
    const window = { from: now - config.windowDays * dayMillis, to: now };
    const asked = { window, now, cut: cutFor(window, recordedBefore, 0) };
    return loadInput(store, known, { ...asked, config: { ...config, templates: { rules } } });
  };
  const was = await load(before);
  // Another window looks at other facts.
  const isSame = before.config.windowDays === after.config.windowDays;
  if (!isSame) await letOthersRun();
  const is = isSame ? was : await load(after);
  const exceptionFiles = [...is.exceptionFiles, ...excepted];
  return {
    before: { ...was, config: before.config },
    after: { ...is, config: after.config, exceptionFiles },
  };
}

/** All rules of both sides, so that both are made from the same facts of the account, by one reading. */
function joinRules(before: Config, after: Config): readonly TemplateRule[] {
  const rules = [...before.templates.rules, ...after.templates.rules];
  return [...new Map(rules.map((rule) => [canonicalJson(rule), rule])).values()];
}

/** One tree, and GitHub's dependency graph where that is new, too; files that differ cost more, and how many is not known before. */
function countRequests(before: ScorecardInput, after: ScorecardInput): number {
  const observed = findLatestFact(before.facts, "paved-road", Number.POSITIVE_INFINITY)?.data ?? null;
  const { rules } = after.config.templates;
  if (!needsObservation(rules, observed)) return 0;
  if (needsObservation(before.config.templates.rules, observed)) return 0;
  return looksAtSbom(rules) && observed?.sbom === undefined ? 2 : 1;
}
