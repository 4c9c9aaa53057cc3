// Lists the repositories that a team may write to. Only ids are read: who is in the team is nobody's business here.
import { z } from "zod";
import type { Ask } from "../ask.ts";
import { Refused } from "../errors.ts";
import type { GitHubObservations } from "../observations.ts";
import { known } from "./parts.ts";
import { see } from "./see.ts";

const repositories = z.array(
  z.object({
    id: z.number(),
    permissions: known(
      z.object({ push: known(z.boolean()), maintain: known(z.boolean()), admin: known(z.boolean()) }),
    ),
  }),
);

/** By pages of a hundred. */
const maximumPages = 100;

export function listTeamRepositories(ask: Ask): GitHubObservations["listTeamRepositories"] {
  return ({ installationId, owner }, slug) => {
    const wanted = { what: `repositories of the team ${slug}`, permission: "members: read", turnOn: "" };
    return see(wanted, async () => {
      const { items, complete } = await ask.pages(
        installationId,
        "GET /orgs/{org}/teams/{team_slug}/repos",
        { org: owner, team_slug: slug },
        { schema: repositories, items: (page) => page, maximumPages },
      );
      if (!complete)
        throw new Refused(
          `The team has more than ${maximumPages * 100} repositories, which are not read.`,
          422,
        );
      return items
        .filter(({ permissions }) => permissions?.push || permissions?.maintain || permissions?.admin)
        .map(({ id }) => id)
        .sort((a, b) => a - b);
    });
  };
}
