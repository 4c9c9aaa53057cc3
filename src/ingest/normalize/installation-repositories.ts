// `installation_repositories` → repositories came under the App or left it. GitHub says neither when: it leaves the
// installation's `updated_at` as it was, and taking that for the time would claim history that was never delivered.
import { z } from "zod";
import { defineNormalizer } from "../define-normalizer.ts";
import {
  Installation,
  installationStateOf,
  ListedRepository,
  observeListedRepository,
} from "../payload/installation.ts";
import { lenient } from "../payload/parts.ts";
import {
  backfillRepository,
  observePavedRoad,
  observeRepository,
  readConfiguration,
  requestObservations,
} from "../requested-jobs.ts";

const actions = ["added", "removed"] as const;

const InstallationRepositoriesPayload = z.object({
  action: z.enum(actions),
  installation: Installation,
  repositories_added: lenient(z.array(ListedRepository)),
  repositories_removed: lenient(z.array(z.object({ id: z.int().nonnegative() }))),
});

export const normalizeInstallationRepositories = defineNormalizer({
  actions,
  schema: InstallationRepositoriesPayload,
  read({ action, installation, ...payload }) {
    const accountId = installation.account.id;
    const added = action === "added" ? (payload.repositories_added ?? []) : [];
    const removed = action === "removed" ? (payload.repositories_removed ?? []) : [];
    return {
      outcome: "facts",
      accountId,
      installationId: installation.id,
      facts: [],
      repositories: added.map((repository) => observeListedRepository(installation, repository)),
      installation: { state: installationStateOf(installation, "seen"), knownRepositories: "leave" },
      repositoryChanges: [
        ...added.map(({ id }) => ({ accountId, repositoryId: id, change: "added" as const, at: null })),
        ...removed.map(({ id }) => ({ accountId, repositoryId: id, change: "removed" as const, at: null })),
      ],
      jobs: [
        ...added.flatMap(({ id }, index) => [
          readConfiguration(accountId, id),
          observePavedRoad({ accountId, repositoryId: id }, null),
          observeRepository({ accountId, repositoryId: id }, index),
          backfillRepository({ accountId, repositoryId: id }),
        ]),
        // One of them may hold what others extend.
        ...(added.length === 0 ? [] : [requestObservations(accountId, null)]),
      ],
      pathsForRules: [],
    };
  },
});
