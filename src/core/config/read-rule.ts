// A rule of the paved road as written → the rule as it is evaluated, every key present.
import type { AppliesTo, RefPolicy, RepositorySelector, TemplateRule } from "./config.ts";
import type { WrittenRule } from "./schema/rule-schema.ts";
import type { WrittenAppliesTo, WrittenSelector } from "./schema/selector-schema.ts";

/**
 * Puts in what was left out: the id for a title, any ref for no policy, the same path for a template's, manifests for a library's
 * source.
 */
export function readRule(written: WrittenRule): TemplateRule {
  const rule = rules.get(written) ?? readNewRule(written);
  rules.set(written, rule);
  return rule;
}

/** What is written once for thousands of repositories is read once. */
const rules = new WeakMap<WrittenRule, TemplateRule>();

function readNewRule(written: WrittenRule): TemplateRule {
  const base = {
    id: written.id,
    title: written.title ?? written.id,
    appliesTo: readAppliesTo(written.applies_to ?? {}),
  };
  switch (written.kind) {
    case "reusable_workflow":
    case "action":
      return { ...base, kind: written.kind, uses: written.uses, ref: readRefPolicy(written.ref) };
    case "base_image":
      return { ...base, kind: written.kind, images: written.images };
    case "file":
      return {
        ...base,
        kind: written.kind,
        path: written.path,
        template: written.template,
        templatePath: written.template_path ?? written.path,
        minimum: written.minimum ?? null,
      };
    case "template_repository":
      return { ...base, kind: written.kind, templates: written.templates };
    case "required_workflow":
      return { ...base, kind: written.kind, workflow: written.workflow, ref: readRefPolicy(written.ref) };
    case "code_scanning_default_setup":
      return { ...base, kind: written.kind };
    case "library":
      return {
        ...base,
        kind: written.kind,
        ecosystem: written.ecosystem,
        // One of the two is there: the check of the meaning has seen to it.
        package: written.required ?? written.forbidden ?? "",
        use: written.required === undefined ? "forbidden" : "required",
        minimum: written.minimum ?? null,
        source: written.source ?? "manifests",
      };
  }
}

type WrittenRef = Extract<WrittenRule, { kind: "action" }>["ref"];

function readRefPolicy(written: WrittenRef): RefPolicy {
  if (written === undefined || written === "any") return { kind: "any", branches: [] };
  if (written.pinned === true) return { kind: "pinned" };
  const branches = written.branches ?? [];
  return written.minimum === undefined
    ? { kind: "any", branches }
    : { kind: "minimum", version: written.minimum, branches };
}

function readAppliesTo(written: WrittenAppliesTo): AppliesTo {
  return {
    ...readSelector(written),
    ...(written.has_dockerfile !== undefined && { hasDockerfile: written.has_dockerfile }),
    ...(written.groups && { groups: written.groups }),
    ...(written.tiers && { tiers: written.tiers.map(String) }),
  };
}

/** The parts that are written; one that is not is absent, which selects everything. */
export function readSelector(written: WrittenSelector): RepositorySelector {
  const { repositories, languages, topics, teams, visibility, properties } = written;
  return {
    ...(repositories && { repositories }),
    ...(languages && { languages }),
    ...(topics && { topics }),
    ...(teams && { teams }),
    ...(visibility && { visibility }),
    ...(properties && { properties }),
  };
}
