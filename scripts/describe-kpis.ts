// KPI definitions → the text of docs/kpis.md.
import type { KpiDefinition } from "../src/core/kpis/definition.ts";
import { neededPermissions } from "../src/core/kpis/permissions.ts";
import type { Target } from "../src/core/kpis/target.ts";

const preface = `# KPIs

<!-- Made by scripts/generate-docs.ts from src/core/kpis: edit the definitions, then run it. -->

Each KPI is a pure function of facts that GitHub delivered, a window, the configuration and a time. What follows holds for all of them.

**Three outcomes, never confused.** *Measured*: there is a value, with numerator and denominator. *Not applicable*: there was
nothing to measure. *Not measured*: it cannot be seen. The last two come with every reason that holds; neither is 0 %.

**Windows** are 28 days unless configured, in UTC, half-open: the first moment belongs to it, the last does not. A fact belongs
to the window of GitHub's own time, not of its arrival; order and repetition of deliveries do not matter.

**Uncertainty.** A share carries its 95 % Wilson interval, a rate its exact 95 % Poisson (Garwood) interval. Below the smallest
sample the status is *low sample*, whatever the value.

**Status.** *On target*; *near*: missed by at most the target's tolerance; *off target*; *no target*. Variance is value minus target.

**Trend** is the comparison with the window of the same length before. It is told only where that window was measured and
its history was seen from its beginning on: half a window is no comparison. It reads *improving* or *worsening* only if the
difference is larger than chance at 95 %: for shares by the pooled two-proportion z-test, with any expected count below five by
Fisher's exact test; for rates by the exact conditional binomial test of their ratio. Otherwise it is *steady*. The line of
weeks shows the same value for the window that ends with each week: neighbouring windows overlap, and a week that was not
measured is a gap.

**Incomplete history.** Where a repository's history begins within the window and something could be measured, the number
speaks for the time since then and a note says so. Where nothing was seen, it is *not measured*: an empty window proves nothing
before its history begins.

**Missing permissions** make a KPI *not measured*, even if some of what it needs can be seen.

**Evidence.** Every number lists what made it, with links. On a public repository only KPIs marked as safe to show are shown.

**People are not ranked**, on no surface.
`;

/** One page: the rules for all, then one section per KPI in the order of the registry. */
export function describeKpis(definitions: readonly KpiDefinition[]): string {
  const index = definitions.map(({ id, title }) => `- [${title}](#${id})`).join("\n");
  return [preface, `${index}\n`, ...definitions.map(describeKpi)].join("\n");
}

function describeKpi(definition: KpiDefinition): string {
  const { id, documentation } = definition;
  const permissions = neededPermissions[id].map(
    ({ permission, unseen }) => `The installation lacks the permission \`${permission}: read\` (${unseen}).`,
  );
  const sample =
    definition.minimumSample > 1
      ? `Below ${definition.minimumSample} ${definition.denominatorUnit}s: low sample.`
      : `One ${definition.denominatorUnit} is enough.`;
  return `<a id="${id}"></a>

## ${definition.title}

*${documentation.question}*

\`${id}\` · definition ${definition.version} · ${definition.unit} · ${definition.direction === "up" ? "higher" : "lower"} is better · for ${definition.roles.join(", ")} · ${definition.publicSafe ? "may be shown on a public repository" : "never shown on a public repository"}

**Formula.** ${documentation.formula}

**Population.** ${documentation.population}

**Window.** ${documentation.window}

**Default target.** ${describeTarget(definition.defaultTarget, definition.unit)} ${sample}

**Left out, and shown with its number:**

${toList(documentation.exclusions)}

**Not measured when:**

${toList([...permissions, ...documentation.notMeasuredWhen])}

**How to act.** ${documentation.howToAct}
`;
}

function describeTarget(target: Target | null, unit: string): string {
  if (target === null) return "None: it can only be set from where you are.";
  const op = target.op === ">=" ? "At least" : "At most";
  return `${op} ${target.value} ${unit}; a miss by up to ${target.tolerance} is near.`;
}

function toList(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}
