// What is told of an audited change: which conditions it meets, its remarks and annotations, and the job summary. On a public repository
// findings are told to nobody who cannot see them on GitHub.
import type { SarifReading } from "../src/core/sarif/finding.ts";
import { renderChangeSummary } from "../src/render/action/change-summary.ts";
import { chooseAnnotations } from "../src/render/action/choose-annotations.ts";
import { listRemarks, type Remark, type ShownFinding } from "../src/render/action/remarks.ts";
import { isPublic } from "../src/render/withhold.ts";
import type { Audit, ChangeAudit } from "../src/workflows/audit/audit.ts";
import type { ChangeEvent } from "./event.ts";
import { findingsOfChange } from "./findings-of-change.ts";
import type { FirstPassReading } from "./first-pass.ts";
import type { Inputs } from "./inputs.ts";
import {
  concludeChange,
  explainUnseenRules,
  headlineOf,
  type JudgedChange,
  judgeChange,
} from "./judge-change.ts";
import { nameInputs } from "./name-inputs.ts";
import type { StepResult } from "./step-result.ts";

/** The change against its base; where the base is missing, why, and the head alone. */
export type AuditedChange = {
  /** All files of findings that were given. */
  readonly sarif: readonly SarifReading[];
} & (
  | { readonly notCompared: null; readonly change: ChangeAudit; readonly head?: never }
  | { readonly notCompared: string; readonly change: null; readonly head: Audit }
);

interface Context {
  readonly inputs: Inputs;
  readonly event: ChangeEvent;
}

export function tellChange(
  { inputs, event }: Context,
  audited: AuditedChange,
  firstPass: FirstPassReading,
): StepResult {
  const { change, notCompared } = audited;
  const { scorecard, config, configProblems, road, sightings } = change ?? audited.head;
  const { repository, headSha } = event;
  const isHidden = isPublic(repository.visibility) && !inputs.showFindings;
  const broken = audited.sarif.flatMap((reading) => ("broken" in reading ? [reading] : []));
  const rulesUnseen = explainUnseenRules({ config, configProblems }, change);
  const judged: JudgedChange & { readonly findings: readonly ShownFinding[] } = {
    roadFindings: change?.roadFindings ?? [],
    exceptionNotes: change?.exceptionNotes ?? [],
    configurationNotes: change?.configurationNotes ?? [],
    findings: change === null ? [] : findingsOfChange(change, inputs.failOn),
    scorecard,
    notCompared,
    brokenSarif: broken.length,
    rulesUnseen,
  };
  const failures = judgeChange(judged, inputs.failOn);
  // What is not shown must not show in the words either.
  const told = { ...judged, findings: isHidden ? [] : judged.findings };
  const conclusion = concludeChange(told, failures);
  const remarks = remarksOf(told, inputs, repository);
  const unseen = [notCompared, rulesUnseen].flatMap((why) => why ?? []);
  const warnings = [
    ...unseen,
    ...broken.map(({ file, broken: why }) => `SARIF file ${file} could not be used: ${why}`),
  ];
  const annotations = chooseAnnotations(remarks, { failure: failures.length, warning: warnings.length });
  const summary = renderChangeSummary({
    repository,
    headSha,
    conclusion,
    headline: headlineOf(told),
    failures,
    firstPass,
    remarks,
    onlyHere: annotations.left,
    findingsBy: isHidden ? null : (change?.newFindingsBy ?? null),
    withheldFindings: isHidden && inputs.sarif.length + inputs.secretsSarif.length > 0,
    broken,
    warnings: unseen,
    notes: sightings.notes.map(nameInputs),
    scorecard,
    config,
    configProblems: configProblems.map(nameInputs),
    road: road.map((rule) => ({ ...rule, note: nameInputs(rule.note) })),
  });
  return {
    conclusion,
    firstPass: firstPass.state,
    scorecard,
    summary,
    annotations: annotations.shown,
    warnings,
    failures,
  };
}

function remarksOf(
  told: JudgedChange & { readonly findings: readonly ShownFinding[] },
  { failOn }: Inputs,
  { visibility }: ChangeEvent["repository"],
): Remark[] {
  const asked = new Set(failOn.map(({ kind }) => kind));
  return listRemarks({
    ...told,
    roadFindings: told.roadFindings.map((one) => ({
      ...one,
      remedy: one.remedy === null ? null : nameInputs(one.remedy),
    })),
    fails: { templates: asked.has("broken-template"), files: asked.has("invalid-file") },
    hidden: isPublic(visibility),
  });
}
