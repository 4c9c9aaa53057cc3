// Registers the GitHub App: Probot's setup page, made from `app.yml`, for as long as there are no credentials.
// It hands out and takes in secrets, so it listens on this machine alone, whatever HOST says.
import { run } from "probot";
import type { Environment } from "./environment.ts";
import type { Logger } from "./log.ts";

/** Starts the page. What it learns is written to `.env`; Firstpass is then started again. */
export async function startSetup(
  environment: Pick<Environment, "port">,
  log: Logger,
): Promise<{ url: string; stop: () => Promise<void> }> {
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
