// A target that nobody answers for is a wish. Who answers: the target's own owner, else the group's, else the file's, else another
// file's.

import type { ConfigPath, LocatedMessage } from "../problem.ts";
import type { WrittenConfig } from "../schema/config-schema.ts";
import type { WrittenLayer } from "../schema/layer-schema.ts";
import { nameOf } from "./explain-issue.ts";
import type { FileScope } from "./file-scope.ts";
import { findTargetRange } from "./known-kpis.ts";
import { entriesOf, pairsOf, type Sound } from "./sound.ts";

/** A warning for each target without an owner, where no other file can name one. */
export function checkOwners(
  sound: Sound<WrittenConfig>,
  { scope, ownerKnown }: Pick<FileScope, "scope" | "ownerKnown">,
): LocatedMessage[] {
  const alone = scope === "organisation" && !("extends" in sound);
  if (ownerKnown ?? !alone) return [];
  // A key that was refused is there without a value: whoever wrote it meant somebody.
  if ("owner" in sound && sound.owner !== null) return [];
  return [
    ...warnOfTargets(sound, [], '"owner" at the top of the file'),
    ...entriesOf(sound.groups).flatMap(([index, group]) =>
      "owner" in group
        ? []
        : warnOfTargets(group.settings, ["groups", index, "settings"], `"owner" in groups[${index}]`),
    ),
  ];
}

function warnOfTargets(
  layer: Sound<WrittenLayer> | undefined,
  base: ConfigPath,
  where: string,
): LocatedMessage[] {
  return pairsOf(layer?.targets).flatMap(([id, target]): LocatedMessage[] => {
    // That there is no such KPI is told already.
    if (findTargetRange(id) === null || (typeof target === "object" && "owner" in target)) return [];
    const at = [...base, "targets", id];
    const message = `${nameOf(at)}: nobody answers for this target, so that nobody acts when it is missed. Name somebody: ${where}, or "owner" in the target's map.`;
    return [{ at, onKey: true, severity: "warning", message }];
  });
}
