// Is the ref at which a template is called good enough? Tags by semantic versioning, SHAs through the template's tags or
// their version comment, branches only where they are listed.
import { gte, gtr, minVersion, parse, type SemVer } from "semver";
import type { RefPolicy } from "../config/config.ts";
import type { UsesReference } from "../facts/paved-road.ts";
import type { Template } from "./road.ts";
import { commitSha } from "./uses.ts";

export type RefVerdict =
  | { readonly status: "adopted" }
  | { readonly status: "outdated" | "drifted" | "not-measured"; readonly why: string };

const partialVersion = /^v?(\d{1,9}(?:\.\d{1,9}){0,2})$/;

/**
 * Judges one call. `template` is what is known of the called repository's tags; null when nothing is.
 *
 * A ref that is missing or an expression is never judged. `any`: every other ref. `pinned`: a full commit SHA. `minimum`: a version that is at least the asked one. A moving tag such as
 * `v3` under a minimum of `v3.2` may be either: then the template's tags decide, and without them it is not measured.
 */
export function judgeRef(uses: UsesReference, policy: RefPolicy, template: Template | null): RefVerdict {
  if (uses.ref === null) return { status: "not-measured", why: "the ref cannot be worked out" };
  if (policy.kind === "any") return { status: "adopted" };
  if (policy.kind === "pinned") {
    return commitSha.test(uses.ref)
      ? { status: "adopted" }
      : { status: "outdated", why: `${uses.ref} can be moved; a full commit SHA cannot` };
  }
  if (policy.branches.includes(uses.ref)) return { status: "adopted" };
  return commitSha.test(uses.ref)
    ? judgeSha(uses.ref.toLowerCase(), uses.versionComment, policy.version, template)
    : judgeName(uses.ref, policy.version, template);
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

function judgeSha(
  sha: string,
  comment: string | null,
  minimum: string,
  template: Template | null,
): RefVerdict {
  const tagged = newestTagAt(sha, template);
  if (tagged !== null) return judgeVersion(tagged, minimum, template);
  if (comment === null) {
    return {
      status: "not-measured",
      why: `no release of ${sha.slice(0, 7)} is known; add a version comment`,
    };
  }
  const commented = template?.tags[comment];
  if (commented !== undefined && parse(comment) !== null && commented !== sha) {
    return { status: "drifted", why: `the comment says ${comment}, which is another commit` };
  }
  return judgeVersion(comment, minimum, template);
}

function judgeName(name: string, minimum: string, template: Template | null): RefVerdict {
  if (isVersion(name)) return judgeVersion(name, minimum, template);
  const tagged = newestTagAt(template?.tags[name], template);
  return tagged === null
    ? { status: "outdated", why: `${name} is neither a version nor a branch that the rule lists` }
    : judgeVersion(tagged, minimum, template);
}

function judgeVersion(version: string, minimum: string, template: Template | null): RefVerdict {
  const comparison = compareToMinimum(version, minimum);
  if (comparison === "enough") return { status: "adopted" };
  if (comparison === "less") return { status: "outdated", why: `${version} is older than ${minimum}` };
  const tagged = newestTagAt(template?.tags[version], template);
  if (tagged !== null && parse(tagged) !== null) return judgeVersion(tagged, minimum, template);
  return { status: "not-measured", why: `${version} may be older or newer than ${minimum}; name it in full` };
}

/** Whether a version, which may leave out its last parts, is at least the minimum: for certain, for certain not, or perhaps. */
export function compareToMinimum(version: string, minimum: string): "enough" | "less" | "unclear" {
  const least = leastOf(minimum);
  const own = leastOf(version);
  if (least === null || own === null) return "unclear";
  if (gte(own, least)) return "enough";
  const partial = partialVersion.exec(version)?.[1];
  return partial === undefined || gtr(least, partial) ? "less" : "unclear";
}

/** Whether a name can be read as a version: `v3`, `3.1`, `v3.1.0-rc.1`. */
export function isVersion(name: string): boolean {
  return leastOf(name) !== null;
}

function leastOf(version: string): SemVer | null {
  const partial = partialVersion.exec(version)?.[1];
  return partial === undefined ? parse(version) : minVersion(partial);
}

/** The highest full version among the tags on a commit, else any version tag on it; null when none is known. */
function newestTagAt(sha: string | undefined, template: Template | null): string | null {
  if (sha === undefined || template === null) return null;
  const names = Object.entries(template.tags).flatMap(([name, at]) =>
    at === sha && isVersion(name) ? [name] : [],
  );
  const full = names.filter((name) => parse(name) !== null);
  const [newest] = (full.length > 0 ? full : names).sort((a, b) => compareVersions(b, a));
  return newest ?? null;
}

/** Orders version names, oldest first; names of one version by their text. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [leastOf(left), leastOf(right)];
  return (a && b ? a.compare(b) : 0) || (left < right ? -1 : left > right ? 1 : 0);
}
