// Which ref a fact of code scanning speaks of: the default branch, a pull request, another branch, or the alert as a whole.
import { pastDefaultBranch } from "../changes/default-branch.ts";
import type { CodeScanningAlertFact } from "../facts/code-scanning-alert.ts";
import { type Fact, factsOfKind } from "../facts/fact.ts";
import type { RepositoryState } from "../facts/repository.ts";

export type Place =
  | { readonly kind: "default" }
  | { readonly kind: "pull-request"; readonly number: number }
  | { readonly kind: "elsewhere" }
  /** What a person did to the alert holds on every branch. */
  | { readonly kind: "alert" };

export interface CodeScanningRefs {
  readonly placeOf: (fact: CodeScanningAlertFact) => Place;
  /** When the pull request was merged, milliseconds UTC; null where no fact tells of it. */
  readonly mergedAt: (pullRequestNumber: number) => number | null;
}

/** Answers by the branch that is the default one now, and by pushes which one was it before. */
export function codeScanningRefs(facts: readonly Fact[], repository: RepositoryState): CodeScanningRefs {
  const wasDefault = pastDefaultBranch(facts);
  const isDefault = (branch: string, at: number) =>
    branch === repository.defaultBranch || wasDefault(branch, at) === true;
  const merges = new Map<number, number>();
  for (const { occurredAt, data } of factsOfKind(facts, "pull-request")) {
    if (data.action !== "closed" || !data.merged || !isDefault(data.baseRef, occurredAt)) continue;
    merges.set(data.number, Math.min(merges.get(data.number) ?? occurredAt, occurredAt));
  }
  return {
    placeOf: ({ occurredAt, data: { ref, action } }) => {
      if (action.endsWith("_by_user")) return { kind: "alert" };
      // GitHub names a ref for everything else; without one it speaks of the repository, whose alerts are the default branch's.
      if (ref === null) return { kind: "default" };
      const pullRequest = /^refs\/pull\/(\d+)\/(?:head|merge)$/.exec(ref);
      if (pullRequest !== null) return { kind: "pull-request", number: Number(pullRequest[1]) };
      const branch = ref.replace(/^refs\/heads\//, "");
      return isDefault(branch, occurredAt) ? { kind: "default" } : { kind: "elsewhere" };
    },
    mergedAt: (number) => merges.get(number) ?? null,
  };
}
