// `firstpass publish weekly`: posts the weekly issue of a repository now, or prints what would be posted.
import { type Command, Option } from "commander";
import { isoWeekOf, previousIsoWeek } from "../core/scorecard/iso-week.ts";
import { prepareWeekly, publishWeekly } from "../workflows/weekly/publish-weekly.ts";
import { CommandFailed, UsageError } from "./exit.ts";
import { findRepository } from "./find-repository.ts";
import { withSharedStore } from "./open-shared-store.ts";
import { parseRepository, parseWeek } from "./options.ts";
import { printWeeklyPlan } from "./publish-plan.ts";
import { connectServices, workNow } from "./work-now.ts";

interface PublishOptions {
  readonly repo?: string;
  readonly week?: string;
  readonly dryRun?: true;
  readonly plan?: string | true;
  readonly format: "table" | "json";
}

export function registerPublishCommand(program: Command): void {
  const publish = program
    .command("publish")
    .description("Post on GitHub what is otherwise posted by the clock");
  publish
    .command("weekly")
    .description(
      "Post, or bring up to date, the weekly issue of a repository, or tell when all of them go out",
    )
    .option("--repo <repository>", "OWNER/REPO", parseRepository)
    .option("--week <week>", "ISO week such as 2026-W47; default: the one that ended last", parseWeek)
    .option("--dry-run", "print the issue's title and body, and post nothing")
    .option(
      "--plan [account]",
      "post nothing: tell when the issues of all repositories go out, and in which order",
    )
    .addOption(
      new Option("--format <format>", "how to print the plan").choices(["table", "json"]).default("table"),
    )
    .action(publishWeeklyIssue);
}

async function publishWeeklyIssue(options: PublishOptions): Promise<void> {
  const { repo, plan } = options;
  if (plan !== undefined) {
    if (repo !== undefined || options.week !== undefined || options.dryRun)
      throw new UsageError("--plan tells of all repositories: leave out --repo, --week and --dry-run.");
    return printWeeklyPlan(plan, options.format);
  }
  if (repo === undefined) throw new UsageError("Say which: --repo OWNER/REPO, or --plan for all.");
  const isoWeek = options.week ?? previousIsoWeek(isoWeekOf(Date.now()));
  await withSharedStore(async (store) => {
    const { state } = await findRepository(store, repo);
    const request = { accountId: state.accountId, repositoryId: state.repositoryId, isoWeek };
    if (options.dryRun) {
      const { content } = await prepareWeekly({ store, now: Date.now }, request);
      process.stdout.write(`# ${content.title}\n\n${content.body}\n`);
      return;
    }
    // A person asked for it: an idle repository gets its issue, too.
    const outcome = await workNow(
      connectServices(store),
      { kind: "publish-weekly", ...request },
      (services) => publishWeekly(services, request, { asked: true }),
    );
    const said = `${repo}, ${isoWeek}: ${outcome.did}${outcome.reason ? `. ${outcome.reason}` : ""}`;
    if (outcome.did === "skipped") throw new CommandFailed(said);
    process.stdout.write(`${said}\n`);
  });
}
