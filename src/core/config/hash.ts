// The fingerprint of a configuration: a stored scorecard keeps it, so that one can tell which rules made its numbers.
import { canonicalJson, digestOf } from "../canonical-json.ts";
import type { Config, TemplateRule } from "./config.ts";

export type UnhashedConfig = Omit<Config, "hash">;

/** Thousands of repositories have the same rules, which are most of their configuration. */
const textsOfRules = new WeakMap<TemplateRule, string>();

/** SHA-256 (hex) of the configuration's canonical JSON: the same whatever order it was written or merged in. */
export function hashConfig(config: UnhashedConfig): string {
  const members = Object.entries(config)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([key, part]) =>
        `${JSON.stringify(key)}:${key === "templates" ? textOfTemplates(config) : canonicalJson(part)}`,
    );
  return digestOf(`{${members.join(",")}}`);
}

/** As `canonicalJson` writes it; a later version may keep more there than rules. */
function textOfTemplates({ templates }: UnhashedConfig): string {
  if (Object.keys(templates).join() !== "rules") return canonicalJson(templates);
  return `{"rules":[${templates.rules.map(textOfRule).join(",")}]}`;
}

function textOfRule(rule: TemplateRule): string {
  const text = textsOfRules.get(rule) ?? canonicalJson(rule);
  textsOfRules.set(rule, text);
  return text;
}
