// What the workflows of a repository come to call: from those that guard code, through local reusable workflows and through
// those of other repositories that were read. Cycles end by themselves; what cannot be followed says why.
import type { CalledWorkflowData } from "../facts/account.ts";
import type { ObservedWorkflow, UsesReference } from "../facts/paved-road.ts";
import type { Road } from "./road.ts";
import { canonicalTarget, repositoryOf } from "./uses.ts";

/** The events on which a template guards code: before it comes in, or as it does. */
const guardingEvents = ["pull_request", "push"];

/**
 * The caller and up to nine levels of reusable workflows, and 50 different ones in all, says GitHub (github/docs, "Reusing
 * workflow configurations"; GitHub Enterprise Server allows four and 20).
 */
const mostLevels = 10;
const mostCalled = 50;

export interface Call {
  /** The last place in the repository itself from which the call is reached. */
  readonly path: string;
  readonly line: number;
  /** Places in other repositories on the way, outermost first. */
  readonly via: readonly string[];
  /** All places on the way, the repository's own first, for people. */
  readonly chain: readonly string[];
  /** Local references of other repositories' workflows have become full ones. */
  readonly uses: UsesReference;
}

export interface Reach {
  /** In the order of the guarding workflows' paths; each place once. */
  readonly calls: readonly Call[];
  /** Why there may be calls that are not seen; `target` is the workflow that could not be followed, null where GitHub's limits end the way. */
  readonly open: readonly { readonly target: string | null; readonly why: string }[];
}

/** A workflow of the repository itself (`called` null), or of another. */
interface Step {
  readonly level: number;
  readonly uses: readonly UsesReference[];
  readonly path: string;
  readonly called: { readonly name: string; readonly ref: string; readonly comment: string | null } | null;
  readonly line: number;
  readonly via: readonly string[];
  readonly chain: readonly string[];
}

/** @param owner Login of the repository's owner: only workflows of its own account are read, and those of others not followed. */
export function reachCalls(road: Road, owner: string): Reach {
  const calls = new Map<string, Call>();
  const open = new Map<string, string | null>();
  const roots = road.workflows
    .filter(({ triggers }) => triggers.some((event) => guardingEvents.includes(event)))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const own = new Map(road.workflows.map((workflow) => [workflow.path, workflow]));
  for (const root of roots) walk(root, { road, owner, own, calls, open });
  return { calls: [...calls.values()], open: [...open].map(([why, target]) => ({ target, why })) };
}

/** All calls of a workflow itself, whatever it runs on. */
export function callsOf({ path, uses }: ObservedWorkflow): Call[] {
  return uses.map((one) => ({ path, line: one.line, via: [], chain: [`${path}:${one.line}`], uses: one }));
}

interface Known {
  readonly road: Road;
  readonly owner: string;
  readonly own: ReadonlyMap<string, ObservedWorkflow>;
  readonly calls: Map<string, Call>;
  /** Why → target. */
  readonly open: Map<string, string | null>;
}

function walk(root: ObservedWorkflow, known: Known): void {
  const { calls, open } = known;
  const waiting: Step[] = [
    { level: 1, uses: root.uses, path: root.path, called: null, line: 0, via: [], chain: [] },
  ];
  const reached = new Set([root.path]);
  for (const step of waiting) {
    for (const written of step.uses) {
      const call = placeOf(step, written);
      if (step.level === mostLevels && written.kind === "reusable_workflow") {
        open.set(`${call.chain.join(" → ")} is nested deeper than GitHub allows`, null);
        continue;
      }
      const key = JSON.stringify([call.path, call.line, call.via, written.kind, call.uses.target]);
      if (!calls.has(key)) calls.set(key, call);
      if (written.kind !== "reusable_workflow") continue;
      const next = follow(step, call, known);
      if (next === null || reached.has(next.name)) continue;
      if (reached.size > mostCalled) {
        open.set(`${root.path} calls more than ${mostCalled} reusable workflows`, null);
        return;
      }
      reached.add(next.name);
      waiting.push(next.step);
    }
  }
}

/** A place, with what a local reference means there: in another repository's workflow, its own file at the same ref. */
function placeOf({ path, called, line, via, chain }: Step, written: UsesReference): Call {
  if (called === null) {
    const place = `${path}:${written.line}`;
    return { path, line: written.line, via, chain: [...chain, place], uses: written };
  }
  const place = `${called.name}@${called.ref}:${written.line}`;
  const isLocal = written.kind === "reusable_workflow" && written.target.startsWith("./");
  const uses = isLocal
    ? {
        ...written,
        target: `${repositoryOf(called.name)}/${written.target.slice(2)}`,
        ref: called.ref,
        versionComment: called.comment,
      }
    : written;
  return { path, line, via: [...via, place], chain: [...chain, place], uses };
}

/** The workflow that a call runs; null where it is none that is followed. */
function follow(step: Step, call: Call, { road, owner, own, open }: Known) {
  const { target, ref, versionComment } = call.uses;
  const { path, line, via, chain } = call;
  const base = { level: step.level + 1, path, line, via, chain };
  if (step.called === null && target.startsWith("./")) {
    const local = own.get(target.slice(2));
    if (!local?.triggers.includes("workflow_call")) return null;
    return { name: local.path, step: { ...base, uses: local.uses, path: local.path, called: null } };
  }
  if (ref === null || target.includes("${{") || target.split("/")[0]?.toLowerCase() !== owner.toLowerCase())
    return null;
  const name = canonicalTarget(target);
  const key = `${name}@${ref}`;
  const found: CalledWorkflowData | undefined = Object.hasOwn(road.called, key)
    ? road.called[key]
    : undefined;
  const place = chain.join(" → ");
  if (found === undefined || found.problem !== null) {
    const why = found?.problem
      ? `cannot be read: ${found.problem.replace(/\.$/, "")}`
      : "has not been read yet";
    open.set(`${place} calls ${key}, which ${why}`, target);
    return null;
  }
  if (!found.triggers.includes("workflow_call")) return null;
  return { name: key, step: { ...base, uses: found.uses, called: { name, ref, comment: versionComment } } };
}
