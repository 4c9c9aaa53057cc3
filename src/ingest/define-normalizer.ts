// How a normaliser is put together: which actions it uses, which fields it needs, and what it makes of them.
import type { z } from "zod";
import type { Fact } from "../core/facts/fact.ts";
import { ignored, type Normalized, type NormalizedFacts, unusable } from "./normalized.ts";
import { observeRepository, type RepositoryEnvelope } from "./payload/repository.ts";

/** Pure, and throws for no payload. */
export type Normalizer = (payload: unknown) => Normalized;

/** `actions` null: the event has no action. An action that is not listed is ignored, whatever else the payload holds. */
export function defineNormalizer<S extends z.ZodType>(definition: {
  readonly actions: readonly string[] | null;
  readonly schema: S;
  readonly read: (payload: z.output<S>) => Normalized;
}): Normalizer {
  return (payload) => {
    if (typeof payload !== "object" || payload === null || Array.isArray(payload)) {
      return unusable("the payload is not a JSON object");
    }
    if (definition.actions !== null) {
      const action: unknown = "action" in payload ? payload.action : undefined;
      if (typeof action !== "string") return unusable("`action` is missing or not a text");
      if (!definition.actions.includes(action)) return ignored(explainUnusedAction(action));
    }
    const parsed = definition.schema.safeParse(payload);
    return parsed.success ? definition.read(parsed.data) : unusable(explainMissing(parsed.error));
  };
}

/** Facts of one repository, seen at `at`, and whatever else the event brings. */
export function repositoryFacts(
  payload: RepositoryEnvelope,
  at: number,
  found: { readonly facts: readonly Fact[] } & Partial<
    Pick<NormalizedFacts, "jobs" | "repositoryChanges" | "pathsForRules">
  >,
): Normalized {
  return {
    outcome: "facts",
    accountId: payload.repository.owner.id,
    installationId: payload.installation?.id ?? null,
    repositories: [observeRepository(payload, at)],
    installation: null,
    repositoryChanges: [],
    jobs: [],
    pathsForRules: [],
    ...found,
  };
}

/** The part of the envelope of a fact that follows from the payload. */
export function placeOf(payload: RepositoryEnvelope): { accountId: number; repositoryId: number } {
  return { accountId: payload.repository.owner.id, repositoryId: payload.repository.id };
}

/** For payloads that are well-formed but do not say when it happened. */
export function unusableWithoutTime(...fields: readonly string[]): Normalized {
  return unusable(`GitHub's time of the event is missing: ${fields.join(", ")}`);
}

/** An action in GitHub's form may be named; anything else in its place could be anybody's text. */
function explainUnusedAction(action: string): string {
  return /^[a-z]+(?:_[a-z]+)*$/.test(action) && action.length <= 40
    ? `action ${action} carries nothing that is measured`
    : "the action is none of GitHub's that is measured";
}

/** Where the payload differs from what is needed: paths of fields, at most three, and no values. */
function explainMissing(error: z.ZodError): string {
  const paths = [...new Set(error.issues.map((issue) => issue.path.join(".")))].filter((path) => path !== "");
  const shown = paths.slice(0, 3).join(", ");
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
  return `missing or not of the expected form: ${shown || "payload"}${more}`;
}
