// Delivers recordings to a server of their own, over HTTP and signed, and reads the scorecards that come of it.
import { createHmac, generateKeyPairSync, randomBytes } from "node:crypto";
import { createFirstpass, type Firstpass } from "../app.ts";
import type { RepositoryState } from "../core/facts/repository.ts";
import type { Scorecard } from "../core/scorecard/scorecard.ts";
import { readEnvironment } from "../environment.ts";
import type { DeliveryState } from "../records/store.ts";
import { loadScorecard } from "../workflows/load-scorecard.ts";
import { noGitHub } from "./no-github.ts";
import type { Recording } from "./read-recordings.ts";

export interface ReplayedRepository {
  readonly repository: RepositoryState;
  readonly scorecard: Scorecard;
  /** When it speaks: the asked time, or just after the newest fact. */
  readonly asOf: number;
  readonly facts: number;
}

export interface ReplayOutcome {
  /** State → reason → how many. The reason is empty where there is none. */
  readonly byState: Readonly<Partial<Record<DeliveryState, Readonly<Record<string, number>>>>>;
  /** Recorded more than once, counted once. */
  readonly repeated: number;
  /** Answer of the server → how many, other than accepted. */
  readonly refused: Readonly<Record<string, number>>;
  readonly repositories: readonly ReplayedRepository[];
  /** Repositories that were named, and of which nothing was kept. */
  readonly withoutFacts: number;
}

export interface ReplayOptions {
  readonly databaseUrl: string;
  readonly asOf: number | null;
  readonly windowMillis: number | null;
  readonly onProgress: (done: number, all: number) => void;
}

const DAY_MILLIS = 24 * 60 * 60 * 1000;
const AT_ONCE = 16;
const MORE_THAN_ALL = 10_000_000;
const NEVER_POLL_MILLIS = 2_000_000_000;

async function sendAll(
  url: string,
  secret: string,
  recordings: readonly Recording[],
  onProgress: ReplayOptions["onProgress"],
) {
  const refused: Record<string, number> = {};
  const waiting = [...recordings];
  const send = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const signature = createHmac("sha256", secret).update(next.body).digest("hex");
      const answer = await fetch(`${url}/api/github/webhooks`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-github-event": next.event,
          "x-github-delivery": next.id,
          "x-hub-signature-256": `sha256=${signature}`,
        },
        body: next.body,
      });
      await answer.arrayBuffer();
      if (answer.status !== 202) refused[answer.status] = (refused[answer.status] ?? 0) + 1;
      onProgress(recordings.length - waiting.length, recordings.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  return refused;
}

async function countStates(firstpass: Firstpass, ids: ReadonlySet<string>) {
  const byState: Partial<Record<DeliveryState, Record<string, number>>> = {};
  for (const { id, state, reason } of await firstpass.store.deliveries.list({ limit: MORE_THAN_ALL })) {
    if (!ids.has(id)) continue;
    const reasons = byState[state] ?? {};
    byState[state] = reasons;
    reasons[reason ?? ""] = (reasons[reason ?? ""] ?? 0) + 1;
  }
  return byState;
}

async function measure({ store }: Firstpass, options: ReplayOptions) {
  const repositories: ReplayedRepository[] = [];
  let withoutFacts = 0;
  for (const { state } of await store.repositories.listAll()) {
    const { accountId, repositoryId } = state;
    const facts = await store.facts.list({ accountId, repositoryId });
    const newest = facts.at(-1);
    if (newest === undefined) {
      withoutFacts += 1;
      continue;
    }
    const asOf = options.asOf ?? newest.occurredAt + 1;
    const { windowMillis } = options;
    const { scorecard } = await loadScorecard(store, {
      accountId,
      repositoryId,
      now: asOf,
      windowOf: ({ windowDays }) => ({ from: asOf - (windowMillis ?? windowDays * DAY_MILLIS), to: asOf }),
    });
    repositories.push({ repository: state, scorecard, asOf, facts: facts.length });
  }
  const nameOf = ({ repository }: ReplayedRepository) => `${repository.ownerLogin}/${repository.name}`;
  repositories.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return { repositories, withoutFacts };
}

/** The server is an ephemeral one on loopback with a secret of its own; it ends with the replay. */
export async function runReplay(
  recordings: readonly Recording[],
  options: ReplayOptions,
): Promise<ReplayOutcome> {
  const secret = randomBytes(24).toString("hex");
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const environment = readEnvironment({
    APP_ID: "1",
    PRIVATE_KEY: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    WEBHOOK_SECRET: secret,
    HOST: "127.0.0.1",
    PORT: "0",
    LOG_LEVEL: "silent",
    DATABASE_URL: options.databaseUrl,
  });
  const firstpass = await createFirstpass(environment, { github: noGitHub, pollMillis: NEVER_POLL_MILLIS });
  try {
    const { url } = await firstpass.start();
    const refused = await sendAll(url, secret, recordings, options.onProgress);
    await firstpass.drain();
    const ids = new Set(recordings.map(({ id }) => id));
    return {
      byState: await countStates(firstpass, ids),
      repeated: recordings.length - ids.size,
      refused,
      ...(await measure(firstpass, options)),
    };
  } finally {
    await firstpass.stop();
  }
}
