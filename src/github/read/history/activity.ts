// Lists the changes of branches: every push, forced or not, merges, branches made and deleted. GitHub keeps about a year of them.
import { z } from "zod";
import type { ListedActivity } from "../../../core/listed-history/listed.ts";
import { inRepository } from "../../address.ts";
import type { Ask } from "../../ask.ts";
import type { GitHubHistory } from "../../history.ts";
import { see } from "../see.ts";
import { partsOf, second, sha } from "./parts.ts";

const wanted = { what: "pushes", permission: "contents: read", turnOn: "" };

const activities = z.array(
  z.object({ ref: z.string(), before: sha, after: sha, timestamp: second, activity_type: z.string() }),
);

const dayMillis = 24 * 60 * 60_000;
/** GitHub's words for how far back to look, each with the days that are within it for certain. */
const periods = [
  { period: "day", days: 0.9 },
  { period: "week", days: 6.5 },
  { period: "month", days: 27 },
  { period: "quarter", days: 85 },
] as const;

/** @param now milliseconds UTC. */
export function listActivity(ask: Ask, now: () => number): GitHubHistory["listActivity"] {
  return (repository, { ref, since }, cursor) =>
    see(wanted, async () => {
      const [asked, after] = partsOf(cursor, /^(\w+):(.+)$/) ?? [];
      // The same on every page: a cursor belongs to the list that it was given for.
      const period = asked ?? periodFor(now() - since);
      const { data, after: next } = await ask.page(
        repository.installationId,
        "GET /repos/{owner}/{repo}/activity",
        {
          ...inRepository(repository),
          time_period: period,
          ...(ref === null ? {} : { ref }),
          ...(after === undefined ? {} : { after }),
        },
        activities,
      );
      const items = data.filter(({ timestamp }) => timestamp >= since).map(readActivity);
      const ended = next === null || items.length < data.length;
      return { items, next: ended ? null : `${period}:${next}` };
    });
}

function periodFor(ageMillis: number): string {
  return periods.find(({ days }) => ageMillis <= days * dayMillis)?.period ?? "year";
}

function readActivity(activity: z.infer<typeof activities>[number]): ListedActivity {
  return {
    ref: activity.ref,
    before: activity.before,
    after: activity.after,
    at: activity.timestamp,
    forced: activity.activity_type === "force_push",
  };
}
