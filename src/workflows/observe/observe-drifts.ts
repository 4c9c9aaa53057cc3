// How files differ from what their templates released, for people to read. Texts are read only where a file is none of the
// released ones, and only once: the template's are kept by the gateway, the file's own as long as nothing about it changes.
import type { TemplateRule } from "../../core/config/config.ts";
import type { FileDrift, PavedRoadData } from "../../core/facts/paved-road.ts";
import { describeDrift, type TemplateVersion } from "../../core/paved-road/describe-drift.ts";
import type { Template } from "../../core/paved-road/road.ts";
import { repositoryOf } from "../../core/paved-road/uses.ts";
import { compareVersions, isVersion } from "../../core/paved-road/versions.ts";
import { Refused } from "../../github/errors.ts";
import type { GitHubReads, RepositoryAddress } from "../../github/gateway.ts";

type Reads = Pick<GitHubReads, "readBlob" | "readFile">;
type FileRule = Extract<TemplateRule, { kind: "file" }>;

/** Different contents of a template's file that one is compared with, newest first. */
const mostCompared = 20;

/** A file that is none of the versions that its template is known to have released. */
export interface DriftedFile {
  readonly path: string;
  /** `owner/repo:path` of the template. */
  readonly source: string;
  readonly blobSha: string;
  readonly rule: FileRule;
  readonly template: Template;
  /** Tags of the template that have the file, newest first; never empty. */
  readonly versions: readonly string[];
}

/** Each once, in the order of the rules. A template of which no version is known yet says nothing. */
export function findDriftedFiles(
  { files }: Pick<PavedRoadData, "files">,
  rules: readonly TemplateRule[],
  templates: Readonly<Record<string, Template>>,
): DriftedFile[] {
  const drifted = new Map<string, DriftedFile>();
  for (const rule of rules) {
    if (rule.kind !== "file") continue;
    const blobSha = Object.hasOwn(files, rule.path) ? files[rule.path] : undefined;
    const name = repositoryOf(rule.template);
    const template = Object.hasOwn(templates, name) ? templates[name] : undefined;
    if (blobSha === undefined || template === undefined) continue;
    const released = releasesOf(template, rule.templatePath);
    const versions = Object.keys(released)
      .filter(isVersion)
      .sort((a, b) => compareVersions(b, a));
    if (versions.length === 0 || Object.values(released).includes(blobSha)) continue;
    const source = `${name}:${rule.templatePath}`;
    drifted.set(`${rule.path} ${source}`, { path: rule.path, source, blobSha, rule, template, versions });
  }
  return [...drifted.values()];
}

/** Whether the last observation says how the file drifted, with no newer version since. */
export function findKnownDrift(before: PavedRoadData | null, file: DriftedFile): FileDrift | null {
  if (before?.files[file.path] !== file.blobSha) return null;
  const known = before.drifts?.[file.path]?.[file.source];
  return known?.newestVersion === file.versions[0] ? (known ?? null) : null;
}

/** Undefined where no file drifted, or nothing can be said of how. */
export async function observeDrifts(
  github: Reads,
  address: RepositoryAddress,
  drifted: readonly DriftedFile[],
  before: PavedRoadData | null,
): Promise<PavedRoadData["drifts"]> {
  const drifts: Record<string, Record<string, FileDrift>> = {};
  for (const file of drifted) {
    const drift = findKnownDrift(before, file) ?? (await readDrift(github, address, file));
    if (drift !== null) drifts[file.path] = { ...drifts[file.path], [file.source]: drift };
  }
  return Object.keys(drifts).length === 0 ? undefined : drifts;
}

async function readDrift(
  github: Reads,
  address: RepositoryAddress,
  file: DriftedFile,
): Promise<FileDrift | null> {
  const own = await readOrNull(() => github.readBlob(address, file.blobSha));
  if (own === null) return null;
  const drift = describeDrift(own, await readVersions(github, address.installationId, file));
  const [newestVersion] = file.versions;
  return drift === null || newestVersion === undefined ? null : { ...drift, newestVersion };
}

async function readVersions(
  github: Reads,
  installationId: number,
  { rule, template, versions }: DriftedFile,
): Promise<TemplateVersion[]> {
  const [owner = "", name = ""] = repositoryOf(rule.template).split("/");
  // Only its name is asked for.
  const address = { installationId, repositoryId: 0, owner, name };
  const released = releasesOf(template, rule.templatePath);
  // Versions of one content are one text: the newest stands for them.
  const newestOf = new Map<string | undefined, string>();
  for (const tag of versions) if (!newestOf.has(released[tag])) newestOf.set(released[tag], tag);
  const read: TemplateVersion[] = [];
  for (const tag of [...newestOf.values()].slice(0, mostCompared)) {
    const commitSha = template.tags[tag];
    if (commitSha === undefined) continue;
    const text = await readOrNull(async () => {
      return (await github.readFile(address, rule.templatePath, commitSha))?.text ?? null;
    });
    if (text !== null) read.push({ tag, text });
  }
  return read;
}

function releasesOf({ files }: Template, path: string): Readonly<Record<string, string>> {
  return (Object.hasOwn(files, path) ? files[path] : undefined) ?? {};
}

/** What is too large or no text is not compared. */
async function readOrNull(read: () => Promise<string | null>): Promise<string | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
