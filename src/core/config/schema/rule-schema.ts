// What people may write as a rule of the paved road, one shape per kind.
import { valid } from "semver";
import { z } from "zod";
import { shortList, shortText, strictObject } from "./schema-parts.ts";
import { appliesToSchema } from "./selector-schema.ts";

const repositoryName = /^[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9._-]+$/;
const reusableWorkflow = /^[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9._-]+\/\.github\/workflows\/[^/@\s]+\.ya?ml$/;
const action = /^[A-Za-z0-9][A-Za-z0-9_-]*\/[A-Za-z0-9._-]+(\/[^/@\s]+)*$/;

const version = shortText.refine((text) => valid(text) !== null || /^v?\d{1,9}(\.\d{1,9})?$/.test(text), {
  error: 'must be a version such as "v3" or "3.2.1".',
});

/** Ecosystems order versions each in its own way: here only what cannot be one in any is refused. */
const libraryVersion = shortText.regex(/^v?\d[0-9A-Za-z.+!_-]*$/, {
  error: 'must be a version such as "4.17.21".',
});

const repository = z
  .string()
  .max(256)
  .regex(repositoryName, { error: 'must be a repository such as "acme/templates".' });

const filePath = shortText.refine(
  (path) =>
    !path.startsWith("/") && !path.split("/").some((part) => part === ".." || part === "." || part === ""),
  { error: 'must be a path from the repository\'s root such as ".github/dependabot.yml".' },
);

const ref = z
  .union(
    [
      z.literal("any"),
      strictObject({
        minimum: version.optional().describe("Tags of this version or later."),
        branches: shortList(shortText).optional().describe("Branches that are allowed besides."),
        pinned: z.literal(true).optional().describe("Full commit SHAs alone."),
      }),
    ],
    { error: 'must be "any", or a map with "minimum" (and "branches") or "pinned: true".' },
  )
  .describe("Which refs are good enough. Left out: any.");

const shared = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: "must be small letters, digits and hyphens." })
    .describe("Names the rule for good: results are kept under it."),
  title: shortText.optional().describe("How people call it. Left out: the id."),
  applies_to: appliesToSchema.optional().describe("Which repositories the rule is for. Left out: all."),
};

/** What is the same in every kind: all that can be checked of a rule whose kind is not known. */
export const ruleFrameSchema = z.looseObject(shared);

export const templateRuleSchema = z.discriminatedUnion("kind", [
  strictObject({
    ...shared,
    kind: z.literal("reusable_workflow").describe("A reusable workflow is called."),
    uses: z
      .string()
      .max(256)
      .regex(reusableWorkflow, {
        error: 'must be like "acme/templates/.github/workflows/build.yml"; the ref goes under "ref".',
      })
      .describe("The reusable workflow, without a ref."),
    ref: ref.optional(),
  }),
  strictObject({
    ...shared,
    kind: z.literal("action").describe("An action is used in a step."),
    uses: z
      .string()
      .max(256)
      .regex(action, { error: 'must be like "acme/scan" or "acme/actions/scan"; the ref goes under "ref".' })
      .describe("The action, without a ref."),
    ref: ref.optional(),
  }),
  strictObject({
    ...shared,
    kind: z.literal("base_image").describe("Every stage of every Dockerfile is built on an approved image."),
    images: shortList(shortText)
      .min(1, { error: "must approve at least one image." })
      .describe("Globs over approved images, e.g. `ghcr.io/acme/base-*:3*`. Without a tag: any tag."),
  }),
  strictObject({
    ...shared,
    kind: z.literal("file").describe("A file is that of one of the template's released versions."),
    path: filePath.describe("The file in the repository."),
    template: repository.describe("The repository that releases it."),
    template_path: filePath.optional().describe("The file in the template. Left out: the same path."),
    minimum: version.optional().describe("The oldest released version that still counts."),
  }),
  strictObject({
    ...shared,
    kind: z.literal("template_repository").describe("The repository was generated from a template."),
    templates: shortList(repository)
      .min(1, { error: "must name at least one template." })
      .describe("Templates that the repository may have been generated from."),
  }),
  strictObject({
    ...shared,
    kind: z.literal("required_workflow").describe("A ruleset requires a workflow on the default branch."),
    workflow: z
      .string()
      .max(256)
      .regex(reusableWorkflow, {
        error: 'must be like "acme/templates/.github/workflows/scan.yml"; the ref goes under "ref".',
      })
      .describe("The workflow that a ruleset requires on the default branch, without a ref."),
    ref: ref.optional(),
  }),
  strictObject({
    ...shared,
    kind: z.literal("code_scanning_default_setup").describe("GitHub's default setup of code scanning is on."),
  }),
  strictObject({
    ...shared,
    kind: z.literal("library").describe("A library is used, or is not."),
    ecosystem: z
      .enum(["npm", "pypi", "go", "maven", "cargo", "nuget"])
      .describe("Where the library is published."),
    required: shortText
      .optional()
      .describe("The library that must be used, as its ecosystem names it; Maven: `group:artifact`."),
    forbidden: shortText.optional().describe("The library that must not be used. Instead of `required`."),
    minimum: libraryVersion
      .optional()
      .describe(
        "`required`: this version or later. `forbidden`: only versions before it are. Left out: every version.",
      ),
    source: z
      .enum(["manifests", "sbom"])
      .optional()
      .describe("Where it is looked for: manifests and lockfiles, or GitHub's dependency graph."),
  }),
]);

export type WrittenRule = z.infer<typeof templateRuleSchema>;
