// Registers the GitHub App: Probot's setup page, made from `app.yml`, for as long as there are no credentials.
// It hands out and takes in secrets, so it listens on this machine alone, whatever HOST says.
import { existsSync } from "node:fs";
import { run } from "probot";
import type { Environment } from "./environment.ts";
import type { Logger } from "./log.ts";

/** The setup page cannot be shown. Reaches people: the message says what to do. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}

/**
 * Starts the page. What it learns is written to `.env`; Firstpass is then started again.
 *
 * @throws SetupError where `app.yml` is not in the working directory: without it, Probot would register an app without
 * permissions and events, open to everybody.
 */
export async function startSetup(
  environment: Pick<Environment, "port">,
  log: Logger,
): Promise<{ url: string; stop: () => Promise<void> }> {
  if (!existsSync("app.yml")) {
    throw new SetupError(
      "No credentials are set, and there is no app.yml here to register the GitHub App from. Start in Firstpass's own folder, or set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET.",
    );
  }
  // `.env` will hold the private key: for its owner's eyes only.
  process.umask(0o077);
  // Probot would ask smee.io for a public channel otherwise. Who wants one sets WEBHOOK_PROXY_URL.
  process.env.NO_SMEE_SETUP ??= "true";
  const server = await run(() => {}, {
    env: { HOST: "127.0.0.1", PORT: String(environment.port) },
    log: log.child({}, { level: "silent" }),
  });
  return { url: `http://127.0.0.1:${server.port}/probot`, stop: () => server.stop() };
}
