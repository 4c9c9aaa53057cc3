// KPI definitions → the text of docs/kpis.md.
import { defaultConfig } from "../src/core/config/defaults.ts";
import type { KpiDefinition } from "../src/core/kpis/definition.ts";
import { neededPermissions } from "../src/core/kpis/permissions.ts";
import type { Target } from "../src/core/kpis/target.ts";
import { countOf, formatValue } from "../src/core/scorecard/format-value.ts";
import { groupKpis } from "../src/core/scorecard/groups.ts";
import { aboutKpis } from "./about-kpis.ts";

const kinds: Readonly<Record<KpiDefinition["statistic"], string>> = {
  share: "share",
  "events-per-exposure": "events per exposure",
  median: "median",
  census: "census",
  total: "total",
};

/** One page: the rules for all, the contents, then one section per KPI by group, in the order of the registry. */
export function describeKpis(definitions: readonly KpiDefinition[]): string {
  const groups = groupKpis(definitions);
  const contents = groups.map(({ title, kpis }) => `### ${title}\n\n${listContents(kpis)}`).join("\n\n");
  const sections = groups.flatMap(({ kpis }) => kpis.map(describeKpi));
  return [aboutKpis, `## Contents\n\n${contents}\n`, ...sections].join("\n");
}

function listContents(definitions: readonly KpiDefinition[]): string {
  const rows = definitions.map((definition) => {
    const { id, title, unit, roles, direction, publicSafe } = definition;
    const target = describeTarget(targetOf(definition), unit);
    const better = direction === "up" ? "higher" : "lower";
    return `| [${title}](#${id}) | ${unit}, ${better} is better | ${target} | ${roles.join(", ")} | ${publicSafe ? "yes" : "no"} |`;
  });
  return ["| KPI | unit | target | for | shown in public |", "|---|---|---|---|---|", ...rows].join("\n");
}

function describeKpi(definition: KpiDefinition): string {
  const { id, documentation, minimumSample, denominatorUnit, direction, publicSafe } = definition;
  const permissions = neededPermissions[id].map(
    ({ permission, access = "read", unseen }) => `| \`${permission}: ${access}\` | ${unseen} |`,
  );
  const sample =
    minimumSample > 1
      ? `Below ${countOf(minimumSample, denominatorUnit)}: too few to judge.`
      : `One ${denominatorUnit} is enough for a status.`;
  return `<a id="${id}"></a>

## ${definition.title}

*${documentation.question}*

\`${id}\` · definition ${definition.version} · ${kinds[definition.statistic]} · ${definition.unit} · ${direction === "up" ? "higher" : "lower"} is better · for ${definition.roles.join(", ")} · ${publicSafe ? "may be shown on a public repository" : "never shown on a public repository"}

**Formula.** ${documentation.formula}

**Population.** ${documentation.population}

**Window.** ${documentation.window}

**Target.** ${explainTarget(definition)} ${sample}

**Left out, and shown with its number:**

${toList(documentation.exclusions)}

**Permissions.** Without one of these it is not measured:

| permission | what it reads |
|---|---|
${permissions.join("\n")}

**Not measured when:**

${toList(documentation.notMeasuredWhen)}

**How to act.** ${documentation.howToAct}
`;
}

function targetOf(definition: KpiDefinition): Target | null {
  return definition.targetFrom?.(defaultConfig) ?? definition.defaultTarget;
}

function describeTarget(target: Target | null, unit: string): string {
  if (target === null) return "none";
  return `${target.op === ">=" ? "at least" : "at most"} ${formatValue(target.value, unit)}`;
}

function explainTarget(definition: KpiDefinition): string {
  const target = targetOf(definition);
  if (target === null) return "None by default: it can only be set from where you are.";
  const { unit } = definition;
  const words = describeTarget(target, unit);
  const source =
    definition.targetFrom === undefined
      ? "by default"
      : "from another key of the configuration; with the defaults";
  const near =
    target.tolerance === 0
      ? "there is no tolerance"
      : `a miss by up to ${formatValue(target.tolerance, unit).replace(" %", " percentage points")} is near`;
  const sentence = definition.targetFrom === undefined ? `${words} ${source}` : `${source} ${words}`;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}; ${near}.`;
}

function toList(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}
