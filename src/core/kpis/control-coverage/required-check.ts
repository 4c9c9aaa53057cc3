// Whether a security check must pass before anything reaches the default branch: required names held against the selectors.
import { gatherEvidence } from "../../changes/head-evidence.ts";
import { ownCheckName, securityCheckFilter, selectSecurityChecks } from "../../changes/select-checks.ts";
import type { Config } from "../../config/config.ts";
import { matchesNameGlob, matchesPathGlob } from "../../config/glob.ts";
import type { Fact } from "../../facts/fact.ts";
import type { ControlsData } from "../../facts/observations.ts";
import { type ControlState, reasonOf } from "./control.ts";

/**
 * A required check is one of security when a selector of `checks.security` by name alone, or `checks.required`, matches its
 * name, or when a run of that name was seen that the selectors select by its app or workflow. A required workflow is one
 * when a selector by workflow alone matches its path, or one by name alone its file's name. Firstpass's own check is none.
 */
export function judgeRequiredCheck(
  data: ControlsData,
  facts: readonly Fact[],
  config: Config,
  to: number,
): ControlState {
  const seen = [data.rulesets, data.protection].flatMap((sight) =>
    "seen" in sight && sight.seen !== null ? [sight.seen] : [],
  );
  const checks = distinct(seen.flatMap(({ requiredChecks }) => requiredChecks));
  const workflows = distinct(seen.flatMap(({ requiredWorkflows }) => requiredWorkflows));
  const securing = [
    ...selectRequired(checks, facts, config, to),
    ...workflows.filter((workflow) => selectsWorkflow(config, workflow)),
  ];
  if (securing.length > 0) return { state: "active", note: `Required: ${securing.join(", ")}.` };
  const unseen = [data.rulesets, data.protection].flatMap((sight) =>
    "unseen" in sight ? [reasonOf(sight.unseen)] : [],
  );
  if (unseen.length > 0) return { state: "unseen", reasons: unseen };
  const others = [...checks, ...workflows];
  const note =
    others.length === 0
      ? `No check must pass on ${data.branch}.`
      : `Required are ${others.join(", ")}, none of which checks.security selects: name it there if it is a security check.`;
  return { state: "inactive", note };
}

function selectRequired(
  names: readonly string[],
  facts: readonly Fact[],
  config: Config,
  to: number,
): string[] {
  const { security, required } = config.checks;
  const byName = names.filter(
    (name) =>
      name !== ownCheckName &&
      (required.some((glob) => matchesNameGlob(glob, name)) ||
        security.some(
          (selector) =>
            selector.name !== undefined &&
            selector.app === undefined &&
            selector.workflow === undefined &&
            matchesNameGlob(selector.name, name),
        )),
  );
  if (byName.length > 0 || names.length === 0) return byName;
  const known = gatherEvidence(
    facts.filter(({ occurredAt }) => occurredAt < to),
    { mergeQueue: true },
  );
  const ran = new Set(selectSecurityChecks(known, securityCheckFilter(config)).map(({ name }) => name));
  return names.filter((name) => ran.has(name));
}

/** @param workflow `owner/repo/path@ref`, as a ruleset names it. */
function selectsWorkflow({ checks }: Config, workflow: string): boolean {
  const path = (workflow.split("@")[0] ?? "").split("/").slice(2).join("/");
  const fileName = path.split("/").at(-1) ?? "";
  return checks.security.some((selector) => {
    if (selector.app !== undefined) return false;
    if (selector.workflow !== undefined) {
      return selector.name === undefined && matchesPathGlob(selector.workflow, path);
    }
    return selector.name !== undefined && matchesNameGlob(selector.name, fileName);
  });
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
