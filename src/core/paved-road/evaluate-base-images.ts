// Rules on what images are built from: every stage's outside base must be approved.
import type { TemplateRule } from "../config/config.ts";
import { compilePathGlob, type Matches } from "../config/glob.ts";
import type { PavedRoadData } from "../facts/paved-road.ts";
import type { RuleEvidence, RuleOutcome } from "./rule-result.ts";
import { findHiddenDockerfile } from "./unreadable.ts";

export type BaseImageRule = Extract<TemplateRule, { kind: "base_image" }>;

/** `approved`, or why not: another tag of an approved image, an image by digest whose tag is not known, a foreign one. */
export type ImageVerdict = "approved" | "other-tag" | "unresolved" | "foreign";

interface ImageName {
  /** With its registry: `docker.io/library/node`. */
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

interface JudgedBase {
  readonly evidence: RuleEvidence;
  readonly verdict: ImageVerdict;
}

/** Adopted when every base is approved; a base that cannot be worked out is never approved. */
export function evaluateBaseImages(observed: PavedRoadData, rule: BaseImageRule): RuleOutcome {
  const hidden = findHiddenDockerfile(observed);
  if (observed.dockerfiles.length === 0) {
    return hidden === null
      ? { status: "not-applicable", note: "The repository has no Dockerfile.", evidence: [] }
      : { status: "not-measured", note: `${hidden}.`, evidence: [] };
  }
  const judge = judgeBy(rule.images);
  const judged = observed.dockerfiles.flatMap(({ path, bases }) =>
    bases.map(({ image, line }): JudgedBase => {
      const verdict = image === null ? "unresolved" : judge(image);
      const satisfied = verdict === "unresolved" ? null : verdict === "approved";
      return { verdict, evidence: { path, line, found: image, version: null, satisfied } };
    }),
  );
  return { ...conclude(observed, judged, hidden), evidence: judged.map(({ evidence }) => evidence) };
}

function conclude(
  observed: PavedRoadData,
  judged: readonly JudgedBase[],
  hidden: string | null,
): Pick<RuleOutcome, "status" | "note"> {
  const foreign = judged.find(({ verdict }) => verdict === "foreign");
  if (foreign) {
    const none = judged.every(({ verdict }) => verdict === "foreign");
    return { status: none ? "missing" : "drifted", note: describe(foreign, "is not an approved image") };
  }
  const otherTag = judged.find(({ verdict }) => verdict === "other-tag");
  if (otherTag)
    return { status: "outdated", note: describe(otherTag, "is an approved image at a tag that is not") };
  const unresolved = judged.find(({ verdict }) => verdict === "unresolved");
  if (unresolved) return { status: "not-measured", note: describeUnresolved(unresolved) };
  const broken = observed.dockerfiles.find(({ problem }) => problem !== null);
  if (broken) return { status: "not-measured", note: `${broken.path} cannot be read: ${broken.problem}` };
  if (hidden !== null) return { status: "not-measured", note: `${hidden}.` };
  const note =
    judged.length === 0
      ? "Every stage is built from scratch or from another stage."
      : `All ${judged.length === 1 ? "" : `${judged.length} `}bases are approved.`;
  return { status: "adopted", note };
}

function describe({ evidence }: JudgedBase, what: string): string {
  return `In ${evidence.path}:${evidence.line}: ${evidence.found} ${what}.`;
}

function describeUnresolved({ evidence: { path, line, found } }: JudgedBase): string {
  return found === null
    ? `In ${path}:${line}: the base cannot be worked out; give its ARG a default.`
    : `In ${path}:${line}: ${found} has a digest and no tag; write the tag before the digest.`;
}

/** A glob over images, taken apart; null where it says nothing of that part. */
interface ImageGlob {
  readonly repository: Matches;
  readonly tag: Matches | null;
  readonly digest: Matches | null;
}

/**
 * Holds images against globs. `node` is `docker.io/library/node`; no tag is `latest`. A glob without a tag approves
 * every tag and digest; one with a tag needs the tag in the Dockerfile; one with a digest needs the digest.
 */
function judgeBy(globs: readonly string[]): (image: string) => ImageVerdict {
  const compiled = globs.map(parseImageName).map(
    ({ repository, tag, digest }): ImageGlob => ({
      repository: compilePathGlob(repository),
      tag: tag === null ? null : compilePathGlob(tag),
      digest: digest === null ? null : compilePathGlob(digest),
    }),
  );
  return (image) => {
    const name = parseImageName(image);
    const verdicts = new Set(compiled.map((glob) => judgeAgainst(name, glob)));
    const best = (["approved", "unresolved", "other-tag"] as const).find((verdict) => verdicts.has(verdict));
    return best ?? "foreign";
  };
}

function judgeAgainst(image: ImageName, glob: ImageGlob): ImageVerdict {
  if (!glob.repository(image.repository)) return "foreign";
  if (glob.digest !== null && !glob.digest(image.digest ?? "")) return "other-tag";
  if (glob.tag === null) return "approved";
  if (image.tag === null && image.digest !== null) return glob.digest === null ? "unresolved" : "approved";
  return glob.tag(image.tag ?? "latest") ? "approved" : "other-tag";
}

/** Takes an image, or a glob over images, apart; short names of Docker Hub become full ones. */
function parseImageName(text: string): ImageName {
  const [beforeDigest = "", digest = null] = text.split("@", 2);
  const colon = beforeDigest.lastIndexOf(":");
  const hasTag = colon > beforeDigest.lastIndexOf("/");
  const written = hasTag ? beforeDigest.slice(0, colon) : beforeDigest;
  return {
    repository: withRegistry(written.replace(/^(?:index\.)?docker\.io\//, "")),
    tag: hasTag ? beforeDigest.slice(colon + 1) : null,
    digest,
  };
}

function withRegistry(name: string): string {
  const [first = "", ...rest] = name.split("/");
  if (rest.length === 0) return first === "**" ? first : `docker.io/library/${first}`;
  // A registry is told from a user of Docker Hub by a dot, a port, or being this machine; a glob may stand for either.
  return /[.:]|^localhost$|\*\*/.test(first) ? name : `docker.io/${name}`;
}
