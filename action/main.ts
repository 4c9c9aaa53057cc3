// The Action: what GitHub's runner starts. Reads inputs and event, does what they ask for, and tells how it ended: by annotations, a job
// summary, outputs and the exit code.
import { getInput, setFailed, setSecret } from "@actions/core";
import { auditPullRequest } from "./audit-pull-request.ts";
import { chooseMode, readEvent } from "./event.ts";
import { explainFailure } from "./explain-failure.ts";
import { readInputs } from "./inputs.ts";
import { logLine } from "./log-lines.ts";
import { reportRepository } from "./report-repository.ts";
import { readRunner } from "./runner.ts";
import { type StepResult, tellResult } from "./step-result.ts";

/** Before anything else, so that no line can show one. */
function maskTokenInputs(): void {
  for (const name of ["token", "workflow-token"]) {
    const token = getInput(name);
    if (token !== "") setSecret(token);
  }
}

async function run(): Promise<0 | 1> {
  maskTokenInputs();
  const inputs = readInputs((name) => getInput(name));
  const runner = readRunner(process.env);
  const mode = chooseMode(runner.eventName, inputs.mode);
  const event = await readEvent(runner);
  const attempt = runner.attempt > 1 ? `, attempt ${runner.attempt}` : "";
  logLine(`Firstpass: ${mode} of ${runner.owner}/${runner.name} on ${runner.eventName}${attempt}`);
  const result: StepResult =
    mode === "pull-request" && event.kind === "change"
      ? await auditPullRequest(runner, inputs, event, Date.now)
      : await reportRepository(runner, inputs, event, Date.now);
  return tellResult(result, runner);
}

try {
  process.exitCode = await run();
} catch (error) {
  setFailed(explainFailure(error));
}
