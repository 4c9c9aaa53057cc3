// Keeps what a reading of one of Firstpass's own files found: what holds from now on, what a person must know about it, and, in the
// same transaction, the work that another text gives rise to.
import { type ConfigFile, type ConfigProblem, formatConfigProblem } from "../../core/config/problem.ts";
import { jobKey, type RequestObservationsJob } from "../../core/work/job.ts";
import type { StoredConfiguration } from "../../records/store.ts";
import type { JobServices } from "../services.ts";
import type { Found } from "./read-own-file.ts";

/** What is wrong with a text, and whether it comes into force all the same. */
export interface Judgement {
  readonly inForce: boolean;
  readonly problems: readonly ConfigProblem[];
}

export interface KeptReading {
  /** What is in force now; null: nothing. */
  readonly file: ConfigFile | null;
  readonly changed: boolean;
  readonly problem: string | null;
}

interface Reading extends Pick<StoredConfiguration, "accountId" | "repositoryId" | "kind" | "path"> {
  /** Null: there is no such file. */
  readonly found: Found | null;
  /** Null where there is no text. */
  readonly judged: Judgement | null;
  readonly before: StoredConfiguration | null;
}

export async function keepReading(
  { store, now }: Pick<JobServices, "store" | "now">,
  { found, judged, before, ...file }: Reading,
): Promise<KeptReading> {
  const lastGood = before?.text ?? null;
  const text = found === null ? null : "text" in found && judged?.inForce ? found.text : lastGood;
  const problem =
    found !== null && "refusal" in found ? found.refusal : describeErrors(judged?.problems ?? []);
  const changed = text !== lastGood;
  const readAt = now();
  await store.transaction(async ({ configurations, jobs }) => {
    await configurations.save({ ...file, text, commitSha: null, readAt, problem });
    if (!changed || file.kind === "exceptions") return;
    // What others build upon may change any of them.
    const repositoryId = file.kind === "configuration" ? file.repositoryId : null;
    const job: RequestObservationsJob = {
      kind: "request-observations",
      accountId: file.accountId,
      repositoryId,
    };
    const { kind, accountId } = job;
    await jobs.enqueue([{ key: jobKey(job), kind, accountId, payload: job }]);
  });
  return { file: text === null ? null : { path: file.path, text }, changed, problem };
}

function describeErrors(problems: readonly ConfigProblem[]): string | null {
  const errors = problems.filter(({ severity }) => severity === "error").map(formatConfigProblem);
  return errors.length === 0 ? null : errors.join("\n");
}
