// What GitHub says of the App itself, asked for with its JWT: who it is, where it is installed, how its webhook is set and what
// became of its deliveries. The doctor asks, and the nightly look at the installations; throws the errors of `errors.ts`.
import type { ProbotOctokit } from "probot";
import { z } from "zod";
import { makeAsk, type OctokitFor } from "./ask.ts";
import { makeAskAsApp } from "./ask-as-app.ts";
import { NotFound } from "./errors.ts";
import type { Budget } from "./request-outcome.ts";

export interface RegisteredApp {
  readonly slug: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

export interface AppInstallation {
  readonly installationId: number;
  /** Null: GitHub tells no account, as of one that is being deleted. */
  readonly accountId: number | null;
  readonly accountLogin: string;
  /** `Organization`, `User`; null where GitHub does not say. */
  readonly accountType: string | null;
  readonly suspended: boolean;
  readonly permissions: Readonly<Record<string, string>>;
  /** GitHub's time of its last change, milliseconds UTC; null where GitHub does not say. */
  readonly updatedAt: number | null;
}

export interface AppWebhook {
  /** Null: none is set. */
  readonly url: string | null;
  readonly contentType: string | null;
  /** GitHub checks the server's certificate. */
  readonly checksCertificate: boolean;
  /** GitHub signs what it sends. It never tells with what. */
  readonly hasSecret: boolean;
}

export interface AppDelivery {
  /** `X-GitHub-Delivery`: the same for every attempt. */
  readonly guid: string;
  readonly deliveredAt: number;
  /** 0: no answer. */
  readonly statusCode: number;
}

export interface AppView {
  readApp(): Promise<RegisteredApp>;
  /** `complete` is false where there are more than are read: a thousand, or `maximumPages` of a hundred. */
  listInstallations(maximumPages?: number): Promise<{ installations: AppInstallation[]; complete: boolean }>;
  readWebhook(): Promise<AppWebhook>;
  /** The hundred newest attempts, newest first. */
  listDeliveries(): Promise<AppDelivery[]>;
  /** What is left of the hour; asking costs nothing. Null: this server limits nothing. */
  readBudget(installationId: number): Promise<(Budget & { readonly limit: number }) | null>;
}

const MAXIMUM_PAGES = 10;
const PAGE = 100;

const permissions = z.record(z.string(), z.string());
const time = z.iso.datetime({ offset: true }).transform(Date.parse);
const appAnswer = z.object({ slug: z.string().optional(), permissions, events: z.array(z.string()) });
const installationsAnswer = z.array(
  z.object({
    id: z.number().int(),
    account: z
      .object({
        id: z.number().int().optional(),
        login: z.string().optional(),
        slug: z.string().optional(),
        type: z.string().optional(),
      })
      .nullable(),
    updated_at: time.nullish().catch(null),
    suspended_at: z.string().nullish(),
    permissions,
  }),
);
const webhookAnswer = z.object({
  url: z.string().nullish(),
  content_type: z.string().nullish(),
  insecure_ssl: z.union([z.string(), z.number()]).nullish(),
  secret: z.string().nullish(),
});
const deliveriesAnswer = z.array(z.object({ guid: z.string(), delivered_at: time, status_code: z.number() }));
const rateLimitAnswer = z.object({
  resources: z.object({
    core: z.object({ limit: z.number(), remaining: z.number(), reset: z.number() }),
  }),
});

/**
 * @param asApp an Octokit that signs with the App's key; @param octokitFor one authenticated as an installation.
 */
export function connectApp(
  asApp: () => Promise<ProbotOctokit>,
  octokitFor: OctokitFor,
  options: { readonly now: () => number; readonly timeoutMillis: number },
): AppView {
  const ask = makeAsk(octokitFor, options);

  const askApp = makeAskAsApp(asApp, options);
  const askAsApp = async <Schema extends z.ZodType>(
    route: string,
    parameters: Record<string, unknown>,
    schema: Schema,
  ): Promise<z.infer<Schema>> => (await askApp(route, parameters, schema)).data;

  return {
    async readApp() {
      const { slug = "", permissions, events } = await askAsApp("GET /app", {}, appAnswer);
      return { slug, permissions, events };
    },

    async listInstallations(maximumPages = MAXIMUM_PAGES) {
      const installations: AppInstallation[] = [];
      for (let page = 1; page <= maximumPages; page++) {
        const found = await askAsApp("GET /app/installations", { per_page: PAGE, page }, installationsAnswer);
        for (const { id, account, suspended_at, updated_at, permissions } of found) {
          installations.push({
            installationId: id,
            accountId: account?.id ?? null,
            accountLogin: account?.login ?? account?.slug ?? String(id),
            accountType: account?.type ?? null,
            suspended: typeof suspended_at === "string",
            permissions,
            updatedAt: updated_at ?? null,
          });
        }
        if (found.length < PAGE) return { installations, complete: true };
      }
      return { installations, complete: false };
    },

    async readWebhook() {
      const hook = await askAsApp("GET /app/hook/config", {}, webhookAnswer);
      return {
        url: hook.url || null,
        contentType: hook.content_type ?? null,
        checksCertificate: String(hook.insecure_ssl ?? "0") === "0",
        hasSecret: Boolean(hook.secret),
      };
    },

    async listDeliveries() {
      const found = await askAsApp("GET /app/hook/deliveries", { per_page: PAGE }, deliveriesAnswer);
      return found.map(({ guid, delivered_at, status_code }) => ({
        guid,
        deliveredAt: delivered_at,
        statusCode: status_code,
      }));
    },

    async readBudget(installationId) {
      try {
        const { resources } = await ask(installationId, "GET /rate_limit", {}, rateLimitAnswer);
        const { limit, remaining, reset } = resources.core;
        return { limit, left: remaining, resetAt: reset * 1000 };
      } catch (error) {
        if (error instanceof NotFound) return null;
        throw error;
      }
    },
  };
}
