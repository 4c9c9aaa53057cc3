// Keeps what an account's repositories share up to date: what templates released, and workflows that several call. Asked after
// a release, a push to what others call, a change of policy, and once a day.
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import { templateListedSubject } from "../../core/facts/subjects.ts";
import { type WantedTemplates, wantedTemplates } from "../../core/paved-road/wanted-templates.ts";
import type { ObserveTemplatesJob } from "../../core/work/job.ts";
import { openConfigurations } from "../configuration/account-configurations.ts";
import { accountUnreachable, findAccount } from "../find-account.ts";
import { type JobOutcome, skipped } from "../job-outcome.ts";
import { letOthersRun } from "../let-others-run.ts";
import type { JobServices } from "../services.ts";
import { spreadJobs } from "../spread-jobs.ts";
import { followsCalls, loadTemplateFacts } from "./load-account-facts.ts";
import type { Account } from "./observe-called-workflows.ts";
import { observeTemplate } from "./observe-template.ts";
import { queueDriftedFiles } from "./queue-drifted-files.ts";
import { refreshCalledWorkflows, refreshWorkflowsOf } from "./refresh-called-workflows.ts";

/** Until the older versions of a template's files are read: not at once, because others wait for their turn. */
const restAfterMillis = 60_000;

export async function observeTemplates(services: JobServices, job: ObserveTemplatesJob): Promise<JobOutcome> {
  const { accountId, template } = job;
  const place = await findAccount(services, accountId);
  if (place === null) return accountUnreachable;
  const account = { accountId, installationId: place.installationId, owner: place.owner };
  const { wanted, callers } =
    template === null
      ? await collectWanted(services, accountId)
      : { wanted: await findKnownTemplate(services, accountId, template), callers: [] };
  const read = await readTemplates(services, account, wanted);
  if (read.more) await askForMore(services, job);
  const called =
    template === null
      ? await refreshCalledWorkflows(services, account, callers)
      : await refreshWorkflowsOf(services, account, template);
  if (template !== null && wanted.size === 0 && called.known === 0)
    return skipped(`Nobody takes ${template} as a template, nor calls a workflow of it.`);
  return { did: read.recorded + called.recorded === 0 ? "unchanged" : "recorded", reason: null };
}

/** What the rules of all repositories name, and the repositories of which it counts what they call. */
async function collectWanted(
  { store }: JobServices,
  accountId: number,
): Promise<{ readonly wanted: WantedTemplates; readonly callers: readonly number[] }> {
  const callers: number[] = [];
  const wanted = new Map<string, Set<string>>();
  const configurations = await openConfigurations(store, accountId);
  for (const known of await store.repositories.list(accountId)) {
    if (!known.active) continue;
    await letOthersRun();
    const { rules } = (await configurations.of(known)).config.templates;
    if (followsCalls(rules)) callers.push(known.state.repositoryId);
    for (const [template, paths] of wantedTemplates(rules)) {
      const all = wanted.get(template) ?? new Set();
      wanted.set(template, all);
      for (const path of paths) all.add(path);
    }
  }
  return { wanted, callers };
}

/** As the ledger knows it: whoever named it had it read then. Without reading anybody's configuration; empty for no template. */
async function findKnownTemplate(
  { store }: JobServices,
  accountId: number,
  template: string,
): Promise<WantedTemplates> {
  const facts = await store.facts.listOfAccount({
    accountId,
    kinds: ["template-listed", "template-file"],
    subjects: [templateListedSubject({ template })],
    prefixes: [`template-file:${template}:`],
  });
  if (facts.length === 0) return new Map();
  return new Map([[template, new Set(factsOfKind(facts, "template-file").map(({ data }) => data.path))]]);
}

interface ReadTemplates {
  readonly recorded: number;
  readonly more: boolean;
}

/** Kept template by template, so that an interruption loses one at most. */
async function readTemplates(
  services: JobServices,
  { accountId, installationId }: Account,
  wanted: WantedTemplates,
): Promise<ReadTemplates> {
  const { store } = services;
  let recorded = 0;
  let more = false;
  for (const [template, paths] of wanted) {
    const known = await loadTemplateFacts(store, accountId, new Map([[template, paths]]));
    const observed = await observeTemplate(services, { accountId, installationId, template, paths, known });
    // Before they are kept: then they say nothing new to the next try, should this one end in between.
    if (observed.facts.some(isFileVersion))
      await queueDriftedFiles(services, accountId, template, observed.facts);
    recorded += await store.facts.append(observed.facts, "observation");
    more ||= observed.more;
  }
  return { recorded, more };
}

function isFileVersion(fact: Fact): boolean {
  return fact.kind === "template-file" && fact.data.blobSha !== null;
}

async function askForMore({ store, now }: JobServices, job: ObserveTemplatesJob): Promise<void> {
  await store.jobs.enqueue(spreadJobs([job], now() + restAfterMillis));
}
