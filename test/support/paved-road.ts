// Builders of what is observed of the paved road, and of the rules that it is held against.
import type { TemplateRule } from "../../src/core/config/config.ts";
import type { ObservedDockerfile, ObservedWorkflow } from "../../src/core/facts/paved-road.ts";
import type { RepositoryState } from "../../src/core/facts/repository.ts";
import { evaluateRules, type Membership } from "../../src/core/paved-road/evaluate-rules.ts";
import type { Road, Template } from "../../src/core/paved-road/road.ts";
import type { RuleResult } from "../../src/core/paved-road/rule-result.ts";
import { splitUses } from "../../src/core/paved-road/uses.ts";
import { repositoryState } from "./facts.ts";

type RuleOf<Kind extends TemplateRule["kind"]> = Extract<TemplateRule, { kind: Kind }>;

export function observation(given: Partial<Road> = {}): Road {
  return {
    commitSha: "c".repeat(40),
    ref: "refs/heads/main",
    workflows: [],
    dockerfiles: [],
    files: {},
    filesLookedFor: [],
    templates: {},
    called: {},
    controls: null,
    unreadable: [],
    ...given,
  };
}

/** What a template has released. */
export function template(given: Partial<Template> = {}): Template {
  return { tags: {}, files: {}, complete: true, unseen: null, ...given };
}

/** `.github/workflows/<name>.yml` on one event; calls stand on line 4 and after, `…/.github/workflows/…` as reusable ones. */
export function workflow(name: string, trigger: string, ...uses: readonly string[]): ObservedWorkflow {
  return {
    path: `.github/workflows/${name}.yml`,
    triggers: [trigger],
    uses: uses.map((text, index) => ({
      kind: text.includes(".github/workflows/") ? "reusable_workflow" : "action",
      ...splitUses(text),
      versionComment: null,
      line: 4 + index,
    })),
    problem: null,
  };
}

/** A Dockerfile with these bases, one a line; null: one that cannot be resolved. */
export function dockerfile(path: string, ...images: readonly (string | null)[]): ObservedDockerfile {
  return {
    path,
    bases: images.map((image, index) => ({ image, stage: null, line: index + 1 })),
    problem: null,
  };
}

export function workflowRule(given: Partial<RuleOf<"reusable_workflow">> = {}): TemplateRule {
  return {
    id: "build",
    title: "Secure build",
    kind: "reusable_workflow",
    uses: "acme/templates/.github/workflows/build.yml",
    ref: { kind: "minimum", version: "v3", branches: [] },
    appliesTo: {},
    ...given,
  };
}

export function actionRule(given: Partial<RuleOf<"action">> = {}): TemplateRule {
  return {
    id: "scan",
    title: "Scan",
    kind: "action",
    uses: "acme/scan",
    ref: { kind: "any", branches: [] },
    appliesTo: {},
    ...given,
  };
}

export function imageRule(given: Partial<RuleOf<"base_image">> = {}): TemplateRule {
  return {
    id: "images",
    title: "Approved images",
    kind: "base_image",
    images: ["node"],
    appliesTo: {},
    ...given,
  };
}

export function fileRule(given: Partial<RuleOf<"file">> = {}): TemplateRule {
  return {
    id: "dependabot",
    title: "Dependabot",
    kind: "file",
    path: ".github/dependabot.yml",
    template: "acme/templates",
    templatePath: "dependabot.yml",
    minimum: "v2",
    appliesTo: {},
    ...given,
  };
}

/** One rule held against what was observed. */
export function evaluateOne(
  rule: TemplateRule,
  observed: Partial<Road>,
  repository: Partial<RepositoryState> = {},
  membership?: Membership,
): RuleResult {
  return evaluateRules({
    observed: observation(observed),
    rules: [rule],
    repository: repositoryState(repository),
    ...(membership && { membership }),
  })[0]!;
}
