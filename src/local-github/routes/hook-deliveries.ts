// Routes of the delivery log: what was sent, and sending it again.
import { dateTime } from "../answers/account.ts";
import type { Deliverer, SentDelivery } from "../deliveries.ts";
import { notFound, Refusal } from "../refusal.ts";
import type { Route, RouteRequest } from "../route.ts";

function showDelivery(sent: SentDelivery) {
  const ok = sent.statusCode !== null && sent.statusCode >= 200 && sent.statusCode < 300;
  return {
    id: sent.id,
    guid: sent.guid,
    delivered_at: dateTime(sent.deliveredAt),
    redelivery: sent.redelivery,
    duration: Math.round(sent.durationMillis) / 1000,
    status: ok
      ? "OK"
      : sent.statusCode === null
        ? "failed to connect to host"
        : `Invalid HTTP Response: ${sent.statusCode}`,
    status_code: sent.statusCode ?? 0,
    event: sent.event,
    action: sent.action,
    installation_id: sent.installationId,
    repository_id: sent.repositoryId,
    throttled_at: null,
  };
}

function list(deliverer: Deliverer, request: RouteRequest) {
  const { query, origin } = request;
  const perPage = Math.min(100, Math.max(1, Number(query.per_page ?? 30)));
  const cursor =
    query.cursor === undefined ? Number.POSITIVE_INFINITY : Number(query.cursor.replace(/^v1_/, ""));
  if (Number.isNaN(cursor)) throw new Refusal(400, "Invalid cursor");
  const succeeded = ({ statusCode }: SentDelivery) =>
    statusCode !== null && statusCode >= 200 && statusCode < 400;
  const newestFirst = deliverer.shownLog
    .filter((sent) => sent.id < cursor)
    .filter((sent) => query.status === undefined || succeeded(sent) === (query.status === "success"))
    .reverse();
  const page = newestFirst.slice(0, perPage);
  const last = page.at(-1);
  const more = newestFirst.length > perPage && last !== undefined;
  const next = new URLSearchParams({ ...query, cursor: `v1_${last?.id}` });
  const link = `<${origin}/api/v3/app/hook/deliveries?${next}>; rel="next"`;
  return { status: 200, headers: more ? { link } : {}, body: page.map(showDelivery) };
}

export function hookDeliveryRoutes(deliverer: Deliverer): Route[] {
  return [
    {
      method: "GET",
      template: "/app/hook/deliveries",
      operationId: "apps/list-webhook-deliveries",
      auth: "app",
      permissions: [],
      handle: (request) => list(deliverer, request),
    },
    {
      method: "POST",
      template: "/app/hook/deliveries/{delivery_id}/attempts",
      operationId: "apps/redeliver-webhook-delivery",
      auth: "app",
      permissions: [],
      handle: async ({ parameters }) => {
        const id = Number(parameters.delivery_id);
        if (!deliverer.shownLog.some((sent) => sent.id === id)) throw notFound();
        if (!deliverer.hasTarget) throw new Refusal(422, "The webhook is not active.");
        await deliverer.redeliver(id);
        return { status: 202, body: {} };
      },
    },
  ];
}
