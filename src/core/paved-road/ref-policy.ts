// Is the ref at which a template is called good enough? Tags by semantic versioning, SHAs through the template's tags or
// their version comment, branches only where they are listed.
import type { RefPolicy } from "../config/config.ts";
import type { UsesReference } from "../facts/paved-road.ts";
import type { Template } from "./road.ts";
import { commitSha } from "./uses.ts";
import { compareToMinimum, isFullVersion, isNewer, isVersion, isWithin, newestTagAt } from "./versions.ts";

export type RefVerdict =
  | { readonly status: "adopted"; readonly version: string | null }
  | {
      readonly status: "outdated" | "drifted" | "not-measured";
      /** The version that the ref stands for, where it is known. */
      readonly version: string | null;
      readonly why: string;
    };

const shortSha = /^(?=.*[a-f])[0-9a-f]{7,39}$/i;

/**
 * Judges one call. `template` is what is known of the called repository's tags; null when nothing is.
 *
 * A ref that is missing or an expression is never judged. `any`: every other ref. `pinned`: a full commit SHA, unless its version
 * comment names another commit. `minimum`: a version that is at least the asked one. The template's tags go before what a
 * name or a comment says. Where all tags are known, a commit or an older version that is none of them is no release.
 */
export function judgeRef(uses: UsesReference, policy: RefPolicy, template: Template | null): RefVerdict {
  if (uses.ref === null) return unknown(null, "its ref is missing or an expression: it cannot be resolved");
  const sha = commitSha.test(uses.ref) ? uses.ref.toLowerCase() : null;
  const { name, kind } = readRefName(uses.ref);
  const version = findVersion(sha, name, uses.versionComment, template);
  if (policy.kind === "any") return { status: "adopted", version };
  if (policy.kind === "pinned") {
    if (sha === null) {
      return { status: "outdated", version, why: `${uses.ref} can be moved; a full commit SHA cannot` };
    }
    return findLie(sha, uses.versionComment, template) ?? { status: "adopted", version };
  }
  if (sha !== null) return judgeSha(sha, uses.versionComment, policy.version, template);
  if (kind !== "tag" && policy.branches.includes(name)) return { status: "adopted", version };
  return kind === "branch" ? notListed(name) : judgeName(name, policy.version, template);
}

/** In words, for people: `v3 or later, or main`. */
export function describePolicy(policy: RefPolicy): string {
  switch (policy.kind) {
    case "any":
      return "any ref";
    case "pinned":
      return "a full commit SHA";
    case "minimum":
      return [`${policy.version} or later`, ...policy.branches].join(", or ");
  }
}

function readRefName(ref: string): { name: string; kind: "tag" | "branch" | "either" } {
  if (ref.startsWith("refs/tags/")) return { name: ref.slice("refs/tags/".length), kind: "tag" };
  if (ref.startsWith("refs/heads/")) return { name: ref.slice("refs/heads/".length), kind: "branch" };
  return { name: ref, kind: "either" };
}

/** The version that a ref stands for, as well as it is known. */
function findVersion(
  sha: string | null,
  name: string,
  comment: string | null,
  template: Template | null,
): string | null {
  if (sha !== null) return newestTagAt(sha, template) ?? comment;
  return newestTagAt(tagOf(template, name), template) ?? (isVersion(name) ? name : null);
}

function judgeSha(
  sha: string,
  comment: string | null,
  minimum: string,
  template: Template | null,
): RefVerdict {
  const tagged = newestTagAt(sha, template);
  if (tagged !== null) return judgeVersion(tagged, minimum);
  const lie = findLie(sha, comment, template);
  if (lie !== null) return lie;
  const short = sha.slice(0, 7);
  if (template?.complete !== true) {
    return comment === null
      ? unknown(null, `no release of ${short} is known; add a version comment`)
      : judgeVersion(comment, minimum);
  }
  if (comment === null) {
    return {
      status: "drifted",
      version: null,
      why: `${short} is a commit that no release of the template names`,
    };
  }
  if (isNewerThanAll(comment, template)) return unknown(comment, notReadYet(comment));
  // A moving tag has left its earlier commits; releases with full names have not.
  const named = tagOf(template, comment) !== undefined && !isFullVersion(comment);
  return named && !hasFullVersionWithin(comment, template)
    ? judgeVersion(comment, minimum)
    : {
        status: "drifted",
        version: null,
        why: `the comment says ${comment}, and ${short} is no release of the template`,
      };
}

/** A comment that names a release which is another commit. */
function findLie(sha: string, comment: string | null, template: Template | null): RefVerdict | null {
  if (comment === null || newestTagAt(sha, template) !== null) return null;
  const commented = tagOf(template, comment);
  return commented !== undefined && isFullVersion(comment) && commented !== sha
    ? { status: "drifted", version: null, why: `the comment says ${comment}, which is another commit` }
    : null;
}

function judgeName(name: string, minimum: string, template: Template | null): RefVerdict {
  const at = tagOf(template, name);
  const tagged = newestTagAt(at, template);
  if (tagged !== null) return judgeVersion(tagged, minimum);
  if (!isVersion(name)) {
    return shortSha.test(name) && at === undefined
      ? { status: "outdated", version: null, why: `GitHub refuses a shortened commit SHA such as ${name}` }
      : notListed(name);
  }
  if (template?.complete !== true) return judgeVersion(name, minimum);
  return isNewerThanAll(name, template)
    ? unknown(name, notReadYet(name))
    : { status: "drifted", version: null, why: `the template has no tag ${name}` };
}

function judgeVersion(version: string, minimum: string): RefVerdict {
  switch (compareToMinimum(version, minimum)) {
    case "enough":
      return { status: "adopted", version };
    case "less":
      return { status: "outdated", version, why: `${version} is older than ${minimum}` };
    case "unclear":
      return unknown(version, `${version} may be older or newer than ${minimum}; name it in full`);
  }
}

function notListed(name: string): RefVerdict {
  return {
    status: "outdated",
    version: null,
    why: `${name} is neither a version nor a branch that the rule lists`,
  };
}

function unknown(version: string | null, why: string): RefVerdict {
  return { status: "not-measured", version, why };
}

function notReadYet(version: string): string {
  return `${version} is newer than every tag of the template that was read`;
}

function tagOf(template: Template | null, name: string): string | undefined {
  return template !== null && Object.hasOwn(template.tags, name) ? template.tags[name] : undefined;
}

function isNewerThanAll(version: string, { tags }: Template): boolean {
  const versions = Object.keys(tags).filter(isVersion);
  return versions.length > 0 && versions.every((tag) => isNewer(version, tag));
}

function hasFullVersionWithin(partial: string, { tags }: Template): boolean {
  return Object.keys(tags).some((tag) => isFullVersion(tag) && isWithin(tag, partial));
}
