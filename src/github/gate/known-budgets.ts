// What GitHub said last of each hour's requests, by installation and resource, less those that are under way: each process learns
// it from the answers that it gets.
import { z } from "zod";
import type { HourlyBudget } from "../../core/requests/budget.ts";
import { type Resource, resources } from "../../core/requests/request-cost.ts";

/** The installations whose budgets are kept: those that were asked last. */
const keptBudgets = 2000;

const headersOfBudget = z.object({
  "x-ratelimit-limit": z.coerce.number().int().positive(),
  "x-ratelimit-remaining": z.coerce.number().int().nonnegative(),
  "x-ratelimit-reset": z.coerce.number().int().positive(),
  // GitHub Enterprise Servers of some versions do not name it.
  "x-ratelimit-resource": z.enum(resources).optional(),
});

interface Known {
  budget: HourlyBudget | null;
  underWay: number;
}

export interface KnownBudgets {
  /** Null: GitHub has said nothing yet, or limits nothing. */
  find(installationId: number, resource: Resource): HourlyBudget | null;
  /** A request goes out; the answer's headers, or null without an answer, are told to what is returned. */
  begin(installationId: number, resource: Resource): (headers: unknown) => void;
}

export function createKnownBudgets(): KnownBudgets {
  const known = new Map<string, Known>();
  const of = (installationId: number, resource: Resource): Known => {
    const key = `${installationId}/${resource}`;
    const found = known.get(key) ?? { budget: null, underWay: 0 };
    known.delete(key);
    known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > keptBudgets && oldest !== undefined) known.delete(oldest);
    return found;
  };
  return {
    find(installationId, resource) {
      const { budget, underWay } = of(installationId, resource);
      return budget && { ...budget, left: budget.left - underWay };
    },
    begin(installationId, resource) {
      of(installationId, resource).underWay += 1;
      return (headers) => {
        const now = of(installationId, resource);
        now.underWay = Math.max(0, now.underWay - 1);
        const told = headersOfBudget.safeParse(headers);
        if (!told.success || (told.data["x-ratelimit-resource"] ?? resource) !== resource) return;
        const resetAt = told.data["x-ratelimit-reset"] * 1000;
        // Answers overtake each other: an hour that is over says nothing any more, and in one hour the lowest is the latest.
        if (now.budget !== null && resetAt < now.budget.resetAt) return;
        const before = now.budget?.resetAt === resetAt ? now.budget.left : Number.POSITIVE_INFINITY;
        const left = Math.min(before, told.data["x-ratelimit-remaining"]);
        now.budget = { limit: told.data["x-ratelimit-limit"], left, resetAt };
      };
    },
  };
}
