// `firstpass config show OWNER/REPO`: the configuration in force, each value with where it was written, and what is not in force.
import { Argument, type Command, Option } from "commander";
import { nearestWord } from "../core/config/check/suggest.ts";
import {
  type ShownConfiguration,
  settingsBelow,
  showConfiguration,
} from "../core/config/layers/shown-configuration.ts";
import { writeConfig } from "../core/config/layers/write-config.ts";
import { renderJson } from "../render/json.ts";
import { renderTerminalConfiguration } from "../render/terminal/terminal-configuration.ts";
import { openConfigurations } from "../workflows/configuration/account-configurations.ts";
import { CommandFailed } from "./exit.ts";
import { findRepository } from "./find-repository.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseRepository, parseTime } from "./options.ts";

interface Asked {
  readonly key?: string;
  readonly format: "table" | "json" | "yaml";
  readonly asOf?: number;
}

export function registerShowCommand(config: Command): void {
  config
    .command("show")
    .description("Print the configuration in force for a repository, with the file and line of every value")
    .addArgument(new Argument("<repository>", "OWNER/REPO").argParser(parseRepository))
    .option("--key <key>", "only this key and what is below it, such as targets or sla.high")
    .addOption(
      new Option("--format <format>", "how to print").choices(["table", "json", "yaml"]).default("table"),
    )
    .option("--as-of <time>", "only what had been recorded by then", parseTime)
    .action(printConfiguration);
}

async function printConfiguration(fullName: string, asked: Asked): Promise<void> {
  const shown = await withSharedStore(async (store) => {
    const repository = await findRepository(store, fullName);
    const { asOf } = asked;
    const known = asOf === undefined ? {} : { recordedBefore: asOf };
    const configurations = await openConfigurations(store, repository.state.accountId, known);
    const loaded = await configurations.of(repository);
    const { ownerLogin, name } = repository.state;
    return showConfiguration(`${ownerLogin}/${name}`, loaded, loaded.told);
  });
  const { key } = asked;
  const settings = key === undefined ? shown.settings : settingsBelow(shown.settings, key);
  if (key !== undefined && settings.length === 0) throw new CommandFailed(explainNoSetting(shown, key));
  process.stdout.write(`${render({ ...shown, settings }, asked.format).trimEnd()}\n`);
}

function render(shown: ShownConfiguration, format: Asked["format"]): string {
  if (format === "json") return renderJson(shown);
  if (format === "yaml") {
    for (const problem of shown.problems) process.stderr.write(`firstpass: ${problem}\n`);
    return writeConfig(shown.settings, `In force for ${shown.repository}.`);
  }
  const { isTTY, columns } = process.stdout;
  return renderTerminalConfiguration(shown, {
    ...(columns ? { width: columns } : {}),
    colour: isTTY === true && process.env.NO_COLOR === undefined,
  });
}

function explainNoSetting({ settings }: ShownConfiguration, key: string): string {
  const keys = settings.flatMap((setting) => [setting.key, setting.key.split(".", 1).join("")]);
  const nearest = nearestWord(key, [...new Set(keys)]);
  const hint = nearest === null ? "" : ` Did you mean "${nearest}"?`;
  return `Nothing is set under "${key}".${hint} Without --key all settings are printed.`;
}
