// Which files of a repository the paved road is read from. Ingest asks it of a push, the workflows of a tree and of a pull request.
import type { Config, TemplateRule } from "../config/config.ts";
import { isManifestPath } from "../manifests/manifest-path.ts";

/** Where a repository keeps its own configuration. */
export const repositoryConfigPath = ".github/firstpass.yml";

/** Where an organisation's `.github` or `.github-private` repository keeps everybody's configuration. */
export const organisationConfigPath = "firstpass.yml";

/** GitHub runs only the files that lie directly in this folder. */
const workflowPath = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/** `Dockerfile`, `Containerfile`, `dev.Dockerfile`, in any folder and any case. */
const dockerfileName = /^(?:.+\.)?(?:dockerfile|containerfile)$/i;

/** `Dockerfile.dev`, spelt so: `dockerfile.ts` is about Dockerfiles. */
const suffixedDockerfileName = /^(?:Dockerfile|Containerfile)\.[^/]+$/;

/** What bears the name of a Dockerfile without being one: ignore lists, prose, code, text that a template engine has yet to fill. */
const notDockerfileEnding =
  /\.(?:dockerignore|md|txt|json|ya?ml|[cm]?[jt]sx?|go|py|rb|sh|j2|jinja2?|tmpl|tpl|template|erb|in|m4)$/i;

/** Whether GitHub would run the file as a workflow. */
export function isWorkflowPath(path: string): boolean {
  return workflowPath.test(path);
}

/** Whether the file is a Dockerfile by its name; unfilled templates of Dockerfiles are none. */
export function isDockerfilePath(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return dockerfileName.test(name) || (suffixedDockerfileName.test(name) && !notDockerfileEnding.test(name));
}

/** Whether the file is Firstpass's own configuration, of a repository or of an organisation. */
export function isConfigPath(path: string): boolean {
  return path === repositoryConfigPath || path === organisationConfigPath;
}

/**
 * Whether a change of the file can change what the paved road says: a workflow, a Dockerfile, Firstpass's configuration, a
 * file that a `file` rule of `config` names, or a manifest that may hold a package that a `library` rule names. With `config` null the rules are not known and count for nothing.
 */
export function isPavedRoadPath(path: string, config: Config | null): boolean {
  return (
    isWorkflowPath(path) ||
    isDockerfilePath(path) ||
    isConfigPath(path) ||
    (config?.templates.rules.some((rule) => namesFile(rule, path)) ?? false)
  );
}

function namesFile(rule: TemplateRule, path: string): boolean {
  if (rule.kind === "file") return rule.path === path;
  // GitHub's dependency graph, too, is made of these files.
  return rule.kind === "library" && isManifestPath(path) === rule.ecosystem;
}
