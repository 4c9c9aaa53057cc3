// A change that is up for review: the checked-out commit against its base, and how the first try of the security checks came out. Reads a
// clone and, where the token lets it, GitHub; writes nothing.
import { type Clone, CloneError } from "../src/clone/clone.ts";
import { readSarifFiles } from "../src/clone/sarif/read-sarif-files.ts";
import type { SarifReading } from "../src/core/sarif/finding.ts";
import { openMemoryStore } from "../src/memory/open-memory-store.ts";
import type { AuditedRepository, AuditInput } from "../src/workflows/audit/audit.ts";
import { auditChange } from "../src/workflows/audit/audit-change.ts";
import { auditClone } from "../src/workflows/audit/audit-clone.ts";
import { ActionError } from "./action-error.ts";
import { askFirstPass } from "./ask-first-pass.ts";
import type { ChangeEvent } from "./event.ts";
import { findBase } from "./find-base.ts";
import type { Inputs } from "./inputs.ts";
import { openCheckout, readConfigInput } from "./read-files.ts";
import type { Runner } from "./runner.ts";
import type { StepResult } from "./step-result.ts";
import { type AuditedChange, tellChange } from "./tell-change.ts";

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
    const audited = await auditAgainstBase({ runner, inputs, event, now }, clone, templates);
    const { config } = audited.change ?? audited.head;
    const firstPass = await askFirstPass({ runner, inputs, event, config, now });
    return tellChange({ inputs, event }, audited, firstPass);
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

/** Without a base the head alone is audited: what it is, and not what the change does. */
async function auditAgainstBase(
  { runner, inputs, event, now }: Context,
  clone: Clone,
  templates: ReadonlyMap<string, Clone>,
): Promise<AuditedChange> {
  const head = await clone.head();
  if (head === null) throw new CloneError("Nothing is checked out: put actions/checkout before this step.");
  const roots = [...new Set([clone.root, runner.workspace])];
  const read = (paths: readonly string[], secrets: boolean): Promise<SarifReading[]> =>
    readSarifFiles(paths, { folder: runner.workspace, roots, secrets });
  const input: AuditInput = {
    clone,
    store: openMemoryStore({ now }),
    repository: describeRepository(event),
    at: { revision: head.sha },
    asOf: now(),
    ...(inputs.windowDays === null ? {} : { windowMillis: inputs.windowDays * dayMillis }),
    sarif: await read(inputs.sarif, false),
    secretsSarif: await read(inputs.secretsSarif, true),
    organisationConfig: await readConfigInput(runner.workspace, inputs.config),
    templates,
  };
  const baseSarif = inputs.baseSarif.length === 0 ? null : await read(inputs.baseSarif, false);
  const sarif = [...input.sarif, ...input.secretsSarif, ...(baseSarif ?? [])];
  const base = await findBase(clone, head, event, inputs.base);
  if ("missing" in base)
    return { sarif, notCompared: base.missing, change: null, head: await auditClone(input) };
  const change = await auditChange({
    ...input,
    base: base.revision,
    ...(baseSarif === null ? {} : { baseSarif }),
  });
  return { sarif, notCompared: null, change };
}

function describeRepository({ repository }: ChangeEvent): AuditedRepository {
  const { owner, name, repositoryId: id, url, visibility, language, properties } = repository;
  return {
    fullName: `${owner}/${name}`,
    id,
    url,
    visibility,
    ...(language === undefined ? {} : { language }),
    ...(properties === undefined ? {} : { properties }),
  };
}
