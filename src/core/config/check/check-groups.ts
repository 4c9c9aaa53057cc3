// What cannot be meant in the groups of an organisation: ids that stand twice, selectors that select everything, settings that
// would be wrong in a repository's file as well.

import type { LocatedMessage } from "../problem.ts";
import type { WrittenConfig } from "../schema/config-schema.ts";
import { checkLayer } from "./check-layer.ts";
import { checkSelector } from "./check-rules.ts";
import { refuse } from "./explain-issue.ts";
import { entriesOf, type Sound } from "./sound.ts";

const selectsEverything =
  "must have at least one part: it would select every repository. What holds for all stands at the top of the file.";

/** Everything that is wrong or doubtful in the groups. `named`: ids that rules may name; null where that is not known. */
export function checkGroups(
  { groups, sla }: Sound<WrittenConfig>,
  named: readonly string[] | null,
): LocatedMessage[] {
  const first = new Map<string, number>();
  return entriesOf(groups).flatMap(([index, group]) => {
    const at = ["groups", index];
    const messages: LocatedMessage[] = [];
    const earlier = group.id === undefined ? undefined : first.get(group.id);
    if (earlier !== undefined) {
      messages.push(
        refuse([...at, "id"], group.id, `group ${earlier + 1} has this id already; give each its own.`),
      );
    } else if (group.id !== undefined) first.set(group.id, index);
    if (group.match !== undefined) {
      // A part that the schema has refused is there without a value.
      if (Object.keys(group.match).length === 0) {
        messages.push(refuse([...at, "match"], group.match, selectsEverything));
      }
      messages.push(...checkSelector(group.match, [...at, "match"]));
    }
    if (group.settings !== undefined) {
      messages.push(...checkLayer(group.settings, [...at, "settings"], { groups: named, fartherSla: sla }));
    }
    return messages;
  });
}
