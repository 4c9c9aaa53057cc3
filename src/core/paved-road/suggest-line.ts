// The corrected line for a place that does not meet its rule, ready for a GitHub suggestion: only the ref and its version comment, or
// the image, are changed; indentation, quotes and other comments stay. Null where no one line mends it.
import type { RefPolicy, TemplateRule } from "../config/config.ts";
import type { UsesReference } from "../facts/paved-road.ts";
import type { Road, Template } from "./road.ts";
import type { RuleEvidence } from "./rule-result.ts";
import { findTemplate } from "./unreadable.ts";
import { commitSha, findVersionComment, isSameTarget, repositoryOf } from "./uses.ts";
import { compareToMinimum, compareVersions, isFullVersion, isPrerelease, isVersion } from "./versions.ts";

/** A line of a file, 1-based, without its end; null where the text is not at hand. */
export type ReadLine = (path: string, line: number) => string | null;

/** Suggests lines for places of one road that do not meet a rule. */
export function suggesterFor(
  road: Road,
  readLine: ReadLine | null,
): (rule: TemplateRule, place: RuleEvidence) => string | null {
  return (rule, { path, line, via, found, satisfied }) => {
    if (readLine === null || line === null || found === null || via !== undefined || satisfied === true)
      return null;
    const text = readLine(path, line);
    if (text === null) return null;
    if (rule.kind === "base_image") return suggestImageLine(text, found, rule.images);
    if (rule.kind !== "reusable_workflow" && rule.kind !== "action") return null;
    const workflow = road.workflows.find((one) => one.path === path);
    const uses = workflow?.uses.find(
      (one) => one.kind === rule.kind && one.line === line && isSameTarget(one.target, rule.uses),
    );
    return uses === undefined
      ? null
      : suggestUsesLine(text, uses, rule.ref, findTemplate(road, repositoryOf(rule.uses)));
  };
}

interface Release {
  readonly tag: string;
  readonly sha: string;
}

/**
 * The newest release that the policy allows: a pin stays a pin, with its version in a comment; a short tag such as `v2` becomes
 * the short tag of the newest version, where the template has it.
 *
 * @param line Whole line of the file, without its end.
 */
export function suggestUsesLine(
  line: string,
  uses: UsesReference,
  policy: RefPolicy,
  template: Template | null,
): string | null {
  const { target, ref } = uses;
  if (ref === null || template === null || policy.kind === "any") return null;
  const newest = findNewestRelease(template, policy.kind === "minimum" ? policy.version : null);
  const at = line.indexOf(`${target}@${ref}`);
  if (newest === null || at === -1) return null;
  const end = at + target.length + 1 + ref.length;
  // Another value may begin with this one, and one line may hold two.
  if (/[\w./@-]/.test(line.charAt(end)) || line.indexOf(`${target}@`, end) !== -1) return null;
  const before = line.slice(0, at + target.length + 1);
  const after = line.slice(end);
  const isPin = policy.kind === "pinned" || commitSha.test(ref);
  return isPin
    ? `${before}${newest.sha}${withVersionComment(after, newest.tag, true)}`
    : `${before}${shortenLike(ref, newest, template)}${withVersionComment(after, newest.tag, false)}`;
}

/** Of full versions the highest, without prereleases; of short ones where there are no others. */
function findNewestRelease({ tags }: Template, minimum: string | null): Release | null {
  const allowed = Object.entries(tags)
    .filter(([tag]) => isVersion(tag) && !isPrerelease(tag))
    .filter(([tag]) => minimum === null || compareToMinimum(tag, minimum) === "enough")
    .map(([tag, sha]): Release => ({ tag, sha }))
    .sort((a, b) => compareVersions(b.tag, a.tag));
  return allowed.find(({ tag }) => isFullVersion(tag)) ?? allowed[0] ?? null;
}

function shortenLike(ref: string, newest: Release, { tags }: Template): string {
  const parts = /^v?\d+(?:\.\d+)?$/.test(ref) ? ref.split(".").length : 0;
  const short = parts === 0 ? newest.tag : newest.tag.split(".").slice(0, parts).join(".");
  return Object.hasOwn(tags, short) && tags[short] === newest.sha ? short : newest.tag;
}

/** Puts the version into the comment behind a ref; one is added only where the ref does not say the version itself. */
function withVersionComment(after: string, tag: string, add: boolean): string {
  const old = findVersionComment(after.replace(/^["']/, ""));
  if (old !== null) {
    const at = after.indexOf(old, after.indexOf("#"));
    return `${after.slice(0, at)}${tag}${after.slice(at + old.length)}`;
  }
  if (!add) return after;
  const comment = /^(["']?[\s}\]]*?)\s+#\s*(.*)$/.exec(after);
  return comment === null ? `${after.trimEnd()} # ${tag}` : `${comment[1]} # ${tag}, ${comment[2]}`;
}

/**
 * The rule's one image in place of what a `FROM` names. Null where the rule has several, a pattern, or one without tag and
 * digest, and where the line does not spell the image out.
 */
export function suggestImageLine(line: string, found: string, images: readonly string[]): string | null {
  const [image] = images;
  if (image === undefined || images.length !== 1 || /[*?]/.test(image)) return null;
  if (!/[:@]/.test(image.slice(image.lastIndexOf("/") + 1))) return null;
  const words = line.split(/(\s+)/);
  const at = words.indexOf(found);
  if (!/^\s*from\s/i.test(line) || at === -1 || words.lastIndexOf(found) !== at) return null;
  return words.with(at, image).join("");
}
