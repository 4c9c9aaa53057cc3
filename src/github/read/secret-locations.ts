// Lists where a secret scanning alert's secret is: commits and files, issues, discussions. The answer holds no secret; only what
// the webhook of a location tells is taken.
import { z } from "zod";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubObservations } from "../observations.ts";
import { known } from "./parts.ts";
import { see } from "./see.ts";

const maximumPages = 10;

const locations = z.array(
  z.object({
    type: z.string().regex(/^[a-z]+(?:_[a-z]+)*$/),
    details: z.looseObject({
      commit_sha: known(z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)),
      path: known(z.string()),
    }),
  }),
);

export function listSecretLocations(ask: Ask): GitHubObservations["listSecretLocations"] {
  const wanted = {
    what: "where secrets are",
    permission: "secret_scanning_alerts: read",
    turnOn: "turn on secret scanning",
  };
  return (repository, alertNumber) =>
    see(wanted, async () => {
      const { items, complete } = await ask.pages(
        repository.installationId,
        "GET /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}/locations",
        { ...inRepository(repository), alert_number: alertNumber },
        { schema: locations, items: (page) => page, maximumPages },
      );
      return { locations: items.map(readLocation), complete };
    });
}

function readLocation({ type, details }: z.infer<typeof locations>[number]) {
  const { commit_sha: commitSha, path } = details;
  return { locationType: type, commitSha, path: path || null, resource: details[`${type}_url`] };
}
