// `firstpass demo`: the whole product on this machine, against a local GitHub with made data. Ends by itself.
// Loaded on use: the published package and the image leave it out.
import { relative, resolve } from "node:path";
import type { Command } from "commander";
import { CommandFailed } from "./exit.ts";
import { parseTime } from "./options.ts";

interface DemoOptions {
  readonly keep?: boolean;
  readonly endsAt?: number;
  readonly out: string;
}

export function registerDemoCommand(program: Command): void {
  program
    .command("demo")
    .description("Play twelve weeks of a made organisation against the real server and a local GitHub")
    .option("--keep", "leave both servers running afterwards, until Ctrl-C")
    .option("--ends-at <time>", "when the twelve weeks end; default: a fixed Monday morning", parseTime)
    .option("--out <folder>", "where the pages are written", "out/demo")
    .action(demo);
}

async function loadDemo() {
  try {
    return {
      ...(await import("../demo/run-demo.ts")),
      ...(await import("../demo/describe-demo.ts")),
      ...(await import("../demo/history-summary.ts")),
      ...(await import("../demo/show-demo.ts")),
    };
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND";
    if (!missing) throw cause;
    throw new CommandFailed(
      "The demo runs in a checkout of Firstpass's sources: it needs what is not in the published package. Run `npm ci && npm run demo` there.",
    );
  }
}

const PROGRESS_MILLIS = 5_000;

/** One line that is rewritten on a terminal, a line now and then elsewhere. */
function makeProgress(): { show: (text: string) => void; end: () => void } {
  const { stderr } = process;
  let shownAt = 0;
  return {
    show(text) {
      if (stderr.isTTY) {
        stderr.write(`\r\u001b[K${text}`);
      } else if (performance.now() - shownAt > PROGRESS_MILLIS) {
        shownAt = performance.now();
        stderr.write(`${text}\n`);
      }
    },
    end() {
      if (stderr.isTTY) stderr.write("\r\u001b[K");
    },
  };
}

async function demo(options: DemoOptions): Promise<void> {
  const { runDemo, describeDemo, describeHistory, writeDemoPages } = await loadDemo();
  process.stderr.write(
    "This GitHub is local and its data is made: twelve weeks of eleven repositories in three accounts.\n" +
      "The server, its store and the HTTP between them are real. Nothing leaves this machine.\n",
  );
  const startedAt = performance.now();
  const progress = makeProgress();
  const endsAt = options.endsAt === undefined ? {} : { endsAt: options.endsAt };
  const result = await runDemo({ ...endsAt, onProgress: progress.show });
  progress.end();
  try {
    const { isTTY, columns } = process.stdout;
    const colour = isTTY === true && process.env.NO_COLOR === undefined;
    process.stdout.write(`${describeDemo(result, { ...(columns ? { width: columns } : {}), colour })}\n`);
    const folder = resolve(options.out);
    const files = await writeDemoPages(result, folder);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const { played, facts, requests } = result;
    process.stdout.write(
      `\n${played.sent} signed deliveries (${played.sent - played.distinct} of them repeats) were sent and ${played.acknowledged} acknowledged; ` +
        `${facts} facts kept; ${requests} requests made to the local GitHub; ${seconds} s.\n` +
        `${describeHistory(result.history)}\n` +
        `${files.length + 1} pages: ${relative(process.cwd(), folder) || "."}/index.html\n`,
    );
    if (result.problems.length > 0) {
      throw new CommandFailed(`The demo ran, but not as it should:\n  ${result.problems.join("\n  ")}`);
    }
    if (options.keep === true) await keepRunning(result.stage.url, result.stage.github.origin);
  } finally {
    await result.close();
  }
}

function keepRunning(url: string, github: string): Promise<void> {
  process.stdout.write(
    `\nStill running, until Ctrl-C:\n  Firstpass     ${url}/healthz, /readyz, /metrics\n  local GitHub  ${github}/api/v3 (asks for a token, as GitHub does)\n`,
  );
  return new Promise((finish) => {
    process.once("SIGINT", finish).once("SIGTERM", finish);
  });
}
