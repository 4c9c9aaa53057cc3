// The formula of ownership: a code owner for everything, and a tier or product line → the share of the two that is defined.
import { findLatestFact } from "../../facts/latest-fact.ts";
import type { KpiInput } from "../definition.ts";
import type { Computed, Evidence, Reason } from "../measurement.ts";
import { findOwningProperty } from "./properties.ts";

interface Asked {
  readonly title: string;
  /** Null: not known. */
  readonly defined: boolean | null;
  readonly evidence: Evidence;
  readonly reason: Reason | null;
}

/** Computes how much of a repository's ownership is defined at the window's end. Pure; order and repetition of facts do not matter. */
export function computeOwnership(input: KpiInput): Computed {
  const asked = [askCodeOwner(input), ...askProperty(input)];
  const known = asked.filter(({ defined }) => defined !== null);
  const defined = asked.filter((thing) => thing.defined === true);
  const missing = asked.filter((thing) => thing.defined === false);
  const reasons = asked.flatMap(({ reason }) => reason ?? []);
  const base = {
    excluded: {},
    evidence: asked.map(({ evidence }) => evidence),
    beside: [
      {
        id: "ownership-defined",
        label: `parts of ownership seen defined, of ${known.length} that were seen`,
        value: known.length === 0 ? null : defined.length,
        unit: "",
        evidenceIds: defined.map(({ evidence }) => evidence.id),
      },
    ],
    breakdown: missing.map(({ title, evidence }) => ({
      label: title,
      count: 1,
      of: known.length,
      evidenceIds: [evidence.id],
    })),
    notes: [],
  };
  if (reasons.length > 0) return { ...base, outcome: "not-measured", reasons };
  return {
    ...base,
    outcome: "measured",
    value: (100 * defined.length) / known.length,
    numerator: defined.length,
    denominator: known.length,
  };
}

function askCodeOwner({ facts, window, repository, source = "app" }: KpiInput): Asked {
  const title = "Code owner of everything";
  const read = findLatestFact(facts, "code-owners", window.to);
  const at = read?.occurredAt ?? null;
  const row = { kind: "file", id: "CODEOWNERS", url: repository.url, at } as const;
  const file = read?.data.file;
  if (file === undefined || "unseen" in file) {
    const reason =
      file === undefined
        ? source === "app"
          ? notRead
          : notReadThen
        : { code: file.unseen.why, text: file.unseen.text };
    const evidence = { ...row, note: `${title}: not seen. ${reason.text}`, counted: null };
    return { title, defined: null, reason, evidence };
  }
  const { path, defaultOwners } = file.seen;
  const defined = path !== null && defaultOwners.length > 0;
  const url =
    path === null
      ? repository.url
      : `${repository.url}/blob/${encodeURIComponent(repository.defaultBranch)}/${path}`;
  const note =
    path === null
      ? "There is no CODEOWNERS file."
      : defined
        ? `${path} names an owner for everything.`
        : `${path} has no line for everything, such as \`* @team\`.`;
  return {
    title,
    defined,
    reason: null,
    evidence: { ...row, url, note: `${title}: ${note}`, counted: defined },
  };
}

const notRead: Reason = {
  code: "code-owners-not-read",
  text: "The CODEOWNERS file had not been read from GitHub by the end of the window. It is read once a day while the repository is active.",
};

const notReadThen: Reason = {
  code: notRead.code,
  text: "The CODEOWNERS file was not read as it was at the end of the window. A reading tells how it is now: leave out --as-of.",
};

/** Empty where the configuration names no property: then nothing is asked. */
function askProperty({ facts, window, repository, config, source = "app" }: KpiInput): Asked[] {
  const { properties } = config.ownership;
  if (properties.length === 0) return [];
  const title = "Tier or product line";
  const names = properties.join(", ");
  const found = findOwningProperty(properties, facts, repository, window.to);
  const row = { kind: "repository", id: "custom-properties", url: repository.url, at: null } as const;
  if (found === "unknown") {
    const why =
      source === "clone"
        ? `a clone does not hold them, and none of ${names} was given (--property NAME=VALUE)`
        : `GitHub has not said whether one of ${names} has a value`;
    const text = `The repository's custom properties are not known: ${why}. Only repositories of organisations have them.`;
    const evidence = { ...row, note: `${title}: not seen. ${text}`, counted: null };
    return [{ title, defined: null, reason: { code: "properties-unknown", text }, evidence }];
  }
  if (found === "none") {
    const note = `${title}: none of the custom properties ${names} has a value.`;
    return [{ title, defined: false, reason: null, evidence: { ...row, note, counted: false } }];
  }
  const note = `${title}: ${found.name} is ${found.value}.`;
  return [{ title, defined: true, reason: null, evidence: { ...row, at: found.at, note, counted: true } }];
}
