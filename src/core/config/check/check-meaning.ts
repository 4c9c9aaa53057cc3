// What the schema cannot see in a whole file: keys where they do not belong, values that are well formed and still cannot be meant,
// targets that reward the wrong thing or that nobody answers for.

import { readSharedAddress, sharedKey } from "../layers/shared-address.ts";
import type { LocatedMessage } from "../problem.ts";
import { organisationKeys, type WrittenConfig } from "../schema/config-schema.ts";
import { checkGroups } from "./check-groups.ts";
import { checkLayer } from "./check-layer.ts";
import { checkOwners } from "./check-owners.ts";
import { checkPolicy } from "./check-policy.ts";
import { refuse } from "./explain-issue.ts";
import type { FileScope } from "./file-scope.ts";
import { entriesOf, type Sound } from "./sound.ts";

/** Everything that is wrong or doubtful in what the schema accepts of a file. */
export function checkMeaning(sound: Sound<WrittenConfig>, around: FileScope): LocatedMessage[] {
  const groups = namedGroups(sound, around);
  return [
    ...(around.scope === "repository" ? checkPlaces(sound) : []),
    ...checkExtends(sound),
    ...checkLayer(sound, [], { groups }),
    ...checkGroups(sound, groups),
    ...checkPolicy(sound),
    ...checkOwners(sound, around),
  ];
}

/** The ids of all groups that there are; null where other files may have more. */
function namedGroups(sound: Sound<WrittenConfig>, { scope }: FileScope): string[] | null {
  if (scope !== "organisation" || "extends" in sound) return null;
  return entriesOf(sound.groups).flatMap(([, group]) => group.id ?? []);
}

function checkPlaces(sound: Sound<WrittenConfig>): LocatedMessage[] {
  return organisationKeys.flatMap((key): LocatedMessage[] => {
    if (!(key in sound)) return [];
    // No error: the organisation's file may extend this one, and then it counts there.
    const message = `"${key}" is for the organisation alone, and does nothing here; move it to firstpass.yml in the organisation's .github or .github-private repository.`;
    return [{ at: [key], onKey: true, severity: "warning", message }];
  });
}

function checkExtends({ extends: named }: Sound<WrittenConfig>): LocatedMessage[] {
  if (named === undefined || typeof named === "string") return [];
  const first = new Set<string>();
  return entriesOf(named).flatMap(([index, text]) => {
    const address = readSharedAddress(text);
    if ("refused" in address) return [];
    const key = sharedKey(address);
    if (first.has(key)) {
      return [refuse(["extends", index], text, "stands in this list already; keep one of them.")];
    }
    first.add(key);
    return [];
  });
}
