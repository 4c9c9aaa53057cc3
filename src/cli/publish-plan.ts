// `firstpass publish weekly --plan [ACCOUNT]`: when the weekly issues go out, how long all of them take, and which go first and why.
import Table from "cli-table3";
import { type Urgency, weeklyRate } from "../core/work/plan-weekly.ts";
import type { ServerStore } from "../records/store.ts";
import { showOnOneLine } from "../render/visible-text.ts";
import { loadWeeklyPlan, type WeeklyPlan } from "../workflows/weekly/load-weekly-plan.ts";
import { findAccountByLogin } from "./find-account.ts";
import { withSharedStore } from "./open-shared-store.ts";

const HOUR_MILLIS = 60 * 60 * 1000;
/** Rows of the order that are shown. */
const SHOWN = 20;

interface AccountPlan {
  readonly account: string;
  readonly plan: WeeklyPlan;
}

/** @param login true: every account. */
export async function printWeeklyPlan(login: string | true, format: "table" | "json"): Promise<void> {
  const plans = await withSharedStore(async (store) => {
    const now = await store.now();
    const plans: AccountPlan[] = [];
    for (const { id, login: account } of await findAccounts(store, login))
      plans.push({ account, plan: await loadWeeklyPlan(store, id, now) });
    return plans;
  });
  const text = format === "json" ? JSON.stringify(plans.map(describe), null, 2) : renderPlans(plans);
  process.stdout.write(`${text}\n`);
}

async function findAccounts(store: ServerStore, login: string | true) {
  if (login !== true) return [await findAccountByLogin(store, login)];
  const known = new Map<number, string>();
  for (const { state, active } of await store.repositories.listAll())
    if (active) known.set(state.accountId, state.ownerLogin);
  return [...known].map(([id, name]) => ({ id, login: name }));
}

function describe({ account, plan }: AccountPlan) {
  const { waiting, next } = plan;
  return {
    account,
    rate: weeklyRate,
    waiting: describePart(waiting),
    next: describePart(next),
    order: (waiting.length > 0 ? waiting : next).slice(0, SHOWN).map((issue) => ({
      repository: issue.fullName,
      isoWeek: issue.isoWeek,
      at: new Date(issue.at).toISOString(),
      why: issue.urgency.why,
      kpis: issue.urgency.kpis,
    })),
  };
}

function describePart(issues: WeeklyPlan["next"]) {
  const [first] = issues;
  const last = issues.at(-1);
  return {
    issues: issues.length,
    firstAt: first === undefined ? null : new Date(first.at).toISOString(),
    lastAt: last === undefined ? null : new Date(last.at).toISOString(),
    /** From the first to the last. */
    hours: first === undefined || last === undefined ? null : (last.at - first.at) / HOUR_MILLIS,
  };
}

function renderPlans(plans: readonly AccountPlan[]): string {
  if (plans.length === 0) return "No repository of any account is known.";
  const style = { head: [], border: [] };
  const accounts = new Table({ head: ["account", "what", "issues", "first", "last", "hours"], style });
  const described = plans.map(describe);
  for (const { account, waiting, next } of described) {
    for (const [what, part] of [
      ["waiting now", waiting],
      ["next time", next],
    ] as const) {
      if (part.issues === 0 && what === "waiting now") continue;
      const { issues, firstAt, lastAt, hours } = part;
      accounts.push([
        showOnOneLine(account),
        what,
        String(issues),
        firstAt ?? "–",
        lastAt ?? "–",
        hours === null ? "–" : hours.toFixed(1),
      ]);
    }
  }
  const order = new Table({ head: ["at", "repository", "week", "why so early"], style });
  for (const { order: rows } of described)
    for (const { at, repository, isoWeek, why, kpis } of rows)
      order.push([at, showOnOneLine(repository), isoWeek, explain({ why, kpis })]);
  const { perMinute, perHour } = weeklyRate;
  const rate = `At most ${perMinute} a minute and ${perHour} an hour of each account, the most urgent first.`;
  return [accounts.toString(), rate, order.toString()].join("\n");
}

function explain({ why, kpis }: Urgency): string {
  const count = `${kpis} ${kpis === 1 ? "KPI" : "KPIs"}`;
  switch (why) {
    case "escalated":
      return `${count} off target for so long that it is escalated`;
    case "off-target":
      return `${count} off target`;
    case "never-posted":
      return "nothing was posted yet";
    case "near":
      return `${count} near the target`;
    case "on-target":
      return "nothing off target last time";
  }
}
