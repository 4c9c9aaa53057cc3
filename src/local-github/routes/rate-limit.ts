// How much a token may still ask this hour. Asking it is free, also when nothing is left.
import type { Meter } from "../limits.ts";
import { Refusal } from "../refusal.ts";
import type { Route } from "../route.ts";
import { spenderOf } from "../token.ts";

export function rateLimitRoutes(meter: Meter): Route[] {
  return [
    {
      method: "GET",
      template: "/rate_limit",
      operationId: "rate-limit/get",
      auth: "installation",
      permissions: [],
      free: true,
      handle: ({ token }) => {
        if (token === null) throw new Refusal(401, "Bad credentials");
        const spender = spenderOf(token);
        const core = meter.show(spender);
        const graphql = meter.show(spender, "graphql");
        return { status: 200, body: { resources: { core, graphql, search: core }, rate: core } };
      },
    },
  ];
}
