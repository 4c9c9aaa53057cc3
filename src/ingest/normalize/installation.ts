// `installation` → the App is installed, changed, suspended or removed on an account: the beginning and end of what we see.
import { z } from "zod";
import { defineNormalizer } from "../define-normalizer.ts";
import type { InstallationObservation, RequestedJob } from "../normalized.ts";
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
} from "../requested-jobs.ts";

const actions = ["created", "deleted", "suspend", "unsuspend", "new_permissions_accepted"] as const;
type Action = (typeof actions)[number];

const InstallationPayload = z.object({
  action: z.enum(actions),
  installation: Installation,
  repositories: lenient(z.array(ListedRepository)),
});

const meaningForKnown: Record<Action, InstallationObservation["knownRepositories"]> = {
  created: "leave",
  deleted: "deactivate",
  // Suspended is the installation, which says so itself; its repositories are as before once it ends.
  suspend: "leave",
  // While it was suspended, or lacked a permission, some events were not delivered: history begins anew.
  unsuspend: "resume",
  new_permissions_accepted: "resume",
};

export const normalizeInstallation = defineNormalizer({
  actions,
  schema: InstallationPayload,
  read({ action, installation, repositories }) {
    const accountId = installation.account.id;
    const created = action === "created";
    const listed = repositories ?? [];
    const jobs: RequestedJob[] = created
      ? [
          readConfiguration(accountId, null),
          ...listed.flatMap(({ id: repositoryId }, index) => [
            readConfiguration(accountId, repositoryId),
            observePavedRoad({ accountId, repositoryId }, null),
            observeRepository({ accountId, repositoryId }, index),
            backfillRepository({ accountId, repositoryId }),
          ]),
        ]
      : [];
    return {
      outcome: "facts",
      accountId,
      installationId: installation.id,
      facts: [],
      repositories: listed.map((repository) => observeListedRepository(installation, repository)),
      installation: {
        state: installationStateOf(installation, created ? "seen" : action),
        knownRepositories: meaningForKnown[action],
      },
      repositoryChanges: listed.flatMap(({ id: repositoryId }) =>
        created ? [{ accountId, repositoryId, change: "added" as const, at: installation.created_at }] : [],
      ),
      jobs,
      pathsForRules: [],
    };
  },
});
