// What happened, by the event's name and its payload: a pull request, a merge queue's commit, or something at a time of its own.
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Visibility } from "../src/core/facts/repository.ts";
import { ActionError } from "./action-error.ts";
import type { Mode } from "./inputs.ts";
import type { Runner } from "./runner.ts";

const sha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
const repositoryPart = z.object({
  id: z.number().int(),
  owner: z.object({ id: z.number().int(), login: z.string() }),
  name: z.string(),
  default_branch: z.string(),
  html_url: z.string(),
  private: z.boolean(),
  visibility: z.enum(["public", "private", "internal"]).optional(),
  language: z.string().nullish().catch(null),
  custom_properties: z.record(z.string(), z.unknown()).optional().catch(undefined),
});
const side = z.object({ sha, ref: z.string(), repo: z.object({ id: z.number().int() }).nullable() });
const pullRequest = z.object({
  repository: repositoryPart,
  pull_request: z.object({
    number: z.number().int(),
    head: side,
    base: side,
    merge_commit_sha: sha.nullish(),
  }),
});
const mergeGroup = z.object({
  repository: repositoryPart,
  merge_group: z.object({ head_sha: sha, base_sha: sha }),
});

export interface EventRepository {
  readonly accountId: number;
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly url: string;
  readonly visibility: Visibility;
  /** Main language, as GitHub names it; absent: not known. */
  readonly language?: string;
  /** Custom properties that have a value; absent: not known. */
  readonly properties?: Readonly<Record<string, string | readonly string[]>>;
}

/** A change that is up for review, or on its way through the merge queue. */
export interface ChangeEvent {
  readonly kind: "change";
  readonly repository: EventRepository;
  /** Null: the merge queue's own commit, which belongs to several at times. */
  readonly number: number | null;
  /** Tip of what is to be merged. */
  readonly headSha: string;
  /** Tip of the branch it goes into, as of the event. */
  readonly baseSha: string;
  /** The trial merge, where GitHub has made one. */
  readonly mergeSha: string | null;
  /** The commit that the workflow runs for: on a pull request a trial merge, on a merge queue its head. */
  readonly runSha: string;
  /** Why GitHub gives this run a token that cannot write; null: it does not. */
  readonly readOnly: "fork" | "dependabot" | null;
}

export type RunnerEvent = ChangeEvent | { readonly kind: "other"; readonly readOnly: "dependabot" | null };

/** @throws ActionError where the event file cannot be used. */
export async function readEvent(runner: Runner): Promise<RunnerEvent> {
  const byDependabot = runner.actor === "dependabot[bot]";
  if (runner.eventName === "pull_request" || runner.eventName === "pull_request_target") {
    const { repository: place, pull_request: pull } = await readPayload(runner, pullRequest);
    const fork = pull.head.repo?.id !== place.id;
    return {
      kind: "change",
      repository: placeOf(place),
      number: pull.number,
      headSha: pull.head.sha,
      baseSha: pull.base.sha,
      mergeSha: pull.merge_commit_sha ?? null,
      runSha: runner.sha,
      readOnly: fork ? "fork" : byDependabot ? "dependabot" : null,
    };
  }
  if (runner.eventName === "merge_group") {
    const { repository: place, merge_group: group } = await readPayload(runner, mergeGroup);
    return {
      kind: "change",
      repository: placeOf(place),
      number: null,
      headSha: group.head_sha,
      baseSha: group.base_sha,
      mergeSha: null,
      runSha: runner.sha,
      readOnly: byDependabot ? "dependabot" : null,
    };
  }
  return { kind: "other", readOnly: byDependabot ? "dependabot" : null };
}

/**
 * What to do for an event. `pull_request_target` is refused: it brings a token that can write and the repository's secrets to a place where
 * a stranger's code may lie, and nothing here needs either.
 */
export function chooseMode(eventName: string, wanted: Mode | null): Mode {
  if (eventName === "pull_request_target" && wanted !== "report")
    throw new ActionError(
      "Event pull_request_target: use pull_request. It works for forks, too, and needs no token that can write and no secret.",
    );
  const isChange = eventName === "pull_request" || eventName === "merge_group";
  if (wanted === "pull-request" && !isChange)
    throw new ActionError(
      `Input mode: pull-request needs the event pull_request or merge_group, and this is ${showName(eventName)}.`,
    );
  if (wanted !== null) return wanted;
  if (isChange) return "pull-request";
  if (eventName === "schedule" || eventName === "workflow_dispatch") return "report";
  throw new ActionError(
    `Event ${showName(eventName)}: nothing is done by itself for it. Use pull_request, merge_group, schedule or workflow_dispatch, or set mode: report.`,
  );
}

async function readPayload<Payload>(
  { eventName, eventPath }: Runner,
  schema: z.ZodType<Payload>,
): Promise<Payload> {
  const parsed = schema.safeParse(await readJson(eventPath));
  if (parsed.success) return parsed.data;
  const places = new Set(parsed.error.issues.map(({ path }) => path.join(".") || "its outermost value"));
  const where = [...places].slice(0, 5).join(", ");
  throw new ActionError(
    `The event file of ${showName(eventName)} is not as GitHub writes it: look at ${where}.`,
  );
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    throw new ActionError("GITHUB_EVENT_PATH names no file with JSON in it.");
  }
}

function placeOf(place: z.infer<typeof repositoryPart>): EventRepository {
  return {
    accountId: place.owner.id,
    repositoryId: place.id,
    owner: place.owner.login,
    name: place.name,
    defaultBranch: place.default_branch,
    url: place.html_url,
    visibility: place.visibility ?? (place.private ? "private" : "public"),
    ...(place.language ? { language: place.language } : {}),
    ...(place.custom_properties === undefined ? {} : { properties: valuesOf(place.custom_properties) }),
  };
}

function showName(eventName: string): string {
  return /^[a-z_]{1,50}$/.test(eventName) ? eventName : "an unknown event";
}

const propertyValue = z.union([z.string(), z.array(z.string())]);

function valuesOf(properties: Readonly<Record<string, unknown>>): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => {
      const read = propertyValue.safeParse(value);
      return read.success ? [[name, read.data] as const] : [];
    }),
  );
}
