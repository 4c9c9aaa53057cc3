// What GitHub is asked, and how often: for a pull request's head, a merge, the history of a repository at its installation, and an
// idle repository's week. Played on the local GitHub with the real server; the test of the same scenes holds them to bounds.
// node bench/requests.ts [--idle N] [--format table|json]
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { DAY } from "../src/demo/organisation/place.ts";
import {
  countFromNow,
  openIdle,
  passTime,
  playHead,
  playMerge,
  type RequestCounts,
} from "../test/e2e/request-scenes.ts";
import { openSmallScene } from "../test/e2e/small-scene.ts";

const { values } = parseArgs({
  options: { idle: { type: "string", default: "20" }, format: { type: "string", default: "table" } },
});
const idle = Number(values.idle);
const weeks = 4;
const memory = "sqlite::memory:";

const rows: { what: string; counts: RequestCounts }[] = [];

const small = await openSmallScene(memory);
for (const [number, checks] of [6, 30].entries())
  rows.push({
    what: `a head with ${checks} check events`,
    counts: await playHead(small, number + 1, checks),
  });
rows.push({ what: "a merge and its push", counts: await playMerge(small, 3) });
await small.stage.stop();

const quiet = await openIdle(memory, idle);
rows.push({
  what: `a repository's installation, with its history and its first weeks (of ${idle})`,
  counts: share(quiet.begun, idle),
});
const count = countFromNow(quiet.stage);
await passTime(quiet.stage, quiet.clock, weeks * 7 * DAY);
rows.push({ what: `an idle repository's week (of ${idle})`, counts: share(count(), idle * weeks) });
await quiet.stage.stop();

if (values.format === "json") {
  process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
} else {
  const table = new Table({
    head: ["what", "creates", "updates", "reads"],
    style: { head: [], border: [] },
  });
  for (const { what, counts } of rows)
    table.push([what, ...[counts.creates, counts.updates, counts.reads].map(show)]);
  process.stdout.write(`${table.toString()}\n`);
}

function share({ creates, updates, reads }: RequestCounts, among: number): RequestCounts {
  return { creates: creates / among, updates: updates / among, reads: reads / among };
}

function show(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
