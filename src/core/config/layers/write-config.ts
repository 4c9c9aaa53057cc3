// Settings → a configuration file that says the same by itself, each value with where it was written.
import { Document, isCollection, isMap, isScalar, isSeq, type Pair } from "yaml";
import type { Origin, Setting } from "./layers.ts";
import { rulePrefix, unflattenSettings } from "./settings.ts";
import { describePlace } from "./settings-layer.ts";

/** What a repository's file cannot say for itself. */
const notOfRepositories: ReadonlySet<string> = new Set(["tier", "overview.repository"]);

/** YAML that reads to the same configuration, but for groups and tier; keys in the order of the settings. */
export function writeConfig(settings: readonly Setting[], heading: string): string {
  const own = settings.filter(({ key }) => !notOfRepositories.has(key));
  const { version, templates, ...sections } = unflattenSettings(own);
  const rules = templates?.rules ?? [];
  const document = new Document({ version, ...sections, ...(rules.length > 0 && { templates: { rules } }) });
  document.commentBefore = ` ${heading}`;
  for (const { key, origin } of own) {
    if (key.startsWith(rulePrefix)) continue;
    const [section = "", inner] = key.split(/\.(.*)/s);
    const holder = inner === undefined ? document.contents : document.get(section);
    if (isMap(holder)) comment(holder.items as Pair[], inner ?? section, origin);
  }
  const list = document.getIn(["templates", "rules"]);
  const ofRules = own.filter(({ key }) => key.startsWith(rulePrefix));
  if (isSeq(list)) {
    for (const [index, item] of list.items.entries()) {
      const rule = ofRules[index];
      if (isCollection(item) && rule !== undefined) item.commentBefore = ` ${describePlace(rule.origin)}`;
    }
  }
  return document.toString({ lineWidth: 120 });
}

/** Behind a plain value; above the key of a list or a map. */
function comment(pairs: readonly Pair[], key: string, origin: Origin): void {
  const pair = pairs.find((one) => isScalar(one.key) && one.key.value === key);
  const text = ` ${describePlace(origin)}`;
  if (pair === undefined) return;
  if (isScalar(pair.value)) pair.value.comment = text;
  else if (isScalar(pair.key)) pair.key.commentBefore = text;
}
