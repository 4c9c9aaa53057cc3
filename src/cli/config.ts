// `firstpass config …`: what is wrong with a configuration, what holds for a repository and why, what a change would do.
import type { Command } from "commander";
import { registerShowCommand } from "./config-show.ts";
import { registerSimulateCommand } from "./config-simulate.ts";
import { registerValidateCommand } from "./config-validate.ts";

export function registerConfigCommand(program: Command): void {
  const config = program.command("config").description("Check and explain configuration files");
  registerValidateCommand(config);
  registerShowCommand(config);
  registerSimulateCommand(config);
}
