// Adoption over time, out of git alone: the rules in force today, held against the tree of each commit of the branch that changed something
// they look at. What did not change is not read again, and what no rule looks at is never read.
import type { CloneCommit, Tree, TreeEntry } from "../../clone/clone.ts";
import type { TemplateRule } from "../../core/config/config.ts";
import type { PavedRoadData } from "../../core/facts/paved-road.ts";
import { evaluateRules } from "../../core/paved-road/evaluate-rules.ts";
import { findMembership } from "../../core/paved-road/membership.ts";
import { filesLookedFor, looksAtManifests } from "../../core/paved-road/needs-observation.ts";
import { isPavedRoadPath } from "../../core/paved-road/paths.ts";
import { joinRoad } from "../../core/paved-road/road.ts";
import type { RuleResult } from "../../core/paved-road/rule-result.ts";
import { loadAccountFacts } from "../observe/load-account-facts.ts";
import type { AdoptionHistory, AdoptionPoint, AuditInput } from "./audit.ts";
import { type BegunAudit, beginAudit } from "./begin-audit.ts";
import { observeRoad } from "./observe-clone.ts";

/**
 * The points at which a rule turned, and the first and the last tree that were read.
 * @param backMillis how far back; null: to the beginning. The tree that stood then is the first point.
 */
export async function auditHistory(input: AuditInput, backMillis: number | null): Promise<AdoptionHistory> {
  const begun = await beginAudit(input);
  const since = backMillis === null ? null : begun.asOf - backMillis;
  const commits = await listCommits(input, begun, since);
  const treeAt = followTrees(input, begun);
  const points: AdoptionPoint[] = [];
  let road: PavedRoadData | null = null;
  let before: readonly RuleResult[] | null = null;
  for (const [index, { sha, committedAt }] of commits.entries()) {
    road = await observeRoad(begun, await treeAt(sha), road);
    const results = await evaluate(begun, road);
    const turned = tellTurned(before, results);
    before = results;
    const isEnd = index === 0 || index === commits.length - 1;
    if (turned.length === 0 && !isEnd) continue;
    points.push({ commit: { sha, committedAt }, ...countRules(results), turned });
  }
  const [oldest] = commits;
  const { state, config } = begun;
  return {
    repository: { fullName: `${state.ownerLogin}/${state.name}` },
    configHash: config.hash,
    configProblems: begun.configProblems,
    points,
    cutAt:
      input.clone.isShallow && oldest !== undefined
        ? { sha: oldest.sha, committedAt: oldest.committedAt }
        : null,
  };
}

/** Oldest first: the tree that stood at the beginning, each change, and the tip. */
async function listCommits(
  { clone }: AuditInput,
  { tip, asOf, config }: BegunAudit,
  since: number | null,
): Promise<CloneCommit[]> {
  const commits: CloneCommit[] = [];
  for await (const commit of clone.listChangesOf(tip, pathspecsOf(config.templates.rules))) {
    if (commit.committedAt >= asOf) continue;
    commits.push(commit);
    if (since !== null && commit.committedAt < since) break;
  }
  const { sha, committedAt, parent } = await clone.resolve(tip);
  const last = commits[0]?.sha === sha || committedAt >= asOf ? [] : [{ sha, committedAt, parent }];
  return [...last, ...commits].reverse();
}

/** Names of manifests and lockfiles, more of them than are read. */
const manifestNames = [
  ...["package*.json", "npm-shrinkwrap.json", "*.lock", "pnpm-lock.yaml", "*.toml", "Pipfile*", "setup.*"],
  ...[
    "*.txt",
    "go.mod",
    "pom.xml",
    "*.lockfile",
    "build.gradle*",
    "*proj",
    "packages.*",
    "*.props",
    "*.targets",
  ],
];

/** What rules may look at, by git's own patterns: more may be read than counts, never less. */
export function pathspecsOf(rules: readonly TemplateRule[]): string[] {
  const names = ["*dockerfile*", "*containerfile*", ...(looksAtManifests(rules) ? manifestNames : [])];
  return [
    ":(glob).github/workflows/*",
    ...names.map((name) => `:(glob,icase)**/${name}`),
    ...filesLookedFor(rules).map((path) => `:(literal)${path}`),
  ];
}

/** The entries of a tree that rules may look at, kept up to date from commit to commit. */
function followTrees({ clone }: AuditInput, { config }: BegunAudit): (commitSha: string) => Promise<Tree> {
  const counts = (path: string) => isPavedRoadPath(path, config);
  const entries = new Map<string, TreeEntry>();
  let before: string | null = null;
  return async (commitSha) => {
    if (before === null) {
      for (const entry of (await clone.readTree(commitSha)).entries)
        if (counts(entry.path)) entries.set(entry.path, entry);
    } else {
      for (const { path, entry } of await clone.listChangedEntries(before, commitSha))
        if (entry === null) entries.delete(path);
        else if (counts(path)) entries.set(path, entry);
    }
    before = commitSha;
    const inOrder = [...entries.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
    return { commitSha, entries: inOrder, truncated: false };
  };
}

async function evaluate(begun: BegunAudit, road: PavedRoadData): Promise<RuleResult[]> {
  const { store, state, config } = begun;
  const { rules } = config.templates;
  const { accountId, repositoryId, ownerLogin: owner } = state;
  const facts = await loadAccountFacts(store, { accountId, owner, rules, observed: [road] });
  const observed = joinRoad(facts, road, Number.POSITIVE_INFINITY);
  const membership = findMembership(config, facts, repositoryId, Number.POSITIVE_INFINITY);
  return evaluateRules({ observed, rules, repository: state, membership });
}

function countRules(results: readonly RuleResult[]) {
  const count = (...wanted: readonly RuleResult["status"][]) =>
    results.filter(({ status }) => wanted.includes(status)).length;
  return {
    met: count("adopted"),
    measured: count("adopted", "outdated", "drifted", "missing"),
    unseen: count("not-measured"),
  };
}

function tellTurned(
  before: readonly RuleResult[] | null,
  results: readonly RuleResult[],
): AdoptionPoint["turned"] {
  return results.flatMap(({ ruleId, title, status: to }, index) => {
    const from = before?.[index]?.status ?? null;
    return from === to ? [] : [{ ruleId, title, from, to }];
  });
}
