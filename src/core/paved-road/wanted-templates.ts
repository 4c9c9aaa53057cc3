// Which repositories the rules take as templates, and which of their files they compare with: what is read once for an account.
import type { TemplateRule } from "../config/config.ts";
import { repositoryOf } from "./uses.ts";

/** `owner/repo` in lower case → paths in the template whose versions are compared; empty where only its tags count. */
export type WantedTemplates = ReadonlyMap<string, ReadonlySet<string>>;

/** Templates whose releases decide about a rule. A rule that takes any ref needs to know none. */
export function wantedTemplates(rules: readonly TemplateRule[]): WantedTemplates {
  const wanted = new Map<string, Set<string>>();
  for (const rule of rules) {
    const template = templateOf(rule);
    if (template === null) continue;
    const paths = wanted.get(template) ?? new Set();
    wanted.set(template, paths);
    if (rule.kind === "file") paths.add(rule.templatePath);
  }
  return wanted;
}

function templateOf(rule: TemplateRule): string | null {
  switch (rule.kind) {
    case "reusable_workflow":
    case "action":
      return rule.ref.kind === "any" ? null : repositoryOf(rule.uses);
    case "required_workflow":
      return rule.ref.kind === "any" ? null : repositoryOf(rule.workflow);
    case "file":
      return repositoryOf(rule.template);
    default:
      return null;
  }
}
