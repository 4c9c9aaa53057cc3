// Rules on files that a template releases, and on the template that a repository was generated from.
import type { TemplateRule } from "../config/config.ts";
import type { RepositoryState } from "../facts/repository.ts";
import type { Road } from "./road.ts";
import type { RuleOutcome } from "./rule-result.ts";
import { findHiddenFile, findTemplate, findUnreadTemplate } from "./unreadable.ts";
import { compareToMinimum, compareVersions } from "./versions.ts";

export type FileRule = Extract<TemplateRule, { kind: "file" }>;
export type TemplateRepositoryRule = Extract<TemplateRule, { kind: "template_repository" }>;

/** The file must be, byte for byte, that of one of the template's released versions, and of one that is new enough. */
export function evaluateFile(observed: Road, rule: FileRule): RuleOutcome {
  const own = Object.hasOwn(observed.files, rule.path) ? observed.files[rule.path] : undefined;
  if (own === undefined) return explainAbsentFile(observed, rule);

  const outcome = (status: RuleOutcome["status"], found: string | null, note: string): RuleOutcome => {
    const satisfied = status === "not-measured" ? null : status === "adopted";
    return { status, note, evidence: [{ path: rule.path, line: null, found, version: found, satisfied }] };
  };
  const released = findReleases(observed, rule);
  const versions = Object.keys(released)
    .filter((tag) => released[tag] === own)
    .sort((a, b) => compareVersions(b, a));
  const [newest] = versions;
  if (newest === undefined) {
    const unread = findUnreadTemplate(observed, rule.template);
    if (unread !== null) return outcome("not-measured", null, `${unread}.`);
    return Object.keys(released).length === 0
      ? outcome(
          "not-measured",
          null,
          `No released version of ${rule.templatePath} in ${rule.template} is known.`,
        )
      : describeDrifted(observed, rule);
  }
  const { minimum } = rule;
  const enough =
    minimum === null ? newest : versions.find((tag) => compareToMinimum(tag, minimum) === "enough");
  return enough === undefined
    ? outcome("outdated", newest, `${rule.path} is that of ${newest}; ${minimum} or later is asked for.`)
    : outcome("adopted", enough, `${rule.path} is that of ${enough}.`);
}

function describeDrifted(observed: Road, { path, template, templatePath }: FileRule): RuleOutcome {
  const note = `${path} differs from every released version in ${template}`;
  const place = { path, line: null, found: null, satisfied: false };
  const drift = observed.drifts?.[path]?.[`${template.toLowerCase()}:${templatePath}`];
  if (drift === undefined) {
    return { status: "drifted", note: `${note}.`, evidence: [{ ...place, version: null }] };
  }
  const { version, linesAdded, linesRemoved, difference } = drift;
  return {
    status: "drifted",
    note: `${note}; the nearest is ${version}, with ${linesAdded} ${linesAdded === 1 ? "line" : "lines"} added and ${linesRemoved} removed since.`,
    evidence: [{ ...place, version, difference }],
  };
}

function explainAbsentFile(observed: Road, rule: FileRule): RuleOutcome {
  const hidden = findHiddenFile(observed, rule.path);
  if (hidden !== null) return { status: "not-measured", note: `${hidden}.`, evidence: [] };
  return observed.filesLookedFor.includes(rule.path)
    ? { status: "missing", note: `There is no ${rule.path}.`, evidence: [] }
    : { status: "not-measured", note: `${rule.path} has not been looked for yet.`, evidence: [] };
}

/** Tag → blob SHA of the file in the template. */
function findReleases(observed: Road, rule: FileRule): Readonly<Record<string, string>> {
  const files = findTemplate(observed, rule.template)?.files ?? {};
  return (Object.hasOwn(files, rule.templatePath) ? files[rule.templatePath] : null) ?? {};
}

/** GitHub says from which template a repository was generated, or does not say: that it was from none, it never says. */
export function evaluateTemplateRepository(
  repository: RepositoryState,
  rule: TemplateRepositoryRule,
): RuleOutcome {
  const from = repository.templateRepository;
  if (from === null) {
    return { status: "not-measured", note: "GitHub does not say what it was generated from.", evidence: [] };
  }
  const adopted = rule.templates.some((template) => template.toLowerCase() === from.toLowerCase());
  return { status: adopted ? "adopted" : "missing", note: `It was generated from ${from}.`, evidence: [] };
}
