// Builders of what is told of adoption and of an account's overview, for tests.
import type { RepositoryAdoption, RuleState } from "../../src/core/adoption/adoption.ts";
import { standingOf } from "../../src/core/adoption/standing.ts";
import type { Group } from "../../src/core/config/config.ts";
import type { TemplateFileData, TemplateListedData, TemplateTagData } from "../../src/core/facts/account.ts";
import { accountWide } from "../../src/core/facts/account.ts";
import type { Fact } from "../../src/core/facts/fact.ts";
import {
  templateFileSubject,
  templateListedSubject,
  templateTagSubject,
} from "../../src/core/facts/subjects.ts";
import type { KpiId } from "../../src/core/kpis/measurement.ts";
import type { DigestedKpi, RepositoryDigest } from "../../src/core/overview/digest.ts";
import type { RuleStatus } from "../../src/core/paved-road/rule-result.ts";
import { defaultAccountId, defaultAt } from "./facts.ts";

const ofAccount = { accountId: defaultAccountId, repositoryId: accountWide };

/** `acme/templates` and its tags as read at one time. */
export function templateFacts(tags: Record<string, string>, at: number): Fact[] {
  const template = "acme/templates";
  const listed: TemplateListedData = {
    template,
    listing: { seen: { tags: Object.keys(tags).length, complete: true } },
  };
  return [
    {
      kind: "template-listed",
      ...ofAccount,
      subject: templateListedSubject(listed),
      occurredAt: at,
      data: listed,
    },
    ...Object.entries(tags).map(([tag, commitSha]): Fact => {
      const data: TemplateTagData = { template, tag, commitSha };
      return { kind: "template-tag", ...ofAccount, subject: templateTagSubject(data), occurredAt: at, data };
    }),
  ];
}

/** A version of a template's file as read at one time. */
export function templateFileFact(given: Partial<TemplateFileData>, at: number): Fact {
  const data: TemplateFileData = {
    template: "acme/templates",
    path: "dependabot.yml",
    tag: "v2.0.0",
    commitSha: "a".repeat(40),
    blobSha: "b".repeat(40),
    ...given,
  };
  return { kind: "template-file", ...ofAccount, subject: templateFileSubject(data), occurredAt: at, data };
}

export function group(id: string, given: Partial<Group> = {}): Group {
  return { id, title: id, kind: null, owner: null, tier: null, ...given };
}

export function ruleState(ruleId: string, status: RuleStatus, given: Partial<RuleState> = {}): RuleState {
  return {
    ruleId,
    title: `Rule ${ruleId}`,
    kind: "base_image",
    status,
    allowed: "node",
    note: "A sentence.",
    found: [],
    place: null,
    since: { at: defaultAt, atLeast: true },
    runs: null,
    ...given,
  };
}

/** A repository with one rule `r0`, `r1`… for each status. */
export function repositoryAdoption(
  name: string,
  statuses: readonly RuleStatus[],
  given: Partial<RepositoryAdoption> = {},
): RepositoryAdoption {
  const rules = statuses.map((status, index) => ruleState(`r${index}`, status));
  return {
    repositoryId: 1,
    fullName: `acme/${name}`,
    url: `https://github.com/acme/${name}`,
    visibility: "private",
    owner: null,
    tier: null,
    groups: [],
    undecidedGroups: [],
    observedAt: defaultAt,
    standing: standingOf(rules),
    rules,
    groupTargets: { all: null, byGroup: {} },
    ...given,
  };
}

/** On target unless told otherwise: 8 of 10. */
export function digestedKpi(id: KpiId, given: Partial<DigestedKpi> = {}): DigestedKpi {
  return {
    id,
    definitionVersion: 1,
    title: id,
    status: "on-target",
    value: 80,
    unit: "%",
    numerator: 8,
    denominator: 10,
    target: { op: ">=", value: 75, tolerance: 5 },
    offTargetWeeks: 0,
    escalated: false,
    ...given,
  };
}

export function digestOfRepository(
  repositoryId: number,
  kpis: readonly DigestedKpi[],
  given: Partial<RepositoryDigest> = {},
): RepositoryDigest {
  return {
    repositoryId,
    fullName: `acme/r${repositoryId}`,
    url: `https://github.com/acme/r${repositoryId}`,
    owner: null,
    tier: null,
    groups: [],
    undecidedGroups: [],
    windowDays: 28,
    standing: "all",
    groupTargets: { all: null, byGroup: {} },
    kpis,
    last: null,
    action: null,
    lacking: [],
    ...given,
  };
}
