// Reads what templates released, as far as the rules need it: tags for a minimum version, and a file's content per version.
import type { TemplateRule } from "../core/config/config.ts";
import type { ObservedTemplate, PavedRoadData } from "../core/facts/paved-road.ts";
import { compareVersions, isVersion } from "../core/paved-road/ref-policy.ts";
import { repositoryOf } from "../core/paved-road/uses.ts";
import { NotFound, PermissionError, Refused } from "../github/errors.ts";
import type { GitHubReads, RepositoryAddress } from "../github/gateway.ts";

/** One request a version and file: the older ones are not worth it. */
const newestVersions = 20;

type FileRule = Extract<TemplateRule, { kind: "file" }>;

type Template = Pick<RepositoryAddress, "installationId" | "owner" | "name">;

export interface ObservedTemplates {
  readonly templates: Readonly<Record<string, ObservedTemplate>>;
  readonly unreadable: PavedRoadData["unreadable"];
}

/** `before` is what was observed last: a file at a tag that has not moved is not read again. */
export async function observeTemplates(
  github: Pick<GitHubReads, "listTags" | "readFile">,
  installationId: number,
  rules: readonly TemplateRule[],
  before: PavedRoadData | null,
): Promise<ObservedTemplates> {
  const templates: Record<string, ObservedTemplate> = {};
  const unreadable: { what: string; reason: string }[] = [];
  for (const [key, fileRules] of groupByTemplate(rules)) {
    const [owner = "", name = ""] = key.split("/");
    const template = { installationId, owner, name };
    try {
      const tags = Object.fromEntries(
        (await github.listTags(template)).map((tag) => [tag.name, tag.commitSha]),
      );
      const versions = Object.keys(tags)
        .filter(isVersion)
        .sort((a, b) => compareVersions(b, a));
      const read = versions.slice(0, newestVersions);
      const known = before?.templates[key] ?? null;
      const files: Record<string, Record<string, string>> = {};
      for (const path of new Set(fileRules.map(({ templatePath }) => templatePath)))
        files[path] = await observeVersions(github, template, path, read, tags, known);
      templates[key] = { tags, files };
      if (fileRules.length > 0 && read.length < versions.length)
        unreadable.push({
          what: `${key}@${versions[read.length]}`,
          reason: `only ${newestVersions} versions are read`,
        });
    } catch (error) {
      if (!(error instanceof NotFound) && !(error instanceof PermissionError) && !(error instanceof Refused))
        throw error;
      unreadable.push({ what: key, reason: error.message });
    }
  }
  return { templates, unreadable };
}

/** `owner/repo` → its `file` rules; templates of which nothing needs to be known are left out. */
function groupByTemplate(rules: readonly TemplateRule[]): Map<string, FileRule[]> {
  const groups = new Map<string, FileRule[]>();
  const groupOf = (key: string) => {
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    return group;
  };
  for (const rule of rules) {
    if (rule.kind === "file") groupOf(repositoryOf(rule.template)).push(rule);
    const judgesVersions = rule.kind === "reusable_workflow" || rule.kind === "action";
    if (judgesVersions && rule.ref.kind === "minimum") groupOf(repositoryOf(rule.uses));
  }
  return groups;
}

/** Tag → blob SHA of the file in that version; versions without the file are absent. */
async function observeVersions(
  github: Pick<GitHubReads, "readFile">,
  template: Template,
  path: string,
  versions: readonly string[],
  tags: Readonly<Record<string, string>>,
  known: ObservedTemplate | null,
): Promise<Record<string, string>> {
  const blobShas: Record<string, string> = {};
  for (const tag of versions) {
    const before = known !== null && known.tags[tag] === tags[tag] ? known.files[path]?.[tag] : undefined;
    // A template has no id here: only its name is asked for.
    const address = { ...template, repositoryId: 0 };
    const blobSha = before ?? (await github.readFile(address, path, `refs/tags/${tag}`))?.sha;
    if (blobSha !== undefined) blobShas[tag] = blobSha;
  }
  return blobShas;
}
