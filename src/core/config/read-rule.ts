// A rule of the paved road as written → the rule as it is evaluated, every key present.
import type { AppliesTo, RefPolicy, TemplateRule } from "./config.ts";
import type { WrittenRule } from "./rule-schema.ts";

/** Puts in what was left out: the id for a title, any ref for no policy, the same path for a template's. */
export function readRule(written: WrittenRule): TemplateRule {
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

function readAppliesTo(written: NonNullable<WrittenRule["applies_to"]>): AppliesTo {
  return {
    ...(written.languages && { languages: written.languages }),
    ...(written.has_dockerfile !== undefined && { hasDockerfile: written.has_dockerfile }),
    ...(written.properties && { properties: written.properties }),
    ...(written.repositories && { repositories: written.repositories }),
  };
}
