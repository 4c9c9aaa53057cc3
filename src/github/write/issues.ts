// Posts weekly issues and their label. GitHub silently drops labels that it will not make, so the answer is looked at:
// one request when the label is there, three the first time.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import { Refused } from "../errors.ts";
import type { GitHubWrites, RepositoryAddress } from "../gateway.ts";

const createdIssue = z.object({
  number: z.number(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])),
});

const labelColor = "1f6feb";
const labelDescription = "Weekly security KPIs by Firstpass";

export function createIssue(ask: Ask): GitHubWrites["createIssue"] {
  return async (repository, content) => {
    const issue = await ask(
      repository.installationId,
      "POST /repos/{owner}/{repo}/issues",
      { ...inRepository(repository), title: content.title, body: content.body, labels: content.labels },
      createdIssue,
    );
    const given = new Set(issue.labels.map((label) => (typeof label === "string" ? label : label.name)));
    const dropped = content.labels.filter((label) => !given.has(label));
    if (dropped.length > 0) await addLabels(ask, repository, issue.number, dropped);
    return issue.number;
  };
}

/** Best effort: the issue exists, and a failure here must not make the caller believe that it does not. */
async function addLabels(
  ask: Ask,
  repository: RepositoryAddress,
  issueNumber: number,
  labels: readonly string[],
): Promise<void> {
  try {
    for (const name of labels)
      await ensureLabel(ask)(repository, { name, color: labelColor, description: labelDescription });
    await ask(
      repository.installationId,
      "POST /repos/{owner}/{repo}/issues/{issue_number}/labels",
      { ...inRepository(repository), issue_number: issueNumber, labels },
      z.unknown(),
    );
  } catch {
    // Unlabelled, the issue is still found by its marker.
  }
}

export function updateIssue(ask: Ask): GitHubWrites["updateIssue"] {
  return async (repository, number, change) => {
    await ask(
      repository.installationId,
      "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
      { ...inRepository(repository), issue_number: number, ...change },
      z.object({ number: z.number() }),
    );
  };
}

export function ensureLabel(ask: Ask): GitHubWrites["ensureLabel"] {
  return async (repository, label) => {
    try {
      await ask(
        repository.installationId,
        "POST /repos/{owner}/{repo}/labels",
        { ...inRepository(repository), ...label },
        z.object({ name: z.string() }),
      );
    } catch (error) {
      if (error instanceof Refused && /already_exists/.test(error.message)) return;
      throw error;
    }
  };
}
