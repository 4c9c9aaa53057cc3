// What GitHub was asked, what became of it, and how much may still be asked: as far as this process has seen it.
import { Counter, Gauge, type Registry } from "prom-client";

/** What is counted of a request to GitHub. The route is a template: its values would be without end. */
export interface CountedRequest {
  readonly installationId: number;
  readonly route: string;
  readonly outcome: string;
  readonly budget: { readonly left: number; readonly resetAt: number } | null;
}

/** Installations whose budget is shown: those asked for last. More would be series without end. */
const SHOWN_INSTALLATIONS = 100;

/** Adds the metrics of requests to GitHub; returns what is to be told of each request. */
export function addGitHubMetrics(registry: Registry, now: () => number): (request: CountedRequest) => void {
  const registers = [registry];
  const requests = new Counter({
    name: "firstpass_github_requests_total",
    help: "Requests of this process to GitHub by route and outcome; of requests for tokens only the failures",
    labelNames: ["route", "outcome"] as const,
    registers,
  });
  const budgets = new Map<number, { left: number; resetAt: number }>();
  new Gauge({
    name: "firstpass_github_budget_left",
    help: "Requests left in the running hour, as GitHub said last to this process; for the installations asked last",
    labelNames: ["installation"] as const,
    registers,
    collect() {
      this.reset();
      for (const [installation, { left, resetAt }] of budgets) {
        // The hour is over: what is left of the next one is not known yet.
        if (resetAt > now()) this.set({ installation }, left);
      }
    },
  });

  return ({ installationId, route, outcome, budget }) => {
    requests.inc({ route, outcome });
    if (budget === null) return;
    budgets.delete(installationId);
    budgets.set(installationId, { left: budget.left, resetAt: budget.resetAt });
    const [oldest] = budgets.keys();
    if (budgets.size > SHOWN_INSTALLATIONS && oldest !== undefined) budgets.delete(oldest);
  };
}
