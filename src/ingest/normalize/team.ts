// `team` → which repositories a team may write to may have changed. Groups and rules select by it, so it is read again; the payload
// is not enough, since it says nothing of the other repositories nor of what was before.
import { z } from "zod";
import { defineNormalizer } from "../define-normalizer.ts";
import { id, lenient } from "../payload/parts.ts";
import { observeTeam } from "../requested-jobs.ts";

const actions = ["added_to_repository", "removed_from_repository", "created", "edited", "deleted"] as const;

const slug = z.string().min(1).max(255);

const TeamPayload = z.object({
  action: z.enum(actions),
  team: z.object({ slug }),
  organization: z.object({ id }),
  installation: lenient(z.object({ id })),
});

/** An organisation's event: the repository that it may name need not be one that Firstpass is installed on. */
export const normalizeTeam = defineNormalizer({
  actions,
  schema: TeamPayload,
  read: ({ team, organization, installation }) => ({
    outcome: "facts",
    accountId: organization.id,
    installationId: installation?.id ?? null,
    facts: [],
    repositories: [],
    installation: null,
    repositoryChanges: [],
    jobs: [observeTeam(organization.id, team.slug)],
    pathsForRules: [],
  }),
});
