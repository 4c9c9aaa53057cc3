// What is known of a repository, merged from observations that may arrive late, twice and in any order: for each part, the
// newest observation that says anything of it. Pure; the table stores the result.

import { canonicalJson } from "../core/canonical-json.ts";
import type { RepositoryState } from "../core/facts/repository.ts";

/** The parts of a state that a payload may leave out. */
const optionalParts = ["language", "createdAt", "templateRepository", "customProperties"] as const;
type OptionalPart = (typeof optionalParts)[number];

interface Dated<T> {
  readonly at: number;
  readonly value: T;
}

/** A repository as observed so far: the newest state, and of each optional part the newest that was said. */
export interface ObservedRepository {
  readonly state: Dated<RepositoryState>;
  readonly parts: Readonly<Partial<Record<OptionalPart | "installationId", Dated<unknown>>>>;
}

export function observedRepository(
  state: RepositoryState,
  observation: { readonly observedAt: number; readonly installationId: number | null },
): ObservedRepository {
  const said = { ...state, installationId: observation.installationId };
  const parts: Record<string, Dated<unknown>> = {};
  for (const part of [...optionalParts, "installationId"] as const) {
    if (said[part] !== null) parts[part] = { at: observation.observedAt, value: said[part] };
  }
  return { state: { at: observation.observedAt, value: state }, parts };
}

/** Associative, commutative and idempotent: the newer wins, at the same time the greater canonical JSON. */
export function mergeObservations(a: ObservedRepository, b: ObservedRepository): ObservedRepository {
  const parts: Record<string, Dated<unknown>> = { ...a.parts };
  for (const [part, dated] of Object.entries(b.parts)) parts[part] = newerOf(parts[part] ?? dated, dated);
  return { state: newerOf(a.state, b.state), parts };
}

/** The state that stands, with the optional parts filled in. */
export function standingState(observed: ObservedRepository): {
  readonly state: RepositoryState;
  readonly installationId: number | null;
} {
  const { installationId, ...parts } = Object.fromEntries(
    Object.entries(observed.parts).map(([part, dated]) => [part, dated.value]),
  );
  return {
    state: { ...observed.state.value, ...parts },
    installationId: typeof installationId === "number" ? installationId : null,
  };
}

function newerOf<T>(a: Dated<T>, b: Dated<T>): Dated<T> {
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return canonicalJson(a.value) >= canonicalJson(b.value) ? a : b;
}
