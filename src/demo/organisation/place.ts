// A repository of the made organisation, on both sides: as the local GitHub keeps it and as payloads show it.
import type { Repository } from "../../local-github/state.ts";
import { type CheckApp, codeScanning, githubActions } from "../payloads/checks.ts";
import type { Person, Scene } from "../payloads/scene.ts";
import type { World } from "./world.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What code scanning looks for, and where it finds it. */
export interface CodeRule {
  readonly id: string;
  readonly severity: "low" | "medium" | "high" | "critical";
  readonly path: string;
}

/** A check that runs on every head of a repository. */
export interface PlaceCheck {
  readonly name: string;
  readonly app: CheckApp;
  /** How long after the push it concludes, minutes. */
  readonly afterMinutes: number;
}

export interface Place {
  readonly world: World;
  readonly scene: Scene;
  readonly repository: Repository;
  readonly checks: readonly PlaceCheck[];
  /** Takes part in the merge queue. */
  readonly mergeQueue: boolean;
  /** How long after a change is ready somebody else reviews it, hours: at least, at most. */
  readonly reviewHours: readonly [number, number];
  /** What code scanning finds where CodeQL fails, in turn. */
  readonly codeRules: readonly CodeRule[];
  nextNumber: number;
}

export const codeql: PlaceCheck = { name: "CodeQL", app: codeScanning, afterMinutes: 9 };
export const semgrep: PlaceCheck = { name: "Semgrep", app: githubActions, afterMinutes: 4 };
export const dependencyReview: PlaceCheck = {
  name: "Dependency Review",
  app: githubActions,
  afterMinutes: 2,
};
/** Not a security check: it must never count as one. */
export const build: PlaceCheck = { name: "build", app: githubActions, afterMinutes: 6 };

const person = (id: number, login: string): Person => ({ id, login, type: "User" });

export const people = {
  mira: person(3101, "mira-k"),
  jonas: person(3102, "jonas-w"),
  aiko: person(3103, "aiko-t"),
  lena: person(3104, "lena-p"),
  contributor: person(3190, "river-otter"),
  dependabot: { id: 49_699_333, login: "dependabot[bot]", type: "Bot" } satisfies Person,
};

export const staff: readonly Person[] = [people.mira, people.jonas, people.aiko, people.lena];

/** The commit that the default branch points to. */
export function tipOf({ repository }: Place): string {
  const sha = repository.branches.get(repository.defaultBranch);
  if (sha === undefined) throw new Error(`${repository.name} has no commits yet.`);
  return sha;
}

/** Code scanning looks at the default branch, where the repository runs CodeQL at all. */
export function analyseMain({ repository, checks }: Place, at: number): void {
  if (checks.includes(codeql)) repository.security.analyses.set("refs/heads/main", at);
}
