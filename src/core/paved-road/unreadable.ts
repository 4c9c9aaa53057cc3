// What could not be read may hold what was not found: then "absent" is not known, and no rule may call it missing.
import type { Ecosystem, PavedRoadData } from "../facts/paved-road.ts";
import { isManifestPath } from "../manifests/manifest-path.ts";
import { isDockerfilePath, isWorkflowPath } from "./paths.ts";
import type { Road, Template } from "./road.ts";

export type Unreadable = PavedRoadData["unreadable"][number];

/** Why a workflow may be there that was not seen; null when all were seen. */
export function findHiddenWorkflow(observed: PavedRoadData): string | null {
  const broken = observed.workflows.find(({ problem }) => problem !== null);
  return (
    findUnread(observed, isWorkflowPath) ??
    (broken ? `${broken.path} cannot be read: ${broken.problem}` : null)
  );
}

/** Why a Dockerfile may be there that was not seen; null when all were seen. */
export function findHiddenDockerfile(observed: PavedRoadData): string | null {
  return findUnread(observed, isDockerfilePath);
}

/** Why a manifest or lockfile of the ecosystem may be there that was not seen; null when all were seen. */
export function findHiddenManifest(observed: PavedRoadData, ecosystem: Ecosystem): string | null {
  return findUnread(observed, (what) => isManifestPath(what) === ecosystem);
}

/** Why the named file may be there and was not seen; null when it was looked for and all was seen. */
export function findHiddenFile(observed: PavedRoadData, path: string): string | null {
  return findUnread(observed, (what) => what === path);
}

/** What is known of a template, by its name in any case; null: it was never read. */
export function findTemplate(road: Road, template: string): Template | null {
  const name = template.toLowerCase();
  return (Object.hasOwn(road.templates, name) ? road.templates[name] : null) ?? null;
}

/** Why not everything is known of a template's tags; null when all is. */
export function findUnreadTemplate(road: Road, template: string): string | null {
  const known = findTemplate(road, template);
  if (known === null) return `${template} has not been read yet`;
  return known.unseen?.text ?? (known.complete ? null : `not all tags of ${template} are read`);
}

function findUnread(observed: PavedRoadData, concerns: (what: string) => boolean): string | null {
  const entry = observed.unreadable.find(({ what }) => concerns(what) || isWholeTree(observed, what));
  return entry ? `${entry.what} cannot be read: ${entry.reason}` : null;
}

/** Anything that is neither a single file nor a template stands for the list of files as a whole. */
function isWholeTree(observed: PavedRoadData, what: string): boolean {
  return (
    !isWorkflowPath(what) &&
    !isDockerfilePath(what) &&
    isManifestPath(what) === null &&
    !observed.filesLookedFor.includes(what) &&
    !/^[A-Za-z0-9][A-Za-z0-9_-]*\/[^/\s]+$/.test(what)
  );
}
