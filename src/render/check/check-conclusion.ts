// Which way the check run comes out. Advisory never fails a pull request; enforce fails it for a failing check, a broken rule or a
// configuration that is wrong.
import type { Config } from "../../core/config/config.ts";
import type { CheckRunContent } from "../../core/publication/content.ts";
import type { CheckState } from "./check-state.ts";

type Outcome = Pick<CheckRunContent, "status" | "conclusion">;

/** In progress while checks are awaited; success only when there is nothing to look at; neutral or failure by the configured mode. */
export function concludeCheckRun(
  state: CheckState,
  config: Config,
  trouble: {
    readonly brokenRules: number;
    /** Errors of configuration files in the change itself. */
    readonly configErrors: number;
    readonly configProblems: number;
  },
): Outcome {
  const standing = state.kind === "change" || state.kind === "merge-queue" ? state.standing : null;
  if (standing === "waits") return { status: "in_progress", conclusion: null };
  if (standing === "fails" || trouble.brokenRules + trouble.configErrors > 0) {
    return { status: "completed", conclusion: config.mode === "enforce" ? "failure" : "neutral" };
  }
  const clean = standing === "passes" && trouble.configProblems === 0;
  return { status: "completed", conclusion: clean ? "success" : "neutral" };
}
