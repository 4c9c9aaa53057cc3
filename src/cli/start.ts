// `firstpass start`: the server, or the setup page while there are no credentials.
import type { Command } from "commander";
import { createFirstpass } from "../app.ts";
import { readEnvironment } from "../environment.ts";
import { createLog, type Logger } from "../log.ts";
import { startSetup } from "../setup.ts";

export function registerStartCommand(program: Command): void {
  program
    .command("start")
    .description("Receive deliveries and post check runs and weekly issues, as the environment says")
    .action(start);
}

async function start(): Promise<void> {
  const environment = readEnvironment(process.env);
  const log = createLog(environment.logLevel);
  if (!environment.credentials) {
    const setup = await startSetup(environment, log);
    log.warn(`No credentials are set. Register the GitHub App at ${setup.url}, then start again.`);
    return stopOnSignal(log, setup.stop);
  }
  const firstpass = await createFirstpass(environment, { log });
  try {
    const { url } = await firstpass.start();
    log.info(
      { url, store: firstpass.store.dialect, api: environment.github.apiUrl },
      "Firstpass is listening",
    );
  } catch (error) {
    await firstpass.stop(0);
    throw error;
  }
  stopOnSignal(log, () => firstpass.stop());
}

/** The first signal ends in order, the second at once. */
function stopOnSignal(log: Logger, stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, "stopping");
    stop().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, "could not stop in order");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
}
