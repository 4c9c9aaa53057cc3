// The scorecard of the repository, read from GitHub with a token, and on demand the issue of the week that ended last: by the same workflow,
// renderer and marker as the App's.
import { isoWeekOf, previousIsoWeek } from "../src/core/scorecard/iso-week.ts";
import { connectWithToken } from "../src/github/token.ts";
import { openMemoryStore } from "../src/memory/open-memory-store.ts";
import { renderReportSummary } from "../src/render/action/report-summary.ts";
import { collectRepository } from "../src/workflows/collect/collect-repository.ts";
import type { CollectProgress } from "../src/workflows/collect/collected.ts";
import { withPolicy } from "../src/workflows/collect/with-policy.ts";
import { loadScorecard } from "../src/workflows/load-scorecard.ts";
import { ActionError } from "./action-error.ts";
import type { RunnerEvent } from "./event.ts";
import { nameCondition } from "./fail-on.ts";
import type { Inputs } from "./inputs.ts";
import { judgeTargets } from "./judge-change.ts";
import { logLine } from "./log-lines.ts";
import { postWeekly } from "./post-weekly.ts";
import { quietLog } from "./quiet-log.ts";
import { readConfigInput } from "./read-files.ts";
import type { Runner } from "./runner.ts";
import { type StepResult, tellPercent } from "./step-result.ts";

const dayMillis = 24 * 60 * 60 * 1000;
/** As the App's: twice the usual window, and room for what began before it. */
const daysRead = 90;
/** Minutes of a workflow cost; a limit that lasts longer ends the step. */
const longestWaitMillis = 10 * 60 * 1000;

export async function reportRepository(
  runner: Runner,
  inputs: Inputs,
  event: RunnerEvent,
  now: () => number,
): Promise<StepResult> {
  if (inputs.token === null)
    throw new ActionError("Input token: a report is read from GitHub, and needs a token.");
  const store = openMemoryStore({ now });
  const policy = await readConfigInput(runner.workspace, inputs.config);
  const connected = connectWithToken({
    token: inputs.token,
    kind: inputs.tokenKind,
    apiUrl: runner.apiUrl,
    graphqlUrl: runner.graphqlUrl,
    store,
    now,
  });
  const github =
    policy === null
      ? connected
      : withPolicy(connected, policy.text, (holder) =>
          logLine(`Input config: ${holder} has the organisation's configuration, which stands instead.`),
        );
  const services = { store, github, log: quietLog(), now };
  const {
    repository,
    requests,
    readTo: at,
    problems,
    policyUnseen,
  } = await collectRepository(services, `${runner.owner}/${runner.name}`, {
    days: Math.max(daysRead, 2 * (inputs.windowDays ?? 0)),
    waitUntil: now() + longestWaitMillis,
    onProgress: tellProgress(),
  });
  logLine(`Read with ${requests} requests.`);
  const { accountId, repositoryId } = repository;
  const loaded = await loadScorecard(store, {
    accountId,
    repositoryId,
    now: at,
    source: "api",
    policyUnseen,
    ...(inputs.windowDays === null ? {} : { window: { from: at - inputs.windowDays * dayMillis, to: at } }),
  });
  const { scorecard, config } = loaded;
  const configProblems = [...problems, ...loaded.configProblems];
  const isoWeek = previousIsoWeek(isoWeekOf(at));
  const weekly = inputs.weeklyIssue
    ? await postWeekly(
        services,
        { accountId, repositoryId, isoWeek, policyUnseen },
        { inputs, event, enabled: config.weekly.enabled },
      )
    : null;
  const failures = inputs.failOn.flatMap((condition) => {
    const why = condition.kind === "off-target" ? judgeTargets(scorecard, condition.kpi) : null;
    return why === null ? [] : [`${nameCondition(condition)}: ${why}`];
  });
  const warnings = weekly?.warnings ?? [];
  const offTarget = scorecard.kpis.some(({ status }) => status === "off-target");
  return {
    conclusion: failures.length > 0 ? "failure" : offTarget || warnings.length > 0 ? "neutral" : "success",
    firstPass: tellPercent(scorecard, "first-pass-rate"),
    scorecard,
    summary: renderReportSummary({
      scorecard,
      config,
      configProblems,
      failures,
      weekly: weekly?.told ?? null,
      warnings,
    }),
    annotations: [],
    warnings,
    failures,
  };
}

/** A line for each thing that is read, not for each page of it. */
function tellProgress(): (progress: CollectProgress) => void {
  let last = "";
  return ({ doing, waitingUntil }) => {
    const waiting =
      waitingUntil === null
        ? ""
        : `, waiting for GitHub's limit until ${new Date(waitingUntil).toISOString()}`;
    const line = `Reading ${doing}${waiting}`;
    if (line !== last) logLine(line);
    last = line;
  };
}
