// Steps of a branch along first parents: what a merge or a push brought to it. Git says which commits there are and who their parents
// are; which step brought a commit is worked out here, in one pass over the window.

import { readBranchPart } from "./branch-part.ts";
import type { BranchStep } from "./clone.ts";
import type { Git } from "./git/git.ts";
import { toMillis } from "./git/parse-commit.ts";
import { readRecords } from "./git/read-records.ts";

type Brought = BranchStep["commits"][number];

interface GraphCommit extends Brought {
  readonly parents: readonly string[];
}

/**
 * Memory is that of the commits between the oldest and the newest step of the span, not of the history. A commit that several steps reach
 * was brought by the oldest of them, as in `git rev-list OLDER..STEP`.
 */
export async function* listSteps(
  git: Git,
  boundary: ReadonlySet<string>,
  tip: string,
  span: { readonly since: number; readonly until: number },
): AsyncGenerator<BranchStep, void, void> {
  const { steps, before, hasMerges } = await readBranchPart(git, boundary, tip, span);
  const [newest] = steps;
  if (newest === undefined) return;
  const graph = hasMerges ? await readGraph(git, newest.sha, before) : new Map<string, GraphCommit>();
  const brought = new Map<string, Brought[]>();
  for (const { sha } of steps.toReversed()) brought.set(sha, claim(graph, sha));
  for (const step of steps) {
    if (step.committedAt < span.since || step.committedAt >= span.until) continue;
    const own = { sha: step.sha, committedAt: step.committedAt };
    yield { ...step, commits: [own, ...(brought.get(step.sha) ?? [])] };
  }
}

async function readGraph(git: Git, newest: string, before: string | null): Promise<Map<string, GraphCommit>> {
  const graph = new Map<string, GraphCommit>();
  const listed = git.stream([
    "rev-list",
    "--timestamp",
    "--parents",
    newest,
    ...(before === null ? [] : [`^${before}`]),
    "--",
  ]);
  for await (const lines of readRecords(listed, "\n"))
    for (const line of lines) {
      const [seconds, sha = "", ...parents] = line.split(" ");
      graph.set(sha, { sha, committedAt: toMillis(seconds), parents });
    }
  return graph;
}

/** Takes what the step reaches, and no older step took, out of the graph; the step itself too. Newest first. */
function claim(graph: Map<string, GraphCommit>, step: string): Brought[] {
  const taken: Brought[] = [];
  const waiting = [...(graph.get(step)?.parents ?? [])];
  graph.delete(step);
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    const commit = graph.get(sha);
    if (commit === undefined) continue;
    graph.delete(sha);
    taken.push({ sha, committedAt: commit.committedAt });
    waiting.push(...commit.parents);
  }
  return taken.sort((a, b) => b.committedAt - a.committedAt || (a.sha < b.sha ? -1 : 1));
}
