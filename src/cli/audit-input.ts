// What `firstpass audit` is given on the command line → what an audit takes: the clone, clones of templates, files of findings, files of the
// organisation, and the time at which it speaks.
import type { Clone } from "../clone/clone.ts";
import { openClone } from "../clone/open-clone.ts";
import { readSarifFiles } from "../clone/sarif/read-sarif-files.ts";
import { openMemoryStore } from "../memory/open-memory-store.ts";
import type { AuditInput } from "../workflows/audit/audit.ts";
import { UsageError } from "./exit.ts";
import { readTextFile } from "./read-text-file.ts";

export interface AskedAudit {
  readonly at?: string;
  readonly asOf?: number;
  readonly window?: number;
  readonly sarif?: readonly string[];
  readonly secretsSarif?: readonly string[];
  readonly config?: string;
  readonly exceptions?: string;
  readonly template?: readonly string[];
  readonly repository?: string;
  readonly language?: string;
  readonly property?: readonly string[];
}

export interface OpenedAudit {
  readonly input: AuditInput;
  readonly close: () => Promise<void>;
}

/** @throws UsageError for what cannot be meant, CloneError for what cannot be read. */
export async function openAudit(path: string, asked: AskedAudit): Promise<OpenedAudit> {
  const named = (asked.template ?? []).map(parseTemplate);
  const properties = asked.property?.map(parseProperty);
  const opened: Clone[] = [];
  const open = async (place: string): Promise<Clone> => {
    const clone = await openClone(place);
    opened.push(clone);
    return clone;
  };
  const close = async () => {
    for (const clone of opened) await clone.close();
  };
  try {
    const clone = await open(path);
    const templates = new Map<string, Clone>();
    for (const { name, place } of named) templates.set(name, await open(place));
    const readings = (names: readonly string[] | undefined, secrets: boolean) =>
      readSarifFiles(names ?? [], { folder: process.cwd(), roots: [clone.root], secrets });
    const { repository, language } = asked;
    const at = await chooseTree(clone, asked);
    const asOf = asked.asOf ?? (asked.at === undefined ? Date.now() : undefined);
    const store = openMemoryStore({ now: () => asOf ?? Date.now() });
    const input: AuditInput = {
      clone,
      store,
      repository: {
        ...(repository === undefined ? {} : { fullName: repository }),
        ...(language === undefined ? {} : { language }),
        ...(properties === undefined ? {} : { properties: Object.fromEntries(properties) }),
      },
      at,
      ...(asOf === undefined ? {} : { asOf }),
      ...(asked.window === undefined ? {} : { windowMillis: asked.window }),
      sarif: await readings(asked.sarif, false),
      secretsSarif: await readings(asked.secretsSarif, true),
      organisationConfig: await readNamed(asked.config),
      organisationExceptions: await readNamed(asked.exceptions),
      templates,
    };
    return { input, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The files on disk speak of now: of an earlier time the commit speaks that the branch was at. */
async function chooseTree(clone: Clone, { at, asOf }: AskedAudit): Promise<AuditInput["at"]> {
  if (asOf !== undefined && asOf > Date.now()) throw new UsageError("--as-of lies in the future.");
  if (at !== undefined) {
    const { committedAt } = await clone.resolve(at);
    if (asOf !== undefined && committedAt >= asOf)
      throw new UsageError(
        `The commit of --at was made at ${new Date(committedAt).toISOString()}, and --as-of is not later: leave one of them out.`,
      );
    return { revision: at };
  }
  if (asOf === undefined || asOf >= Date.now()) return "working-tree";
  const tip = (await clone.defaultBranch())?.tip ?? (await clone.head());
  if (tip === null) return "working-tree";
  if (tip.committedAt < asOf) return { revision: tip.sha };
  for await (const step of clone.listSteps(tip.sha, { since: 0, until: asOf })) return { revision: step.sha };
  throw new UsageError(
    `The branch had no commit at ${new Date(asOf).toISOString()}, as far as this clone tells.`,
  );
}

function parseTemplate(text: string): { readonly name: string; readonly place: string } {
  const found = /^([A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+)=(.+)$/s.exec(text);
  const [, name = "", place = ""] = found ?? [];
  if (found === null)
    throw new UsageError(`--template ${text}: use OWNER/REPO=PATH, such as acme/templates=../templates.`);
  return { name: name.toLowerCase(), place };
}

function parseProperty(text: string): [name: string, value: string] {
  const found = /^([A-Za-z0-9_$#-]+)=(.+)$/s.exec(text);
  const [, name = "", value = ""] = found ?? [];
  if (found === null) throw new UsageError(`--property ${text}: use NAME=VALUE, such as tier=1.`);
  return [name, value];
}

async function readNamed(path: string | undefined) {
  return path === undefined ? null : { path, text: await readTextFile(path) };
}
