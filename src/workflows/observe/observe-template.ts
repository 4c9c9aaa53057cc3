// Reads what one template released: its tags by one request where nothing has changed, and its compared files at versions that
// are new. Facts of the account, so that a release costs nothing for the repositories that adopted it.
import { accountWide, type TemplateListedData } from "../../core/facts/account.ts";
import { type Fact, factsOfKind } from "../../core/facts/fact.ts";
import { latestBySubject } from "../../core/facts/latest-fact.ts";
import { templateFileSubject, templateListedSubject, templateTagSubject } from "../../core/facts/subjects.ts";
import {
  type ChosenTags,
  chooseTags,
  findChangedTags,
  findUnreadVersions,
  type Tag,
} from "../../core/paved-road/template-tags.ts";
import { PermissionError, Refused } from "../../github/errors.ts";
import type { GitHubReads } from "../../github/gateway.ts";
import { hashContent } from "../hash-content.ts";

export interface ObservedTemplate {
  /** Those that say something new. */
  readonly facts: readonly Fact[];
  /** Whether older versions are left to be read another time. */
  readonly more: boolean;
}

export interface TemplateQuery {
  readonly accountId: number;
  readonly installationId: number;
  /** `owner/repo` in lower case. */
  readonly template: string;
  /** Files whose versions are compared. */
  readonly paths: ReadonlySet<string>;
  /** What the ledger knows of the template. */
  readonly known: readonly Fact[];
}

interface TemplateServices {
  readonly github: Pick<GitHubReads, "listTags" | "readFile">;
  /** Milliseconds UTC. */
  readonly now: () => number;
}

/** A template that cannot be seen is told as such, with the reason. */
export async function observeTemplate(
  services: TemplateServices,
  query: TemplateQuery,
): Promise<ObservedTemplate> {
  const tell = (listing: TemplateListedData["listing"]) => tellListed(query, services.now(), listing);
  try {
    const sight = await listTags(services, query);
    if ("unseen" in sight) return { facts: tell(sight), more: false };
    const { tags, complete } = sight.seen;
    const chosen = chooseTags(tags, complete);
    const read = await readTemplate(services, query, { ...sight.seen, chosen });
    const all = chosen.complete && !read.more && read.allRead;
    return {
      facts: [...read.facts, ...tell({ seen: { tags: tags.length, complete: all } })],
      more: read.more,
    };
  } catch (error) {
    if (!(error instanceof PermissionError)) throw error;
    const unseen = { why: "permission-missing", permission: "contents: read", text: error.message } as const;
    return { facts: tell({ unseen }), more: false };
  }
}

function listTags({ github }: TemplateServices, { installationId, template }: TemplateQuery) {
  const [owner = "", name = ""] = template.split("/");
  return github.listTags({ installationId, owner, name });
}

/** Empty where the last reading said the same. */
function tellListed(
  { accountId, template, known }: TemplateQuery,
  occurredAt: number,
  listing: TemplateListedData["listing"],
): Fact[] {
  const data: TemplateListedData = { template, listing };
  const last = latestOf(known, "template-listed").find((fact) => fact.data.template === template);
  if (last !== undefined && hashContent(last.data) === hashContent(data)) return [];
  const subject = templateListedSubject(data);
  return [{ kind: "template-listed", accountId, repositoryId: accountWide, occurredAt, subject, data }];
}

interface ReadVersions {
  readonly facts: Fact[];
  readonly more: boolean;
  /** False: GitHub has something there that is not read. */
  readonly allRead: boolean;
}

/** Tags that are new, moved or gone, and the compared files at versions that were not read yet. */
async function readTemplate(
  services: TemplateServices,
  query: TemplateQuery,
  {
    tags,
    complete,
    chosen,
  }: { readonly tags: readonly Tag[]; readonly complete: boolean; readonly chosen: ChosenTags },
): Promise<ReadVersions> {
  const { accountId, template, known, paths } = query;
  const occurredAt = services.now();
  const before = new Map<string, string>();
  for (const { data } of latestOf(known, "template-tag"))
    if (data.template === template && data.commitSha !== null) before.set(data.tag, data.commitSha);
  const facts = [...findChangedTags(before, tags, complete, chosen)].map(([tag, commitSha]): Fact => {
    const data = { template, tag, commitSha };
    const subject = templateTagSubject(data);
    return { kind: "template-tag", accountId, repositoryId: accountWide, occurredAt, subject, data };
  });
  let more = false;
  let allRead = true;
  for (const path of paths) {
    const files = await readVersions(services, { ...query, occurredAt }, path, chosen.tags);
    facts.push(...files.facts);
    more ||= files.more;
    allRead &&= files.allRead;
  }
  return { facts, more, allRead };
}

/** The file at each version that was not read yet. */
async function readVersions(
  { github }: TemplateServices,
  { accountId, installationId, template, known, occurredAt }: TemplateQuery & { readonly occurredAt: number },
  path: string,
  tags: ReadonlyMap<string, string>,
): Promise<ReadVersions> {
  const [owner = "", name = ""] = template.split("/");
  // A template may be anybody's: only its name is asked for.
  const address = { installationId, repositoryId: 0, owner, name };
  const told = latestOf(known, "template-file").filter(
    ({ data }) => data.template === template && data.path === path,
  );
  const blobs = new Map(told.map(({ data }) => [data.commitSha, data.blobSha]));
  const read = new Map(told.map(({ data }) => [data.tag, data.commitSha]));
  const unread = findUnreadVersions(tags, read);
  const facts: Fact[] = [];
  let allRead = true;
  for (const { commitSha, tags: names } of unread.now) {
    const blobSha = blobs.has(commitSha)
      ? (blobs.get(commitSha) ?? null)
      : await readBlobSha(github, address, path, commitSha);
    if (blobSha === undefined) allRead = false;
    else
      for (const tag of names) {
        const data = { template, path, tag, commitSha, blobSha };
        const subject = templateFileSubject(data);
        facts.push({
          kind: "template-file",
          accountId,
          repositoryId: accountWide,
          occurredAt,
          subject,
          data,
        });
      }
  }
  return { facts, more: unread.more, allRead };
}

/** Null: that commit does not have the file. Undefined: it has something there that is not read. */
async function readBlobSha(
  github: Pick<GitHubReads, "readFile">,
  address: Parameters<GitHubReads["readFile"]>[0],
  path: string,
  commitSha: string,
): Promise<string | null | undefined> {
  try {
    return (await github.readFile(address, path, commitSha))?.sha ?? null;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

function latestOf<K extends Fact["kind"]>(facts: readonly Fact[], kind: K) {
  return latestBySubject(factsOfKind(facts, kind), Number.POSITIVE_INFINITY);
}
