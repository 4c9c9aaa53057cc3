// How much an installation may still ask this hour. Asking it is free, also when nothing is left.
import type { Meter } from "../limits.ts";
import type { Route } from "../route.ts";

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
        const id = token?.installation.id ?? 0;
        const core = meter.show(id);
        const graphql = meter.show(id, "graphql");
        return { status: 200, body: { resources: { core, graphql, search: core }, rate: core } };
      },
    },
  ];
}
