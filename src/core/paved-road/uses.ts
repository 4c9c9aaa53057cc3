// What stands behind `uses:`: whose it is, at which ref, and the version that the comment behind a pin tells.

/** A full commit SHA: the only ref that cannot be moved. */
export const commitSha = /^[0-9a-f]{40}$/i;

const versionInComment =
  /(?:^|[\s#=@:])(v\d+(?:\.\d+){0,2}|\d+\.\d+(?:\.\d+)?)((?:[-+][0-9A-Za-z.+-]+)?)(?=[\s,;)]|$)/;

/** `owner/repo/path@ref` in two. The ref is null for local paths, images, and where it holds an expression. */
export function splitUses(uses: string): { target: string; ref: string | null } {
  if (uses.startsWith("./") || uses.startsWith("docker://")) return { target: uses, ref: null };
  const at = uses.lastIndexOf("@");
  if (at === -1) return { target: uses, ref: null };
  const ref = uses.slice(at + 1);
  return { target: uses.slice(0, at), ref: ref === "" || ref.includes("${{") ? null : ref };
}

/** The version in the comment behind a value: `# v3.2.1`, `# tag=v3`, `# pin@v3.2`. Null where there is none. */
export function findVersionComment(restOfLine: string): string | null {
  const comment = /^\s*[}\],\s]*\s#(.{0,200})/.exec(` ${restOfLine}`)?.[1];
  const match = comment === undefined ? null : versionInComment.exec(comment);
  return match ? `${match[1]}${match[2]}` : null;
}

/** Whether two targets are the same: owner and repository in any case, paths to the letter. */
export function isSameTarget(left: string, right: string): boolean {
  return canonicalTarget(left) === canonicalTarget(right);
}

/** Whether a target that holds an expression may turn out to be the wanted one: what stands before the expression agrees. */
export function mayBeTarget(target: string, wanted: string): boolean {
  const at = target.indexOf("${{");
  return at !== -1 && wanted.toLowerCase().startsWith(target.slice(0, at).toLowerCase());
}

/** Owner and repository in lower case, as called workflows are kept. */
export function canonicalTarget(target: string): string {
  const [owner = "", repository = "", ...path] = target.split("/");
  return [owner.toLowerCase(), repository.toLowerCase(), ...path].join("/");
}

/** `owner/repo` of a target, in lower case. */
export function repositoryOf(target: string): string {
  return target.split("/").slice(0, 2).join("/").toLowerCase();
}
