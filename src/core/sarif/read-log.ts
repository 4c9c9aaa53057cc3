// A SARIF log out of a stream of JSON tokens: the reader of files feeds the picker, and asks for the reading when the stream has ended.
import type { SarifFinding, SarifReading, SarifRun } from "./finding.ts";
import { logShape, type PickedResult, type PickedRun, resultShape, runShape } from "./log-shape.ts";
import { whyNotSarif } from "./other-format.ts";
import { newShared, type Pending, pendingOf } from "./pending.ts";
import { Picker, type PickShape } from "./pick.ts";
import { type PendingRun, type RunOptions, readRun } from "./read-run.ts";
import type { Picked } from "./shape.ts";
import { addUnique } from "./unique.ts";

export interface LogOptions extends RunOptions {
  /** Of all runs together; above it the file is refused. */
  readonly mostResults: number;
}

/** The file has more than is read. */
export class TooLargeError extends Error {
  override readonly name = "TooLargeError";
}

export interface LogReader {
  readonly picker: Picker;
  /** To be asked when the document has ended. Stops now and then, as it may take seconds. */
  finish(): Generator<void, SarifReading>;
}

const mostExamples = 5;
const mostRuns = 10_000;

export function startLog(file: string, options: LogOptions): LogReader {
  const runs: PendingRun[] = [];
  const examples: string[] = [];
  const notes = new Set<string>();
  let unread = 0;
  let results = 0;
  let runsSeen = 0;
  let pending: Pending[] = [];
  let leftOut: Record<string, number> = {};
  let shared = newShared();

  const miss = (what: string): void => {
    unread++;
    if (examples.length < mostExamples) examples.push(what);
  };

  const takeResult = (item: unknown, index: number): void => {
    if (++results > options.mostResults)
      throw new TooLargeError(
        `It has more than ${options.mostResults} results. Let the tool report less, or write several files.`,
      );
    if (item === undefined) {
      miss(`Result ${index + 1} of run ${runsSeen + 1} is no object.`);
      return;
    }
    const result = pendingOf(item as PickedResult, shared);
    if (typeof result === "string") leftOut[result] = (leftOut[result] ?? 0) + 1;
    else pending.push(result);
  };

  const takeRun = (item: unknown, index: number): void => {
    runsSeen++;
    if (index >= mostRuns) throw new TooLargeError(`It has more than ${mostRuns} runs. Write several files.`);
    const picked = item as (PickedRun & { readonly results?: number }) | undefined;
    if (picked === undefined) miss(`Run ${index + 1} is no object.`);
    else {
      if (picked.externalPropertyFileReferences?.results === true)
        notes.add(
          "Results that the log keeps in other files were not read: write the log without external property files.",
        );
      runs.push({ picked, results: picked.results === undefined ? null : pending, leftOut });
    }
    pending = [];
    leftOut = {};
    shared = newShared();
  };

  const run: PickShape = {
    kind: "object",
    fields: new Map<string, PickShape>([
      ...runShape.fields,
      ["results", { kind: "stream", of: resultShape, each: takeResult }],
    ]),
  };
  const picker = new Picker({
    kind: "object",
    fields: new Map<string, PickShape>([
      ...logShape.fields,
      ["runs", { kind: "stream", of: run, each: takeRun }],
    ]),
  });

  function* finish(): Generator<void, SarifReading> {
    const log = picker.result as (Picked<typeof logShape> & { readonly runs?: number }) | undefined;
    const broken = whyNotSarif({
      kind: picker.rootKind,
      keys: picker.rootKeys,
      version: log?.version,
      schema: log?.$schema,
      hasRuns: log?.runs !== undefined,
    });
    if (broken !== null) return { file, broken };
    if (log?.inlineExternalProperties === true)
      notes.add("Properties that the log keeps beside its runs were not read.");
    const { told, findings } = yield* readRuns(runs, options);
    return {
      file,
      runs: told,
      findings,
      unread: { count: unread, examples },
      notes: [...notes],
    };
  }

  return { picker, finish };
}

/** A run is let go when it has been read; what stands in two of them is one finding. */
function* readRuns(runs: PendingRun[], options: RunOptions) {
  const told: SarifRun[] = [];
  let all: Map<string, SarifFinding> | null = null;
  for (let pending = runs.shift(); pending !== undefined; pending = runs.shift()) {
    const { run, findings } = yield* readRun(pending, options);
    told.push(run);
    if (all === null) all = findings;
    else for (const finding of findings.values()) addUnique(all, finding);
  }
  return { told, findings: [...(all ?? new Map<string, SarifFinding>()).values()] };
}
