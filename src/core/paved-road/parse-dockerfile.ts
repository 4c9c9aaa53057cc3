// One Dockerfile → the outside bases of its stages, with lines. Build arguments count with their defaults; a base that a
// default does not settle is unresolved (null), never guessed. A file that cannot be read says why; nothing is thrown.
import { type Arg, DockerfileParser, type From } from "dockerfile-ast";
import type { ObservedBaseImage, ObservedDockerfile } from "../facts/paved-road.ts";
import { keepBases } from "./dockerfile-lines.ts";

/** Far beyond any that people write. */
const maximumDockerfileLength = 256 * 1024;

/** Each is kept and held against every approved image. */
const maximumStages = 200;

/** Reads a Dockerfile. Stages on other stages and on `scratch` have no outside base and are left out. */
export function parseDockerfile(path: string, text: string): ObservedDockerfile {
  const unreadable = (problem: string): ObservedDockerfile => ({ path, bases: [], problem });
  if (text.length > maximumDockerfileLength) return unreadable("The file is too long to be read.");
  try {
    const reduced = keepBases(text.replace(/^\uFEFF/, ""));
    if ("unterminated" in reduced) {
      return unreadable(`The heredoc of the instruction at line ${reduced.unterminated} never ends.`);
    }
    const dockerfile = DockerfileParser.parse(reduced.text);
    const froms = dockerfile.getFROMs();
    if (froms.length === 0) return unreadable("Not a Dockerfile: it has no FROM.");
    if (froms.length > maximumStages)
      return unreadable(`It has ${froms.length} stages; at most ${maximumStages} are read.`);
    return { path, bases: readBases(froms, readDefaults(dockerfile.getInitialARGs())), problem: null };
  } catch {
    return unreadable("The file cannot be read as a Dockerfile.");
  }
}

/** Build arguments before the first FROM that have a default which can be worked out. */
function readDefaults(args: readonly Arg[]): Map<string, string> {
  const defaults = new Map<string, string>();
  for (const arg of args) {
    for (const property of arg.getProperties()) {
      const value = property.getValue();
      const resolved = value === null ? null : substitute(value, defaults);
      if (resolved === null) defaults.delete(property.getName());
      else defaults.set(property.getName(), resolved);
    }
  }
  return defaults;
}

function readBases(froms: readonly From[], defaults: ReadonlyMap<string, string>): ObservedBaseImage[] {
  const stages = new Set<string>();
  const bases: ObservedBaseImage[] = [];
  for (const from of froms) {
    const written = from.getImage();
    const image = written === null ? null : substitute(written, defaults);
    const stage = from.getBuildStage();
    const isOutside = image === null || (image !== "scratch" && !stages.has(image.toLowerCase()));
    if (isOutside) bases.push({ image: image || null, stage, line: (from.getRange()?.start.line ?? 0) + 1 });
    // Only the stages above can be named: a stage may have the name of the image it starts from.
    if (stage !== null) stages.add(stage.toLowerCase());
  }
  return bases;
}

/** No image name is longer; arguments that double themselves must not fill the memory. */
const maximumResolvedLength = 4096;

const variable = /\\?\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+])([^${}]*))?\}|)/g;

/** Puts the defaults in for `$NAME`, `${NAME}`, `${NAME:-otherwise}` and `${NAME:+instead}`; null where one is not known. */
function substitute(text: string, defaults: ReadonlyMap<string, string>): string | null {
  let unresolved = false;
  const replaced = text.replaceAll(
    variable,
    (whole: string, bare?: string, braced?: string, operator?: string, word?: string) => {
      const name = bare ?? braced;
      if (whole.startsWith("\\") || name === undefined) {
        unresolved = true;
        return "";
      }
      const known = defaults.get(name);
      // With a colon an empty value is as good as none.
      const value = operator?.startsWith(":") && known === "" ? undefined : known;
      if (operator?.endsWith("+")) return value === undefined ? "" : (word ?? "");
      if (operator?.endsWith("-")) return value ?? word ?? "";
      if (value === undefined) unresolved = true;
      return value ?? "";
    },
  );
  return unresolved || replaced.length > maximumResolvedLength
    ? null
    : replaced.replaceAll(/^(["'])(.*)\1$/g, "$2");
}
