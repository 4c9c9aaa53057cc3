// What the schema cannot see: values that are well formed and still cannot be meant, and targets that reward the wrong thing.
import { Cron } from "croner";
import { checkTargets, checkWeeklyKpis } from "./check-kpis.ts";
import { checkMeasures } from "./check-measures.ts";
import { readDays } from "./days.ts";
import { refuse } from "./explain-issue.ts";
import type { LocatedMessage } from "./problem.ts";
import type { WrittenConfig } from "./schema.ts";
import { suggestion } from "./suggest.ts";

/** Everything that is wrong or doubtful in a file that the schema accepts. */
export function checkMeaning(written: WrittenConfig): LocatedMessage[] {
  return [
    ...checkWindow(written),
    ...checkTimeZone(written),
    ...checkSelectors(written),
    ...checkRules(written),
    ...checkMeasures(written),
    ...checkTargets(written),
    ...checkWeekly(written),
    ...checkWeeklyKpis(written),
  ];
}

function checkWindow({ window }: WrittenConfig): LocatedMessage[] {
  if (window === undefined) return [];
  const days = readDays(window);
  return days >= 7 && days <= 180 ? [] : [refuse(["window"], window, "must be 7 to 180 days.")];
}

function checkTimeZone({ time_zone: timeZone }: WrittenConfig): LocatedMessage[] {
  if (timeZone === undefined || isTimeZone(timeZone)) return [];
  const hint = suggestion(timeZone, Intl.supportedValuesOf("timeZone"));
  return [refuse(["time_zone"], timeZone, `must be an IANA name such as "Europe/Berlin" or "UTC".${hint}`)];
}

function isTimeZone(name: string): boolean {
  // Offsets such as "+01:00" are accepted by Intl but are no zones: they know no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function checkSelectors({ checks }: WrittenConfig): LocatedMessage[] {
  return (checks?.security ?? []).flatMap((selector, index) =>
    Object.keys(selector).length > 0
      ? []
      : [
          refuse(
            ["checks", "security", index],
            selector,
            'must have "app", "name" or "workflow": it would select every check.',
          ),
        ],
  );
}

function checkRules({ templates }: WrittenConfig): LocatedMessage[] {
  const first = new Map<string, number>();
  return (templates?.rules ?? []).flatMap((rule, index) => {
    const at = ["templates", "rules", index];
    const messages: LocatedMessage[] = [];
    const earlier = first.get(rule.id);
    if (earlier === undefined) first.set(rule.id, index);
    else
      messages.push(
        refuse([...at, "id"], rule.id, `rule ${earlier + 1} has this id already; give each its own.`),
      );
    if ((rule.kind === "reusable_workflow" || rule.kind === "action") && typeof rule.ref === "object") {
      const { minimum, branches, pinned } = rule.ref;
      if (pinned !== undefined && (minimum !== undefined || branches !== undefined)) {
        messages.push(
          refuse(
            [...at, "ref"],
            rule.ref,
            '"pinned" allows SHAs alone, so "minimum" and "branches" cannot stand beside it.',
          ),
        );
      } else if (pinned === undefined && minimum === undefined) {
        messages.push(
          refuse(
            [...at, "ref"],
            rule.ref,
            'must have "minimum" or "pinned: true"; for any ref leave "ref" out.',
          ),
        );
      }
    }
    return messages;
  });
}

function checkWeekly({ weekly }: WrittenConfig): LocatedMessage[] {
  const cron = weekly?.cron;
  if (cron === undefined) return [];
  const at = ["weekly", "cron"];
  if (weekly?.day !== undefined || weekly?.time !== undefined) {
    return [refuse(at, cron, 'stands beside "day" or "time"; write either the one or the others.')];
  }
  try {
    // From any fixed time: only whether the expression is one, and whether it ever comes.
    const next = new Cron(cron, { paused: true, mode: "5-part", timezone: "UTC" }).nextRun(new Date(0));
    return next === null ? [refuse(at, cron, "this time never comes.")] : [];
  } catch {
    return [refuse(at, cron, 'must be a cron expression of five parts such as "0 7 * * 1".')];
  }
}
