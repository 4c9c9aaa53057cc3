// What cannot be meant in rules of the paved road, though each value is well formed.

import type { ConfigPath, LocatedMessage } from "../problem.ts";
import type { WrittenLayer } from "../schema/layer-schema.ts";
import type { WrittenRule } from "../schema/rule-schema.ts";
import type { WrittenSelector } from "../schema/selector-schema.ts";
import { checkGlobs } from "./check-globs.ts";
import { nameOf, refuse, show } from "./explain-issue.ts";
import { entriesOf, type Sound } from "./sound.ts";
import { suggestion } from "./suggest.ts";

type SoundRule = Sound<WrittenRule>;

/** Everything that is wrong or doubtful in the rules. `groups`: the ids that may be named; null where that is not known. */
export function checkRules(
  { templates }: Sound<WrittenLayer>,
  base: ConfigPath,
  groups: readonly string[] | null,
): LocatedMessage[] {
  const first = new Map<string, number>();
  return entriesOf(templates?.rules).flatMap(([index, rule]) => {
    const at = [...base, "templates", "rules", index];
    const messages = [...checkKind(rule, at), ...checkAppliesTo(rule, [...at, "applies_to"], groups)];
    if (rule.id === undefined) return messages;
    const earlier = first.get(rule.id);
    if (earlier === undefined) first.set(rule.id, index);
    else
      messages.push(
        refuse([...at, "id"], rule.id, `rule ${earlier + 1} has this id already; give each its own.`),
      );
    return messages;
  });
}

function checkKind(rule: SoundRule, at: ConfigPath): LocatedMessage[] {
  switch (rule.kind) {
    case "reusable_workflow":
    case "action":
    case "required_workflow":
      return checkRef(rule.ref, [...at, "ref"]);
    case "base_image":
      return checkGlobs([...at, "images"], rule.images, "image");
    case "file":
      return [
        ...warnOfWildcard(rule.path, [...at, "path"]),
        ...warnOfWildcard(rule.template_path, [...at, "template_path"]),
      ];
    case "library":
      return checkLibrary(rule, at);
    default:
      return [];
  }
}

function checkRef(
  ref: Extract<SoundRule, { kind?: "action" | undefined }>["ref"],
  at: ConfigPath,
): LocatedMessage[] {
  if (typeof ref !== "object") return [];
  const { minimum, branches, pinned } = ref;
  if (pinned !== undefined && (minimum !== undefined || branches !== undefined)) {
    const message = '"pinned" allows SHAs alone, so "minimum" and "branches" cannot stand beside it.';
    return [refuse(at, ref, message)];
  }
  // A key that the schema has refused is there without a value.
  if (pinned === undefined && minimum === undefined && !("pinned" in ref) && !("minimum" in ref)) {
    return [refuse(at, ref, 'must have "minimum" or "pinned: true"; for any ref leave "ref" out.')];
  }
  return checkGlobs([...at, "branches"], branches, "branch");
}

function warnOfWildcard(path: string | undefined, at: ConfigPath): LocatedMessage[] {
  if (path === undefined || !/[*?]/.test(path)) return [];
  const message = `${nameOf(at)}: ${show(path)} is one path, not a glob: * and ? are themselves here.`;
  return [{ at, severity: "warning", message }];
}

const oneOfTwo = 'must have either "required" or "forbidden", the library\'s name.';

function checkLibrary(
  rule: Extract<SoundRule, { kind?: "library" | undefined }>,
  at: ConfigPath,
): LocatedMessage[] {
  const both = rule.required !== undefined && rule.forbidden !== undefined;
  const neither = !("required" in rule) && !("forbidden" in rule);
  if (both)
    return [refuse([...at, "forbidden"], rule.forbidden, `stands beside "required"; a rule ${oneOfTwo}`)];
  if (neither) return [{ at, severity: "error", message: `${nameOf(at)} ${oneOfTwo}` }];
  const key = rule.required === undefined ? "forbidden" : "required";
  const name = rule[key];
  if (name === undefined) return [];
  const allowed = whyNoPackage(rule.ecosystem, name);
  return allowed === null ? [] : [refuse([...at, key], name, allowed)];
}

function whyNoPackage(ecosystem: string | undefined, name: string): string | null {
  if (/\s/.test(name)) return "a library's name has no white space.";
  if (/[*?]/.test(name)) return "one library is named, not a glob; write a rule for each.";
  if (ecosystem === "maven" && !/^[^:]+:[^:]+$/.test(name)) {
    return 'must be "group:artifact" such as "org.slf4j:slf4j-api".';
  }
  if (ecosystem !== "maven" && /[^/]@|:/.test(name)) {
    return 'must be the name alone; a version goes under "minimum".';
  }
  return null;
}

function checkAppliesTo(rule: SoundRule, at: ConfigPath, groups: readonly string[] | null): LocatedMessage[] {
  const { applies_to: selector } = rule;
  if (selector === undefined) return [];
  const unknown =
    groups === null
      ? []
      : entriesOf(selector.groups).flatMap(([index, id]): LocatedMessage[] =>
          groups.includes(id)
            ? []
            : [
                refuse(
                  [...at, "groups", index],
                  id,
                  `no group of this file has this id.${suggestion(id, groups)}`,
                ),
              ],
        );
  return [...checkSelector(selector, at), ...unknown];
}

/** What is the same where groups and where rules select repositories. */
export function checkSelector(selector: Sound<WrittenSelector>, at: ConfigPath): LocatedMessage[] {
  return checkGlobs([...at, "repositories"], selector.repositories, "repository");
}
