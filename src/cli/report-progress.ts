// How far a report is: a line that moves on a terminal, a line for each change elsewhere; always on standard error.
import ora, { type Ora } from "ora";
import { countOf } from "../render/numbers.ts";
import { showOnOneLine } from "../render/visible-text.ts";
import type { CollectProgress } from "../workflows/collect/collected.ts";

export interface ReportProgress {
  show(progress: CollectProgress): void;
  /** A line that stays. */
  say(line: string): void;
  stop(): void;
}

export function startProgress(stream: NodeJS.WriteStream): ReportProgress {
  const spinner: Ora | null = stream.isTTY ? ora({ stream }).start() : null;
  let told = "";
  const write = (line: string) => stream.write(`${line}\n`);
  return {
    show(progress) {
      if (spinner !== null) {
        spinner.text = describeProgress(progress);
        return;
      }
      const change = describeChange(progress);
      if (change !== told) write(change);
      told = change;
    },
    say(line) {
      spinner?.clear();
      write(showOnOneLine(line));
      spinner?.render();
    },
    stop() {
      spinner?.stop();
    },
  };
}

/** `acme/shop: pull requests and checks, 30 of 90 days, 12 requests`. */
export function describeProgress(progress: CollectProgress): string {
  const { daysRead, daysWanted, requests } = progress;
  const days = daysWanted === 0 ? "" : `, ${Math.floor(daysRead)} of ${countOf(daysWanted, "day")}`;
  return `${describeChange(progress)}${days}, ${countOf(requests, "request")}`;
}

/** What changes rarely: what is being read, and whether a limit is waited for. */
function describeChange({ repository, doing, waitingUntil }: CollectProgress): string {
  const waits =
    waitingUntil === null
      ? ""
      : ` (GitHub's limit is reached: waiting until ${new Date(waitingUntil).toISOString().slice(11, 19)} UTC)`;
  return showOnOneLine(`${repository}: ${doing}${waits}`);
}
