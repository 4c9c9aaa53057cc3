// The repository's custom properties at a time: what facts tell of them, and where none does, what its payloads say today.
import { type Fact, factsOfKind } from "../../facts/fact.ts";
import { findLatestFact } from "../../facts/latest-fact.ts";
import type { RepositoryState } from "../../facts/repository.ts";

type Value = string | readonly string[] | null;

export interface KnownProperty {
  readonly name: string;
  /** Never empty. */
  readonly value: string;
  /** When GitHub said so; null: in what its payloads say of the repository, undated. */
  readonly at: number | null;
}

/**
 * The first of `names` that has a value at `to` (exclusive); `none` where it is known that none has, `unknown` where nothing
 * tells. Today's state speaks of a property only while no fact does: one that was set later is not taken for an earlier one.
 */
export function findOwningProperty(
  names: readonly string[],
  facts: readonly Fact[],
  repository: RepositoryState,
  to: number,
): KnownProperty | "none" | "unknown" {
  const latest = findLatestFact(facts, "custom-properties", to);
  const later = factsOfKind(facts, "custom-properties").filter(({ occurredAt }) => occurredAt >= to);
  let unknown = false;
  for (const name of names) {
    const dated = latest !== null && Object.hasOwn(latest.data.properties, name);
    const setLater = later.some(({ data }) => Object.hasOwn(data.properties, name));
    if (!dated && (setLater || repository.customProperties === null)) {
      unknown ||= latest === null;
      continue;
    }
    const value = textOf(dated ? latest.data.properties[name] : ownValue(repository.customProperties, name));
    if (value !== null) return { name, value, at: dated ? latest.occurredAt : null };
  }
  return unknown ? "unknown" : "none";
}

function ownValue(properties: RepositoryState["customProperties"], name: string): Value {
  return properties !== null && Object.hasOwn(properties, name) ? (properties[name] ?? null) : null;
}

function textOf(value: Value | undefined): string | null {
  const text = (typeof value === "string" ? value : (value ?? []).join(", ")).trim();
  return text === "" ? null : text;
}
