// The lines that made a rule's result, each with a link to the very commit that was read.
import type { PavedRoadFact } from "../../facts/paved-road.ts";
import type { RuleResult } from "../../paved-road/rule-result.ts";
import type { Evidence } from "../measurement.ts";
import type { RuleRuns } from "./runs.ts";

/**
 * One row per place that was looked at; one for the rule as a whole where there is none. A rule counts once, in the row of
 * the place that decided it. `runs` says that what is adopted ran as well.
 */
export function evidenceOfRule(
  result: RuleResult,
  fact: PavedRoadFact,
  repositoryUrl: string,
  runs?: RuleRuns,
): Evidence[] {
  const { title, note, evidence, allowed } = result;
  const status = runs === undefined ? result.status : `${result.status}, and ran in the window`;
  const counted = result.status === "not-measured" ? null : result.status === "adopted";
  const at = fact.occurredAt;
  if (evidence.length === 0) {
    const url = repositoryUrl;
    const ask = counted === false ? ` Asked for: ${allowed}.` : "";
    return [
      { kind: "repository", id: result.ruleId, url, at, note: `${title}: ${status}. ${note}${ask}`, counted },
    ];
  }
  const deciding = evidence.find(({ satisfied }) => satisfied === counted) ?? evidence[0];
  return evidence.map((place) => {
    const { path, line, via, found, satisfied, difference } = place;
    const anchor = line === null ? "" : `#L${line}`;
    const verdict = satisfied === null ? "cannot be judged" : satisfied ? "allowed" : "not allowed";
    const ask = satisfied === false ? `; asked for: ${allowed}` : "";
    const through = via === undefined ? "" : `Through ${via.join(" → ")}: `;
    return {
      kind: "file",
      id: line === null ? path : `${path}:${line}`,
      url: `${repositoryUrl}/blob/${fact.data.commitSha}/${encodePath(path)}${anchor}`,
      at,
      note: `${title}: ${status}. ${through}${found ?? "What is here"} is ${verdict}${ask}${differing(place)}`,
      counted: place === deciding ? counted : null,
      ...(difference !== undefined && { detail: difference }),
    };
  });
}

function differing({ difference, version }: RuleResult["evidence"][number]): string {
  return difference === undefined || version === null ? "" : `; differs from ${version} as shown`;
}

export function evidenceOfRun({ result, latest, count }: RuleRuns, repositoryUrl: string): Evidence {
  const times = count === 1 ? "once" : `${count} times`;
  return {
    kind: "workflow-run",
    id: `run ${latest.data.runId}`,
    url: `${repositoryUrl}/actions/runs/${latest.data.runId}`,
    at: latest.occurredAt,
    note: `${result.title}: ran ${times} in the window, last here`,
    counted: null,
  };
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
