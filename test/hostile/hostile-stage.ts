// The small organisation with a hostile GitHub between the server and the local GitHub, the server's log in hand, and GitHub's patience
// cut to what a test can wait for.
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { createFirstpass } from "../../src/app.ts";
import { type Stage, type StageOptions, startLocalApp } from "../../src/demo/stage.ts";
import { readEnvironment } from "../../src/environment.ts";
import { describeError } from "../../src/log.ts";
import { closeStages, openSmallScene, type SmallScene } from "../e2e/small-scene.ts";
import { createSqliteDatabase } from "../support/stores.ts";
import { type HostileGitHub, startHostileGitHub } from "./hostile-github.ts";

export { closeStages };

/** A SQLite file of the test's own, removed when it ends. */
export async function temporarySqlite(): Promise<string> {
  const { url, remove } = await createSqliteDatabase();
  onTestFinished(remove);
  return url;
}

/** How long the server waits for an answer, milliseconds of real time. */
export const ANSWER_MILLIS = 1000;
const NEVER_POLL_MILLIS = 2_000_000_000;

export interface HostileScene extends SmallScene {
  readonly hostile: HostileGitHub;
  /** Every line of the server's log, at its most talkative. */
  readonly log: readonly string[];
  /** Lets so much time of the story pass in steps, working on what is due after each. */
  pass(millis: number, step: number): Promise<void>;
}

export async function openHostileScene(
  databaseUrl: string,
  files: Record<string, string> = {},
  permissions?: Parameters<typeof openSmallScene>[2],
  /** Opens one more server on the same database and GitHub. */
  replicas = 1,
): Promise<HostileScene & { readonly servers: readonly Awaited<ReturnType<typeof createFirstpass>>[] }> {
  const lines: string[] = [];
  let hostile: HostileGitHub | null = null;
  const servers: Awaited<ReturnType<typeof createFirstpass>>[] = [];

  async function open({ clock, github: options }: StageOptions): Promise<Stage> {
    const now = () => clock.now;
    const { github, variables } = await startLocalApp(databaseUrl, { now, ...options });
    hostile = await startHostileGitHub(github.origin, now);
    const log = pino(
      { level: "trace", serializers: { err: describeError } },
      { write: (line) => void lines.push(line) },
    );
    const environment = readEnvironment({ ...variables, GHE_HOST: hostile.host });
    const more = { now, log, pollMillis: NEVER_POLL_MILLIS, answerMillis: ANSWER_MILLIS };
    const urls: string[] = [];
    for (let count = 0; count < replicas; count += 1) {
      const server = await createFirstpass(environment, more);
      servers.push(server);
      urls.push((await server.start()).url);
    }
    const [url = ""] = urls;
    github.setTarget(`${url}/api/github/webhooks`);
    const [firstpass] = servers;
    if (firstpass === undefined) throw new Error("There is no server.");
    const stop = async () => {
      for (const server of servers) await server.stop();
      await hostile?.stop();
      await github.stop();
    };
    return { github, firstpass, url, variables, stop };
  }

  const small = await openSmallScene(databaseUrl, files, permissions, open);
  if (hostile === null) throw new Error("The stage was not opened.");
  return {
    ...small,
    hostile,
    log: lines,
    servers,
    async pass(millis, step) {
      for (let passed = 0; passed < millis; passed += step) {
        small.clock.now += step;
        await small.stage.firstpass.drain();
      }
    },
  };
}
