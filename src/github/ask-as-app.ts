// Asks GitHub as the App itself, with its JWT: of what no installation may ask. Throws the errors of `errors.ts`.
import type { ProbotOctokit } from "probot";
import type { z } from "zod";
import { classifyError } from "./classify-error.ts";
import { Transient } from "./errors.ts";
import { type AnsweredRequest, answeredWith, failedWith } from "./request-outcome.ts";

export interface AskAsAppOptions {
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** How long one request may take. */
  readonly timeoutMillis: number;
  /** Told of every request that was made. Must not throw. */
  readonly onAnswered?: (request: AnsweredRequest) => void;
}

export interface AppAnswer<Data> {
  readonly data: Data;
  readonly headers: Readonly<Record<string, string>>;
}

export type AskAsApp = <Schema extends z.ZodType>(
  route: string,
  parameters: Record<string, unknown>,
  schema: Schema,
) => Promise<AppAnswer<z.infer<Schema>>>;

/** No installation: budgets are not told apart by it. */
const noInstallation = 0;

/** @param asApp an Octokit that signs with the App's key. */
export function makeAskAsApp(asApp: () => Promise<ProbotOctokit>, options: AskAsAppOptions): AskAsApp {
  return async (route, parameters, schema) => {
    const asked = { installationId: noInstallation, route };
    try {
      const octokit = await asApp();
      const request = { retries: 0, signal: AbortSignal.timeout(options.timeoutMillis) };
      const response = await octokit.request(route, { ...parameters, request });
      options.onAnswered?.({ ...answeredWith(asked, response), budget: null });
      const parsed = schema.safeParse(response.data);
      if (!parsed.success) throw new Transient(`GitHub's answer to ${route} cannot be used.`);
      return { data: parsed.data, headers: textsOf(response.headers) };
    } catch (error) {
      if (!(error instanceof Transient)) {
        options.onAnswered?.({ ...failedWith(asked, error, options.now()), budget: null });
      }
      throw classifyError(error, options.now());
    }
  };
}

function textsOf(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
