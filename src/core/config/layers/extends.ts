// The files that a configuration builds upon, from far to near, each once. What is missing, broken or goes round in a circle is
// left out and told on the line that leads to it; what stands in a broken file is told in its own repository alone.
import type { SharedFile } from "./layers.ts";
import { type LayerFile, type PlacedAddress, readLayerFile } from "./read-layer-file.ts";
import type { Place } from "./settings.ts";
import { maximumSharedDepth, maximumSharedFiles } from "./shared-address.ts";

export interface ExtendedFile {
  /** As people call it: `acme/policies:firstpass/base.yml`. */
  readonly name: string;
  readonly key: string;
  readonly file: LayerFile;
  /** Where the file that is asked about names it, or one that leads to it. */
  readonly via: Place;
}

export interface Extension {
  readonly files: readonly ExtendedFile[];
  readonly problems: readonly (Place & { readonly message: string })[];
}

/**
 * What a file extends. A file comes behind those that it extends itself, and of a list a later entry behind an earlier one; one
 * that is met twice stays where it was met first.
 *
 * @param own The file's own address, where it has one that others may name; null otherwise.
 * @param taken Keys of files that count towards the limit already.
 */
export function resolveExtended(
  file: Pick<LayerFile, "extended">,
  shared: ReadonlyMap<string, SharedFile>,
  own: string | null,
  taken: ReadonlySet<string>,
): Extension {
  const files: ExtendedFile[] = [];
  const problems: (Place & { message: string })[] = [];
  const met = new Set<string>();
  let left = maximumSharedFiles - taken.size;

  const visit = (entry: PlacedAddress, via: Place, chain: readonly Pick<PlacedAddress, "key" | "name">[]) => {
    const { key, name } = entry;
    const tell = (message: string) => {
      if (!problems.some((told) => told.line === via.line && told.message === message)) {
        problems.push({ line: via.line, column: via.column, message });
      }
    };
    const way = [...chain, entry].map((step) => step.name).join(" → ");
    if (key === own || chain.some((step) => step.key === key)) {
      tell(`extends goes round in a circle: ${way}. Take one of these out.`);
    } else if (met.has(key)) {
      return;
    } else if (chain.length >= maximumSharedDepth) {
      tell(
        `extends goes too deep: at most ${maximumSharedDepth} files may build upon each other, found ${way}.`,
      );
    } else if (left === 0 && !taken.has(key)) {
      tell(
        `extends leads to too many files: at most ${maximumSharedFiles} are read. ${name} is not in force.`,
      );
    } else {
      met.add(key);
      if (!taken.has(key)) left -= 1;
      const found = shared.get(key);
      if (found === undefined)
        return tell(`extends: ${name} has not been read yet, so that it is not in force.`);
      if ("unavailable" in found) {
        return tell(
          `extends: ${name} cannot be read, so that it is not in force: ${found.unavailable.replace(/\.$/, "")}.`,
        );
      }
      const read = readLayerFile({ path: name, text: found.text });
      if (read.written === null) {
        const errors = read.problems.filter(({ severity }) => severity === "error").length;
        return tell(
          `extends: ${name} has ${errors === 1 ? "an error" : `${errors} errors`}, so that nothing of it is in force.`,
        );
      }
      for (const further of read.extended) visit(further, via, [...chain, entry]);
      files.push({ name, key, file: read, via: { line: via.line, column: via.column } });
    }
  };
  for (const entry of file.extended) visit(entry, entry, []);
  return { files, problems };
}
