// The operator's log, which a workflow run has not: what people need to know is in the summary and the job's own log.
import type { WorkflowLog } from "../src/workflows/services.ts";

export function quietLog(): WorkflowLog {
  const say = () => {};
  return { debug: say, info: say, warn: say, error: say };
}
