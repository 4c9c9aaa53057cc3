// An audit of a change against its base, as a pull request's check needs it: what it breaks or repairs, on its lines. Rules and exceptions are
// those of the base, so that no change can set its own.
import type { ChangedPath, Clone, Tree } from "../../clone/clone.ts";
import { CloneError } from "../../clone/clone.ts";
import {
  organisationExceptionsPath,
  organisationRepositories,
  repositoryExceptionsPath,
} from "../../core/exceptions/file-address.ts";
import { type ExceptionNote, reviewExceptionsFile } from "../../core/exceptions/review-file.ts";
import type { RepositoryState } from "../../core/facts/repository.ts";
import { findPavedRoadChanges } from "../../core/paved-road/compare.ts";
import { evaluateRules } from "../../core/paved-road/evaluate-rules.ts";
import { findMembership } from "../../core/paved-road/membership.ts";
import {
  isPavedRoadPath,
  organisationConfigPath,
  repositoryConfigPath,
} from "../../core/paved-road/paths.ts";
import { joinRoad } from "../../core/paved-road/road.ts";
import type { ReadLine } from "../../core/paved-road/suggest-line.ts";
import type { ChangedFirstpassFile, FirstpassFileRole } from "../../core/simulation/changed-file.ts";
import { findConfigurationNotes } from "../head/find-configuration-notes.ts";
import { loadAccountFacts } from "../observe/load-account-facts.ts";
import type { ChangeAudit, ChangeAuditInput } from "./audit.ts";
import { finishAudit } from "./audit-clone.ts";
import { type BegunAudit, beginAudit } from "./begin-audit.ts";
import { findNewFindings } from "./new-findings.ts";
import { observeRoad } from "./observe-clone.ts";

/** Evidence is shown of files up to this size, in bytes. */
const mostBytes = 1024 * 1024;

/** @throws CloneError, with words for a person, when base or head cannot be read. */
export async function auditChange(input: ChangeAuditInput): Promise<ChangeAudit> {
  const { clone, store, at } = input;
  const onto = await clone.resolve(input.base);
  const policy = { tree: await clone.readTree(onto.sha), commit: onto };
  const begun = await beginAudit(input, policy);
  const parted = await clone.findMergeBase(onto.sha, begun.commit.sha);
  const base = parted === null || parted === onto.sha ? onto : await clone.resolve(parted);
  const baseTree = base.sha === onto.sha ? policy.tree : await clone.readTree(base.sha);
  const before = await observeRoad(begun, baseTree, null);
  const { audit, facts, road: after } = await finishAudit(input, begun);
  const { state, config, known } = begun;
  const { rules } = config.templates;
  const { accountId, ownerLogin: owner } = state;
  const shared = await loadAccountFacts(store, { accountId, owner, rules, observed: [before, after] });
  const all = [...facts, ...shared];
  const [baseRoad, headRoad] = [joinRoad(all, before, begun.asOf), joinRoad(all, after, begun.asOf)];
  const membership = findMembership(config, all, state.repositoryId, begun.asOf);
  const evaluated = { rules, repository: state, membership };
  const results = evaluateRules({ observed: headRoad, ...evaluated });
  const to = at === "working-tree" && !clone.isBare ? null : begun.commit.sha;
  const changed = await clone.listChangedPaths(base.sha, to);
  const texts = await readChanged(clone, begun, changed);
  const files = listOwnFiles(state, changed, texts);
  return {
    ...audit,
    base: { sha: base.sha, committedAt: base.committedAt },
    rules: evaluateRules({ observed: baseRoad, ...evaluated }).flatMap((result, index) => {
      const one = results[index];
      return one === undefined ? [] : [{ before: result, after: one }];
    }),
    roadFindings: findPavedRoadChanges({
      base: baseRoad,
      head: headRoad,
      ...evaluated,
      readLine: lineReader(texts),
    }),
    ...findNewFindings([...audit.findings, ...audit.secrets.map(({ finding }) => finding)], input, changed),
    exceptionNotes: reviewExceptionFiles(files, begun.asOf),
    configurationNotes: await findConfigurationNotes(store, known, files),
    changedPaths: changed.map(({ path }) => path).sort(),
  };
}

/** Texts at the head of changed files that the rules look at, and of Firstpass's own; what is no text is left out. */
async function readChanged(
  clone: Clone,
  { tree, config }: BegunAudit,
  changed: readonly ChangedPath[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(
    changed.map(({ path }) => path).filter((path) => isPavedRoadPath(path, config) || roleOf(path) !== null),
  );
  const texts = new Map<string, string>();
  for (const { path, sha, type } of blobsOf(tree)) {
    if (type !== "blob" || !wanted.has(path)) continue;
    try {
      texts.set(path, await clone.readBlob(sha, mostBytes));
    } catch (error) {
      if (!(error instanceof CloneError)) throw error;
    }
  }
  return texts;
}

function blobsOf({ entries }: Tree) {
  return entries.filter(({ type }) => type === "blob");
}

function lineReader(texts: ReadonlyMap<string, string>): ReadLine {
  const lines = new Map<string, readonly string[]>();
  return (path, line) => {
    const text = texts.get(path);
    if (text === undefined) return null;
    const known = lines.get(path) ?? text.split(/\r?\n/);
    lines.set(path, known);
    return known[line - 1] ?? null;
  };
}

function roleOf(path: string): FirstpassFileRole | null {
  if (path === repositoryConfigPath) return "repository";
  if (path === repositoryExceptionsPath) return "repository-exceptions";
  if (path === organisationConfigPath) return "organisation";
  return path === organisationExceptionsPath ? "organisation-exceptions" : null;
}

/** The organisation's files are such only in the repositories that may hold them. */
function listOwnFiles(
  { name }: RepositoryState,
  changed: readonly ChangedPath[],
  texts: ReadonlyMap<string, string>,
): ChangedFirstpassFile[] {
  const holdsOrganisation = organisationRepositories.includes(name.toLowerCase());
  return changed.flatMap(({ path, previousPath }): ChangedFirstpassFile[] => {
    const left = previousPath === null ? null : roleOf(previousPath);
    const role = roleOf(path);
    const files: ChangedFirstpassFile[] = [];
    if (left !== null && previousPath !== null) files.push({ role: left, path: previousPath, text: null });
    if (role !== null) files.push({ role, path, text: texts.get(path) ?? null });
    return files.filter((file) => holdsOrganisation || !file.role.startsWith("organisation"));
  });
}

/** What entries match is not asked: a clone does not know all findings. */
function reviewExceptionFiles(files: readonly ChangedFirstpassFile[], at: number): ExceptionNote[] {
  return files.flatMap(({ role, path, text }) => {
    if (text === null || !role.endsWith("-exceptions")) return [];
    const origin = role === "repository-exceptions" ? "repository-file" : "organisation-file";
    return reviewExceptionsFile({ path, text }, { origin, at, findings: null });
  });
}
