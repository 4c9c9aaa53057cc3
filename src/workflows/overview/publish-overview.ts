// The weekly overview issue of an account: load, render, write it once; the one of the week before is closed with a link onwards.
// It tells of many repositories, so GitHub is asked before each write whether the place is still private or internal.
import type { IssueContent } from "../../core/publication/content.ts";
import { isoWeekEnd } from "../../core/scorecard/iso-week.ts";
import type { PublishOverviewJob } from "../../core/work/job.ts";
import { NotFound, Refused } from "../../github/errors.ts";
import type { RepositoryAddress } from "../../github/gateway.ts";
import type { PostedOverview } from "../../records/store.ts";
import { cutBytes, limits } from "../../render/fit.ts";
import {
  overviewLabel,
  overviewMarker,
  renderOverviewIssue,
} from "../../render/organisation/overview-issue.ts";
import { renderOnwardsNote } from "../../render/weekly/weekly-marker.ts";
import { accountUnreachable, findAccount } from "../find-account.ts";
import { findPlace } from "../find-place.ts";
import { hashContent } from "../hash-content.ts";
import { JobLeaseLost, type JobOutcome, skipped } from "../job-outcome.ts";
import type { JobServices } from "../services.ts";
import { findOverviewPlace, whyNotPosted } from "./find-overview-place.ts";
import { loadOverview } from "./load-overview.ts";

/** Weeks that are looked back for an issue that is still open. */
const pastIssues = 60;

export async function publishOverview(
  services: JobServices,
  { accountId, isoWeek }: PublishOverviewJob,
): Promise<JobOutcome> {
  const { store } = services;
  const now = services.now();
  if (isoWeekEnd(isoWeek) > now) return skipped(`${isoWeek} has not ended yet, in UTC.`);
  const account = await findAccount(services, accountId);
  if (account === null) return accountUnreachable;
  const place = await findOverviewPlace(store, accountId, await store.repositories.list(accountId));
  if (place.kind === "nowhere") return skipped("No configuration names an overview.repository.");
  if (place.kind === "refused") return skipped(place.reason);
  const { overview } = await loadOverview(store, {
    account: { id: accountId, login: account.owner },
    now,
    isoWeek,
    group: null,
    goOn: () => requireLease(services),
  });
  const content = renderOverviewIssue(overview);
  const posted = await store.overviews.list(accountId, pastIssues);
  try {
    const { number, outcome } = await post(
      services,
      { accountId, isoWeek, address: place.address },
      content,
      posted,
    );
    await closePast(services, posted, { number, isoWeek });
    return outcome;
  } catch (error) {
    if (error instanceof PlaceRefused) return skipped(error.message);
    // Issues were disabled, or the repository was archived meanwhile.
    if (error instanceof Refused && [403, 410].includes(error.status)) return skipped(error.message);
    throw error;
  }
}

/** The place may not hold the overview any more. */
class PlaceRefused extends Error {
  override readonly name = "PlaceRefused";
}

interface Week {
  readonly accountId: number;
  readonly isoWeek: string;
  readonly address: RepositoryAddress;
}

async function post(
  services: JobServices,
  { accountId, isoWeek, address }: Week,
  content: IssueContent,
  posted: readonly PostedOverview[],
): Promise<{ number: number; outcome: JobOutcome }> {
  const { store, github } = services;
  const { repositoryId } = address;
  const contentHash = hashContent(content);
  const ofWeek = posted.filter((one) => one.isoWeek === isoWeek);
  const before = ofWeek.find((one) => one.repositoryId === repositoryId);
  if (ofWeek.some((one) => one.repositoryId !== repositoryId && one.issueNumber !== null))
    throw new PlaceRefused(`The overview of ${isoWeek} was posted in another repository already.`);
  if (before?.issueNumber != null && before.contentHash === contentHash)
    return { number: before.issueNumber, outcome: { did: "unchanged", reason: null } };
  const today = await requireWritable(services, address);
  const save = (issueNumber: number | null) =>
    store.overviews.save({
      accountId,
      isoWeek,
      repositoryId,
      issueNumber,
      contentHash,
      postedAt: services.now(),
      closed: false,
    });
  const marker = overviewMarker(accountId, isoWeek);
  const existing =
    before === undefined
      ? null
      : (before.issueNumber ?? (await github.findIssue(today, overviewLabel, marker))?.number ?? null);
  if (existing !== null) {
    await github.updateIssue(today, existing, { title: content.title, body: content.body });
    await save(existing);
    return { number: existing, outcome: { did: "updated", reason: null } };
  }
  await save(null);
  const number = await github.createIssue(today, content);
  await save(number);
  return { number, outcome: { did: "created", reason: null } };
}

async function closePast(
  services: JobServices,
  posted: readonly PostedOverview[],
  next: { readonly number: number; readonly isoWeek: string },
): Promise<void> {
  for (const past of posted) {
    if (past.closed || past.issueNumber === null || past.isoWeek >= next.isoWeek) continue;
    const place = await findPlace(services.store, past.accountId, past.repositoryId);
    if (!("unreachable" in place)) await closeWithLink(services, place.address, past, next);
    await services.store.overviews.save({ ...past, closed: true });
  }
}

async function closeWithLink(
  services: JobServices,
  address: RepositoryAddress,
  past: PostedOverview,
  next: { readonly number: number; readonly isoWeek: string },
): Promise<void> {
  const { github } = services;
  try {
    const today = await requireWritable(services, address);
    // Read again, so that what people wrote into it is kept.
    const found = await github.findIssue(today, overviewLabel, overviewMarker(past.accountId, past.isoWeek));
    if (found === null) return;
    const note = renderOnwardsNote(next);
    const body = found.body.includes(note) ? found.body : `${note}\n\n${found.body}`;
    await github.updateIssue(today, found.number, {
      body: cutBytes(body, limits.issueBodyBytes, "\n\n…"),
      state: "closed",
    });
  } catch (error) {
    // Deleted or locked by a person, or the place became public: nothing is left to close there.
    if (error instanceof NotFound || error instanceof Refused || error instanceof PlaceRefused) return;
    throw error;
  }
}

/** One request: the repository under the name that it has now. @throws PlaceRefused where nothing may be posted there. */
async function requireWritable(
  services: JobServices,
  address: RepositoryAddress,
): Promise<RepositoryAddress> {
  await requireLease(services);
  const { installationId, repositoryId, owner, name } = address;
  const today = await services.github.findRepository(installationId, repositoryId);
  const refusal = whyNotPosted(today, `${owner}/${name}`);
  if (today === null || refusal !== null) throw new PlaceRefused(refusal ?? "It is gone.");
  return { ...address, owner: today.owner, name: today.name };
}

async function requireLease(services: JobServices): Promise<void> {
  if (!(await services.holdsLease())) throw new JobLeaseLost("Another worker publishes this overview now.");
}
