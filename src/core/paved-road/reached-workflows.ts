// Which workflows of other repositories stand behind those of a repository: where a rule is met through them, what they call
// counts as if it stood here. What has not been read yet is named, so that it can be.
import type { CalledWorkflowData } from "../facts/account.ts";
import type { ObservedWorkflow, UsesReference } from "../facts/paved-road.ts";
import { canonicalTarget, repositoryOf } from "./uses.ts";

/** The name of a called workflow, as `Road.called` has it. */
export interface CalledName {
  /** `owner/repo/path`; owner and repository in lower case. */
  readonly target: string;
  readonly ref: string;
}

/** `owner/repo/path@ref`. */
export function calledKey({ target, ref }: CalledName): string {
  return `${target}@${ref}`;
}

/**
 * All called workflows of one account that are reached from `workflows`, as far as `called` (by `calledKey`) tells what stands
 * behind them, nearest first; each once. Cycles end by themselves.
 */
export function listReachedWorkflows(
  workflows: readonly Pick<ObservedWorkflow, "path" | "uses">[],
  called: ReadonlyMap<string, CalledWorkflowData>,
  owner: string,
): CalledName[] {
  const reached = new Map<string, CalledName>();
  const reach = (uses: readonly UsesReference[], within: CalledName | null) => {
    for (const one of uses) {
      const name = nameOf(one, within);
      if (name?.target.split("/")[0] === owner.toLowerCase()) reached.set(calledKey(name), name);
    }
  };
  for (const { uses } of workflows.toSorted((a, b) => (a.path < b.path ? -1 : 1))) reach(uses, null);
  // A map hands out what is added while it is walked, and nothing twice.
  for (const [key, name] of reached) reach(called.get(key)?.uses ?? [], name);
  return [...reached.values()];
}

/** Null for what is no workflow of another repository at a known ref. `within`: the called workflow that it stands in. */
function nameOf({ kind, target, ref }: UsesReference, within: CalledName | null): CalledName | null {
  if (kind !== "reusable_workflow") return null;
  if (target.startsWith("./"))
    return within === null
      ? null
      : { target: `${repositoryOf(within.target)}/${target.slice(2)}`, ref: within.ref };
  if (ref === null || target.includes("${{")) return null;
  return { target: canonicalTarget(target), ref };
}
