// Observes who owns a repository: its CODEOWNERS file, and its custom properties.
import { findDefaultOwners } from "../../core/code-owners/default-owners.ts";
import type { CodeOwnersData, Sight } from "../../core/facts/observations.ts";
import { codeOwnersSubject, customPropertiesSubject } from "../../core/facts/subjects.ts";
import { envelopeOf, type Observer } from "./visit.ts";

export const observeCodeOwners: Observer = async (visit) => {
  const occurredAt = visit.now();
  const read = await visit.github.readCodeOwnersFile(visit.address);
  const file: Sight<CodeOwnersData> =
    "unseen" in read
      ? read
      : {
          seen: {
            path: read.seen?.path ?? null,
            defaultOwners: read.seen === null ? [] : findDefaultOwners(read.seen.text),
          },
        };
  return [
    { kind: "code-owners", ...envelopeOf(visit), subject: codeOwnersSubject, occurredAt, data: { file } },
  ];
};

/** Repositories of a person have no custom properties, and GitHub answers 404: then nothing is known, and nothing is told. */
export const observeCustomProperties: Observer = async (visit) => {
  const occurredAt = visit.now();
  const read = await visit.github.readCustomProperties(visit.address);
  if ("unseen" in read) return [];
  return [
    {
      kind: "custom-properties",
      ...envelopeOf(visit),
      subject: customPropertiesSubject,
      occurredAt,
      data: { properties: read.seen },
    },
  ];
};
