// What an account's repositories share of the paved road, at any time: templates and called workflows, folded once for each time
// at which something changed, whatever the number of repositories that are held against it.
import type { TemplateRule } from "../config/config.ts";
import { type Fact, factsOfKind } from "../facts/fact.ts";
import type { PavedRoadData } from "../facts/paved-road.ts";
import { joinRoad, type Road } from "../paved-road/road.ts";

export interface AccountRoads {
  /** As known before `to`, milliseconds UTC. The answer is shared: it must not be changed. */
  at(to: number): Pick<Road, "templates" | "called">;
  /** When something was read that the rule's result may rest on; ascending, each once. */
  timesOf(rule: TemplateRule): readonly number[];
}

interface Timeline<Part> {
  readonly times: readonly number[];
  /** What stood before `to`; null before the first time. */
  at(to: number): Part | null;
}

const nothingObserved: PavedRoadData = {
  commitSha: "",
  ref: "",
  workflows: [],
  dockerfiles: [],
  files: {},
  filesLookedFor: [],
  unreadable: [],
};

/** Facts of the account, in any order and however often each is told. */
export function openAccountRoads(facts: readonly Fact[]): AccountRoads {
  const ofTemplates = [
    ...factsOfKind(facts, "template-listed"),
    ...factsOfKind(facts, "template-tag"),
    ...factsOfKind(facts, "template-file"),
  ];
  const byTemplate = Map.groupBy(ofTemplates, ({ data }) => data.template);
  const templates = new Map(
    [...byTemplate].map(([name, own]) => [name, timelineOf(own, (road) => road.templates[name] ?? null)]),
  );
  const calls = timelineOf(factsOfKind(facts, "called-workflow"), (road) => road.called);
  return {
    at(to) {
      const known: Record<string, Road["templates"][string]> = {};
      for (const [name, timeline] of templates) {
        const template = timeline.at(to);
        if (template !== null) known[name] = template;
      }
      return { templates: known, called: calls.at(to) ?? {} };
    },
    timesOf(rule) {
      const named = templatesOf(rule).flatMap((name) => templates.get(name)?.times ?? []);
      const called = rule.kind === "reusable_workflow" || rule.kind === "action" ? calls.times : [];
      return ascending([...named, ...called]);
    },
  };
}

/** Each number once, smallest first. */
export function ascending(times: readonly number[]): number[] {
  return [...new Set(times)].sort((a, b) => a - b);
}

function timelineOf<Part>(
  facts: readonly Fact[],
  partOf: (road: Road) => NonNullable<Part> | null,
): Timeline<NonNullable<Part>> {
  const times = ascending(facts.map(({ occurredAt }) => occurredAt));
  const folded = new Map<number, NonNullable<Part> | null>();
  return {
    times,
    at(to) {
      const last = times.findLast((time) => time < to);
      if (last === undefined) return null;
      const known = folded.get(last);
      if (known !== undefined) return known;
      const part = partOf(joinRoad(facts, nothingObserved, last + 1));
      folded.set(last, part);
      return part;
    },
  };
}

/** `owner/repo` in lower case. */
function templatesOf(rule: TemplateRule): string[] {
  switch (rule.kind) {
    case "reusable_workflow":
    case "action":
      return [repositoryOf(rule.uses)];
    case "required_workflow":
      return [repositoryOf(rule.workflow)];
    case "file":
      return [repositoryOf(rule.template)];
    case "base_image":
    case "template_repository":
    case "code_scanning_default_setup":
    case "library":
      return [];
  }
}

function repositoryOf(address: string): string {
  return address.split("/").slice(0, 2).join("/").toLowerCase();
}
