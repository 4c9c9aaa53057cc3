// A stage for the product: the local GitHub and the real server, joined over real HTTP with keys made for the occasion.
// The demo plays the made organisation on it, the end-to-end tests their own scenes.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createFirstpass, type Firstpass } from "../app.ts";
import { readEnvironment } from "../environment.ts";
import { type LocalGitHub, type LocalGitHubOptions, startLocalGitHub } from "../local-github/start.ts";
import { createLog } from "../log.ts";
import type { StoryClock } from "./play.ts";

export interface StageOptions {
  readonly databaseUrl: string;
  readonly clock: StoryClock;
  readonly github?: Partial<LocalGitHubOptions>;
}

export interface Stage {
  readonly github: LocalGitHub;
  readonly firstpass: Firstpass;
  /** Where the server listens. */
  readonly url: string;
  /** What `npm start` needs to be this server. */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const APP_ID = 4711;
/** The queues are drained on purpose here; a poll in between would only make runs differ. */
const NEVER_POLL_MILLIS = 2_000_000_000;

/** A local GitHub with an app registered on it, and the environment that makes a server that app. */
export async function startLocalApp(
  databaseUrl: string,
  options: Partial<LocalGitHubOptions>,
): Promise<{ github: LocalGitHub; variables: Record<string, string> }> {
  const keys = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const webhookSecret = randomBytes(24).toString("hex");
  const github = await startLocalGitHub({
    appId: APP_ID,
    publicKey: keys.publicKey,
    webhookSecret,
    ...options,
  });
  const variables = {
    APP_ID: String(APP_ID),
    PRIVATE_KEY: keys.privateKey,
    WEBHOOK_SECRET: webhookSecret,
    GHE_HOST: github.host,
    GHE_PROTOCOL: "http",
    HOST: "127.0.0.1",
    PORT: "0",
    LOG_LEVEL: "error",
    DATABASE_URL: databaseUrl,
    // A scene has no time for a second between two writes.
    GITHUB_PACING: "off",
  };
  return { github, variables };
}

/** Starts both and points GitHub's deliveries at the server. Stop it whatever happens. */
export async function openStage(options: StageOptions): Promise<Stage> {
  const { clock } = options;
  const now = () => clock.now;
  const { github, variables } = await startLocalApp(options.databaseUrl, { now, ...options.github });
  try {
    const environment = readEnvironment(variables);
    const log = createLog(environment.logLevel);
    const firstpass = await createFirstpass(environment, { now, log, pollMillis: NEVER_POLL_MILLIS });
    const { url } = await firstpass.start();
    github.setTarget(`${url}/api/github/webhooks`);
    const stop = async () => {
      await firstpass.stop();
      await github.stop();
    };
    return { github, firstpass, url, variables, stop };
  } catch (error) {
    await github.stop();
    throw error;
  }
}
