// When a template has released another version of a file: queues the repositories whose own file is none of the released ones, so
// that they say how it differs from the nearest. All others need no new reading: the release is a fact of the account.
import type { Fact } from "../../core/facts/fact.ts";
import { findLatestFact } from "../../core/facts/latest-fact.ts";
import { joinRoad, type Road } from "../../core/paved-road/road.ts";
import { repositoryOf } from "../../core/paved-road/uses.ts";
import { wantedTemplates } from "../../core/paved-road/wanted-templates.ts";
import type { Job } from "../../core/work/job.ts";
import { openConfigurations } from "../configuration/account-configurations.ts";
import { letOthersRun } from "../let-others-run.ts";
import type { JobServices } from "../services.ts";
import { spreadJobs } from "../spread-jobs.ts";
import { loadTemplateFacts } from "./load-account-facts.ts";
import { findDriftedFiles, findKnownDrift } from "./observe-drifts.ts";

/** Until what was read of the template is kept, for which it is queued. */
const keptAfterMillis = 10_000;

/**
 * @param template `owner/repo` in lower case.
 * @param read facts of it that are about to be kept.
 */
export async function queueDriftedFiles(
  { store, now }: JobServices,
  accountId: number,
  template: string,
  read: readonly Fact[],
): Promise<void> {
  const causedAt = now();
  const jobs: Job[] = [];
  const configurations = await openConfigurations(store, accountId);
  const loaded = new Map<string, Road["templates"]>();
  for (const known of await store.repositories.list(accountId)) {
    if (!known.active) continue;
    await letOthersRun();
    const { repositoryId } = known.state;
    const rules = (await configurations.of(known)).config.templates.rules.filter(
      (rule) => rule.kind === "file" && repositoryOf(rule.template) === template,
    );
    if (rules.length === 0) continue;
    const newest = await store.facts.listNewest({ accountId, repositoryId, kind: "paved-road" });
    const before = findLatestFact(newest, "paved-road", Number.POSITIVE_INFINITY)?.data ?? null;
    if (before === null) continue;
    const wanted = wantedTemplates(rules);
    // Most repositories have the same rules: what they need of the templates is loaded once.
    const key = JSON.stringify([...wanted].map(([template, paths]) => [template, [...paths].sort()]));
    let released = loaded.get(key);
    if (released === undefined) {
      const facts = await loadTemplateFacts(store, accountId, wanted);
      released = joinRoad([...facts, ...read], before, Number.POSITIVE_INFINITY).templates;
      loaded.set(key, released);
    }
    const drifted = findDriftedFiles(before, rules, released);
    if (drifted.some((file) => findKnownDrift(before, file) === null))
      jobs.push({ kind: "observe-paved-road", accountId, repositoryId, causedAt });
  }
  await store.jobs.enqueue(spreadJobs(jobs, causedAt + keptAfterMillis));
}
