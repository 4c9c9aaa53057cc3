// The effective configuration of one repository: what is left after defaults ◁ organisation ◁ repository are merged.
// `schema.ts` is what people may write; this is what the code reads. Every key is present.

import type { Ecosystem } from "../facts/paved-road.ts";
import type { Visibility } from "../facts/repository.ts";
import type { Severity } from "../findings/finding.ts";
import type { KpiId } from "../kpis/measurement.ts";
import type { Target } from "../kpis/target.ts";

/** Selects security checks. All parts that are given must match. */
export interface CheckSelector {
  /** App slug, exact, e.g. `github-advanced-security`. */
  readonly app?: string;
  /** Glob over the check run's name or the commit status's context, case-insensitive. */
  readonly name?: string;
  /** Glob over the path of the workflow that ran it, e.g. `.github/workflows/security.yml`. */
  readonly workflow?: string;
}

/** Selects repositories. All parts that are given must hold; of a list, one entry must. */
export interface RepositorySelector {
  /** Globs over `owner/name`, case-insensitive. */
  readonly repositories?: readonly string[];
  /** GitHub's main language, case-insensitive. */
  readonly languages?: readonly string[];
  readonly topics?: readonly string[];
  /** Slugs of teams that may write to the repository. */
  readonly teams?: readonly string[];
  readonly visibility?: readonly Visibility[];
  /** Custom property → values of which it has one. */
  readonly properties?: Readonly<Record<string, readonly string[]>>;
}

export interface AppliesTo extends RepositorySelector {
  readonly hasDockerfile?: boolean;
  /** Ids of groups of the organisation's file. */
  readonly groups?: readonly string[];
  readonly tiers?: readonly string[];
}

/** A product line, business unit or team, as the organisation's file defines it. */
export interface Group {
  readonly id: string;
  readonly title: string;
  readonly kind: "product-line" | "business-unit" | "team" | null;
  readonly owner: string | null;
  /** How much it matters, e.g. `1`; compared as text. */
  readonly tier: string | null;
}

/** What ref of a template is good enough. */
export type RefPolicy =
  | { readonly kind: "any"; readonly branches: readonly string[] }
  | { readonly kind: "minimum"; readonly version: string; readonly branches: readonly string[] }
  | { readonly kind: "pinned" };

interface RuleBase {
  readonly id: string;
  readonly title: string;
  readonly appliesTo: AppliesTo;
}

export type TemplateRule =
  | (RuleBase & { readonly kind: "reusable_workflow"; readonly uses: string; readonly ref: RefPolicy })
  | (RuleBase & { readonly kind: "action"; readonly uses: string; readonly ref: RefPolicy })
  | (RuleBase & { readonly kind: "base_image"; readonly images: readonly string[] })
  | (RuleBase & {
      readonly kind: "file";
      readonly path: string;
      /** `owner/repo` of the template. */
      readonly template: string;
      readonly templatePath: string;
      readonly minimum: string | null;
    })
  | (RuleBase & { readonly kind: "template_repository"; readonly templates: readonly string[] })
  | (RuleBase & {
      readonly kind: "required_workflow";
      /** `owner/repo/.github/workflows/file.yml`, without the ref. */
      readonly workflow: string;
      readonly ref: RefPolicy;
    })
  | (RuleBase & { readonly kind: "code_scanning_default_setup" })
  | (RuleBase & {
      readonly kind: "library";
      readonly ecosystem: Ecosystem;
      readonly package: string;
      readonly use: "required" | "forbidden";
      /** `required`: this version or later. `forbidden`: only versions before this one are. Null: every version. */
      readonly minimum: string | null;
      /** Where it is looked for: manifests and lockfiles of the tree, or GitHub's dependency graph. */
      readonly source: "manifests" | "sbom";
    });

/** What is not known of the repository's groups, because what they select it by is not. */
export interface OpenGroups {
  readonly groups: readonly { readonly id: string; readonly why: string }[];
  /** Tiers that it may have, the one that it has as far as is known among them. */
  readonly tiers: readonly (string | null)[];
}

export interface Config {
  readonly windowDays: number;
  /** IANA name; weeks and cron are in it, numbers are in UTC. */
  readonly timeZone: string;
  /** `enforce` lets the check run fail; `advisory` never does. */
  readonly mode: "advisory" | "enforce";
  /** Mentioned as the one who acts, of a repository or else of the last of its groups that has one; null: nobody configured. */
  readonly owner: string | null;
  /** Groups of the organisation that the repository belongs to, in the order of the file: a later one goes before an earlier. */
  readonly groups: readonly Group[];
  /** Of the last of its groups that has one; null: none says. */
  readonly tier: string | null;
  /** Where it is open whether the repository belongs to a group; absent: everything is known. */
  readonly open?: OpenGroups;
  readonly checks: {
    readonly security: readonly CheckSelector[];
    /** Names (globs) of checks that must conclude before a head is decided as passed. */
    readonly required: readonly string[];
    readonly neutral: "pass" | "fail" | "undecided";
  };
  readonly changes: {
    /** Globs over the base branch; empty: the default branch. */
    readonly baseBranches: readonly string[];
    readonly bots: "separate" | "include" | "exclude";
    /** Logins that are bots besides accounts of type Bot. */
    readonly botLogins: readonly string[];
  };
  readonly gates: {
    /** Whether a rule of the branch that was bypassed counts; needs `administration: write`. */
    readonly ruleSuites: boolean;
  };
  readonly secrets: { readonly branches: "default" | "all" };
  readonly templates: { readonly rules: readonly TemplateRule[] };
  /** Days in which a finding is to be fixed, by severity; null: no limit. */
  readonly sla: Readonly<Record<Severity, number | null>>;
  /** What a day past its SLA weighs, by severity. */
  readonly riskWeights: Readonly<Record<Severity, number>>;
  readonly exceptions: {
    /** An exception older than so many days is overdue for review, whatever its expiry. */
    readonly reviewAfterDays: number;
  };
  readonly reviews: {
    /** Only these hours count, in `timeZone`; null: all hours do. */
    readonly workingHours: {
      /** ISO weekdays, 1 is Monday. */
      readonly days: readonly number[];
      /** `09:00`, inclusive. */
      readonly from: string;
      /** `17:00`, exclusive. */
      readonly to: string;
    } | null;
    /** Labels of pull requests for security review or threat modelling, globs, case-insensitive: shown apart. */
    readonly securityLabels: readonly string[];
  };
  readonly ownership: {
    /** Names of custom properties; one of them with a value tells the repository's tier or product line. */
    readonly properties: readonly string[];
  };
  readonly releases: {
    /** What every release must have. */
    readonly evidence: readonly ("sbom" | "provenance")[];
    /** Whether prereleases count. */
    readonly prereleases: boolean;
  };
  readonly targets: Readonly<Partial<Record<KpiId, Target>>>;
  /** Who acts on a KPI, where that is another than `owner`. */
  readonly targetOwners: Readonly<Partial<Record<KpiId, string>>>;
  readonly weekly: {
    readonly enabled: boolean;
    /** croner expression in `timeZone`. */
    readonly cron: string;
    /** Mentions that may ping, e.g. `@org/team`; empty: nobody is pinged. */
    readonly mention: readonly string[];
    /** KPIs of the weekly issue, in this order; null: those that are for leads. */
    readonly kpis: readonly KpiId[] | null;
    /** A KPI that has been off target for so many weeks is marked for escalation. */
    readonly escalateAfterWeeks: number;
  };
  /** SHA-256 (hex) of the canonical JSON of all of the above. */
  readonly hash: string;
}
