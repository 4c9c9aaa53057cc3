// Rules on what GitHub itself is set to do: a workflow that a ruleset requires, code scanning's default setup.
import type { TemplateRule } from "../config/config.ts";
import type { Unseen } from "../facts/observations.ts";
import type { UsesReference } from "../facts/paved-road.ts";
import { judgeRef, type RefVerdict } from "./ref-policy.ts";
import type { Road } from "./road.ts";
import type { RuleOutcome } from "./rule-result.ts";
import { findTemplate, findUnreadTemplate } from "./unreadable.ts";
import { isSameTarget, repositoryOf, splitUses } from "./uses.ts";

export type RequiredWorkflowRule = Extract<TemplateRule, { kind: "required_workflow" }>;

const notRead: RuleOutcome = {
  status: "not-measured",
  note: "The repository's rulesets and security settings have not been read yet.",
  evidence: [],
};

/** An active ruleset must require the workflow on the default branch, at an allowed ref; one ruleset is enough. */
export function evaluateRequiredWorkflow(
  { controls, ...road }: Road,
  rule: RequiredWorkflowRule,
): RuleOutcome {
  if (controls === null) return notRead;
  const { rulesets, branch } = controls;
  if ("unseen" in rulesets) return explainUnseen(rulesets.unseen);
  const required = rulesets.seen.requiredWorkflows.map(splitUses);
  const template = findTemplate({ ...road, controls }, repositoryOf(rule.workflow));
  const judged = required
    .filter(({ target }) => isSameTarget(target, rule.workflow))
    .map(({ ref }) => ({ ref, verdict: judgeRequired(ref, rule, template) }));
  const unnamed = required.find(({ target }) => mayBeUnnamed(target, rule.workflow));
  for (const status of ["adopted", "not-measured", "drifted", "outdated"] as const) {
    const speaking = judged.find(({ verdict }) => verdict.status === status);
    if (speaking === undefined) continue;
    const { ref, verdict } = speaking;
    if (verdict.status === "adopted") {
      return said("adopted", `A ruleset requires it on ${branch} at ${ref ?? "its default branch"}.`);
    }
    if (unnamed !== undefined) break;
    const unread =
      status === "not-measured"
        ? findUnreadTemplate({ ...road, controls }, repositoryOf(rule.workflow))
        : null;
    return said(status, `A ruleset requires it on ${branch}: ${verdict.why}${unread ? ` (${unread})` : ""}.`);
  }
  return unnamed === undefined
    ? said("missing", `No active ruleset requires it on ${branch}.`)
    : open(
        `A ruleset requires a workflow of a repository that cannot be named: ${unnamed.target}. Give Firstpass access to that repository.`,
      );
}

function judgeRequired(
  ref: string | null,
  { ref: policy }: RequiredWorkflowRule,
  template: Parameters<typeof judgeRef>[2],
): RefVerdict {
  if (ref !== null) {
    const uses: UsesReference = {
      kind: "reusable_workflow",
      target: "",
      ref,
      versionComment: null,
      line: 1,
    };
    return judgeRef(uses, policy, template);
  }
  const version = null;
  if (policy.kind === "any") return { status: "adopted", version };
  return policy.kind === "minimum" && policy.branches.length > 0
    ? {
        status: "not-measured",
        version,
        why: "the ruleset names no ref, and the name of the workflow's default branch is not known; name it in the ruleset",
      }
    : { status: "outdated", version, why: "the ruleset names no ref: the workflow's default branch runs" };
}

/** GitHub names the workflow's repository by its id; ids of other accounts stay. */
function mayBeUnnamed(target: string, workflow: string): boolean {
  const [first, , ...path] = target.split("/");
  return first === "repositories" && path.join("/") === workflow.split("/").slice(2).join("/");
}

/** Default setup must be configured. */
export function evaluateDefaultSetup({ controls }: Road): RuleOutcome {
  if (controls === null) return notRead;
  const { defaultSetup } = controls;
  if ("unseen" in defaultSetup) return explainUnseen(defaultSetup.unseen);
  return defaultSetup.seen
    ? said("adopted", "Code scanning's default setup is configured.")
    : said("missing", "Code scanning's default setup is not configured.");
}

/** What is off, or not part of the account's plan, requires nothing and is not configured. */
function explainUnseen({ why, text }: Unseen): RuleOutcome {
  return said(why === "feature-off" ? "missing" : "not-measured", text);
}

function said(status: RuleOutcome["status"], note: string): RuleOutcome {
  return { status, note, evidence: [] };
}

function open(note: string): RuleOutcome {
  return said("not-measured", note);
}
