// GitHub's log of what it sent the App, and having it sent again. The log is kept for three days (Enterprise Server: seven).
import type { ProbotOctokit } from "probot";
import { z } from "zod";
import { type AskAsAppOptions, makeAskAsApp } from "./ask-as-app.ts";

export interface LoggedDelivery {
  /** Of the log, one for each attempt; a whole number that may be larger than a number holds exactly. */
  readonly id: string;
  /** `X-GitHub-Delivery`: the same for every attempt. */
  readonly guid: string;
  /** GitHub's time, milliseconds UTC. */
  readonly deliveredAt: number;
  /** 0: no answer. */
  readonly statusCode: number;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
}

export interface DeliveryLogPage {
  /** Newest first. */
  readonly deliveries: readonly LoggedDelivery[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
  /** GitHub's clock, milliseconds UTC; null where its answer did not tell. */
  readonly githubNow: number | null;
  readonly isEnterpriseServer: boolean;
}

export interface DeliveryLog {
  /** A page of a hundred. @param options.failedOnly those that were not answered with success. */
  list(options: { readonly failedOnly: boolean; readonly cursor: string | null }): Promise<DeliveryLogPage>;
  /** Asks for one to be sent again: resolves when GitHub will. @throws NotFound when the log does not have it any more. */
  redeliver(id: string): Promise<void>;
}

const PAGE = 100;
const wholeNumber = z.union([z.int(), z.bigint()]);
const listAnswer = z.array(
  z.object({
    id: wholeNumber.transform(String),
    guid: z.string(),
    delivered_at: z.iso.datetime({ offset: true }).transform(Date.parse),
    status_code: z.number(),
    event: z.string(),
    action: z.string().nullish(),
    installation_id: z.int().nullish(),
  }),
);

/** @param asApp an Octokit that signs with the App's key. */
export function connectDeliveryLog(
  asApp: () => Promise<ProbotOctokit>,
  options: AskAsAppOptions,
): DeliveryLog {
  const ask = makeAskAsApp(asApp, options);
  return {
    async list({ failedOnly, cursor }) {
      const { data, headers } = await ask(
        "GET /app/hook/deliveries",
        {
          per_page: PAGE,
          ...(failedOnly ? { status: "failure" } : {}),
          ...(cursor === null ? {} : { cursor }),
        },
        listAnswer,
      );
      const date = Date.parse(headers.date ?? "");
      return {
        deliveries: data.map(({ id, guid, delivered_at, status_code, event, action, installation_id }) => ({
          id,
          guid,
          deliveredAt: delivered_at,
          statusCode: status_code,
          event,
          action: action ?? null,
          installationId: installation_id ?? null,
        })),
        next: cursorOfNext(headers.link ?? ""),
        githubNow: Number.isNaN(date) ? null : date,
        isEnterpriseServer: headers["x-github-enterprise-version"] !== undefined,
      };
    },

    async redeliver(id) {
      await ask("POST /app/hook/deliveries/{delivery_id}/attempts", { delivery_id: id }, z.unknown());
    },
  };
}

function cursorOfNext(link: string): string | null {
  const next = /<([^>]+)>;[^,]*rel="next"/.exec(link)?.[1];
  return next === undefined || !URL.canParse(next) ? null : new URL(next).searchParams.get("cursor");
}
