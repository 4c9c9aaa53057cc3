// A change that is up for review: the checked-out commit against its base, and how the first try of the security checks came out. Reads a
// clone and, where the token lets it, GitHub; writes nothing.
import { type Clone, CloneError } from "../src/clone/clone.ts";
import { readSarifFiles } from "../src/clone/read-sarif-files.ts";
import type { SarifReading } from "../src/core/sarif/finding.ts";
import { openMemoryStore } from "../src/memory/open-memory-store.ts";
import { renderChangeSummary } from "../src/render/action/change-summary.ts";
import { chooseAnnotations } from "../src/render/action/choose-annotations.ts";
import { listRemarks } from "../src/render/action/remarks.ts";
import { isPublic } from "../src/render/withhold.ts";
import type { AuditInput } from "../src/workflows/audit/audit.ts";
import { auditChange } from "../src/workflows/audit/audit-change.ts";
import { auditClone } from "../src/workflows/audit/audit-clone.ts";
import { ActionError } from "./action-error.ts";
import { askFirstPass } from "./ask-first-pass.ts";
import type { ChangeEvent } from "./event.ts";
import { findBase } from "./find-base.ts";
import { findingsOfChange } from "./findings-of-change.ts";
import type { Inputs } from "./inputs.ts";
import { concludeChange, explainUnseenRules, headlineOf, judgeChange } from "./judge-change.ts";
import { nameInputs } from "./name-inputs.ts";
import { openCheckout, readConfigInput } from "./read-files.ts";
import type { Runner } from "./runner.ts";
import type { StepResult } from "./step-result.ts";

const dayMillis = 24 * 60 * 60 * 1000;

export async function auditPullRequest(
  runner: Runner,
  inputs: Inputs,
  event: ChangeEvent,
  now: () => number,
): Promise<StepResult> {
  requireSarif(inputs);
  const opened: Clone[] = [];
  const open = async (input: string, path: string) => {
    const clone = await openCheckout(runner.workspace, input, path);
    opened.push(clone);
    return clone;
  };
  try {
    const clone = await open("path", inputs.path);
    const templates = new Map<string, Clone>();
    for (const [name, path] of inputs.templates) templates.set(name, await open("templates", path));
    return await audit({ runner, inputs, event, now }, clone, templates);
  } finally {
    for (const clone of opened) await clone.close();
  }
}

/** A condition without anything that could tell it would never hold. */
function requireSarif({ failOn, sarif, secretsSarif }: Inputs): void {
  const asked = failOn.find(({ kind }) => kind === "new-finding" || kind === "new-secret");
  if (asked !== undefined && sarif.length + secretsSarif.length === 0)
    throw new ActionError(`Input fail-on: ${asked.kind} needs the input sarif or secrets-sarif.`);
}

interface Context {
  readonly runner: Runner;
  readonly inputs: Inputs;
  readonly event: ChangeEvent;
  readonly now: () => number;
}

async function audit(
  { runner, inputs, event, now }: Context,
  clone: Clone,
  templates: ReadonlyMap<string, Clone>,
): Promise<StepResult> {
  const head = await clone.head();
  if (head === null) throw new CloneError("Nothing is checked out: put actions/checkout before this step.");
  const { repository } = event;
  const roots = [...new Set([clone.root, runner.workspace])];
  const read = (paths: readonly string[], secrets: boolean): Promise<SarifReading[]> =>
    readSarifFiles(paths, { folder: runner.workspace, roots, secrets });
  const input: AuditInput = {
    clone,
    store: openMemoryStore({ now }),
    repository: {
      fullName: `${repository.owner}/${repository.name}`,
      id: repository.repositoryId,
      url: repository.url,
      visibility: repository.visibility,
      ...(repository.language === undefined ? {} : { language: repository.language }),
      ...(repository.properties === undefined ? {} : { properties: repository.properties }),
    },
    at: { revision: head.sha },
    asOf: now(),
    ...(inputs.windowDays === null ? {} : { windowMillis: inputs.windowDays * dayMillis }),
    sarif: await read(inputs.sarif, false),
    secretsSarif: await read(inputs.secretsSarif, true),
    organisationConfig: await readConfigInput(runner.workspace, inputs.config),
    templates,
  };
  const baseSarif = inputs.baseSarif.length === 0 ? null : await read(inputs.baseSarif, false);
  const base = await findBase(clone, head, event, inputs.base);
  const change =
    "missing" in base
      ? null
      : await auditChange({ ...input, base: base.revision, ...(baseSarif === null ? {} : { baseSarif }) });
  const audited = change ?? (await auditClone(input));

  const hidden = isPublic(repository.visibility);
  const findings = change === null ? [] : findingsOfChange(change, inputs.failOn);
  const broken = [...input.sarif, ...input.secretsSarif, ...(baseSarif ?? [])].flatMap((reading) =>
    "broken" in reading ? [reading] : [],
  );
  const judged = {
    roadFindings: change?.roadFindings ?? [],
    exceptionNotes: change?.exceptionNotes ?? [],
    configurationNotes: change?.configurationNotes ?? [],
    findings,
    scorecard: audited.scorecard,
    notCompared: "missing" in base ? base.missing : null,
    brokenSarif: broken.length,
    rulesUnseen: explainUnseenRules(audited, change),
  };
  const failures = judgeChange(judged, inputs.failOn);
  const shown = hidden && !inputs.showFindings ? [] : findings;
  const asked = new Set(inputs.failOn.map(({ kind }) => kind));
  const remarks = listRemarks({
    ...judged,
    roadFindings: judged.roadFindings.map((one) => ({
      ...one,
      remedy: one.remedy === null ? null : nameInputs(one.remedy),
    })),
    findings: shown,
    fails: { templates: asked.has("broken-template"), files: asked.has("invalid-file") },
    hidden,
  });
  const firstPass = await askFirstPass({ runner, inputs, event, config: audited.config, now });
  const warnings = [
    ...(judged.notCompared === null ? [] : [judged.notCompared]),
    ...(judged.rulesUnseen === null ? [] : [judged.rulesUnseen]),
    ...broken.map(({ file, broken: why }) => `SARIF file ${file} could not be used: ${why}`),
  ];
  const annotations = chooseAnnotations(remarks, { failure: failures.length, warning: warnings.length });
  // What is not shown must not show in the words either.
  const told = { ...judged, findings: shown };
  const conclusion = concludeChange(told, failures);
  const summary = renderChangeSummary({
    repository,
    headSha: event.headSha,
    conclusion,
    headline: headlineOf(told),
    failures,
    firstPass,
    remarks,
    onlyHere: annotations.left,
    findingsBy: hidden && !inputs.showFindings ? null : (change?.newFindingsBy ?? null),
    withheldFindings: hidden && !inputs.showFindings && input.sarif.length + input.secretsSarif.length > 0,
    broken,
    warnings: [judged.notCompared, judged.rulesUnseen].flatMap((why) => why ?? []),
    notes: audited.sightings.notes.map(nameInputs),
    scorecard: audited.scorecard,
    config: audited.config,
    configProblems: audited.configProblems.map(nameInputs),
    road: audited.road.map((rule) => ({ ...rule, note: nameInputs(rule.note) })),
  });
  return {
    conclusion,
    firstPass: firstPass.state,
    scorecard: audited.scorecard,
    summary,
    annotations: annotations.shown,
    warnings,
    failures,
  };
}
