// Reads who owns a repository: its CODEOWNERS file, and the custom properties that have a value.
import { z } from "zod";
import { codeOwnersPaths } from "../../core/code-owners/default-owners.ts";
import { inRepository } from "../address.ts";
import type { Ask } from "../ask.ts";
import type { GitHubObservations } from "../observations.ts";
import { readFile } from "./contents.ts";
import { see } from "./see.ts";

/** At most three requests: GitHub takes the first of three places that has the file. */
export function readCodeOwnersFile(ask: Ask): GitHubObservations["readCodeOwnersFile"] {
  const wanted = { what: "the CODEOWNERS file", permission: "contents: read", turnOn: "" };
  const read = readFile(ask);
  return (repository) =>
    see(wanted, async () => {
      for (const path of codeOwnersPaths) {
        const file = await read(repository, path, null);
        if (file !== null) return { path, text: file.text };
      }
      return null;
    });
}

export function readCustomProperties(ask: Ask): GitHubObservations["readCustomProperties"] {
  const wanted = { what: "custom properties", permission: "metadata: read", turnOn: "" };
  const value = z.union([z.string(), z.array(z.string()), z.null()]).catch(null);
  return (repository) =>
    see(wanted, async () => {
      const properties = await ask(
        repository.installationId,
        "GET /repos/{owner}/{repo}/properties/values",
        inRepository(repository),
        z.array(z.object({ property_name: z.string(), value })),
      );
      return Object.fromEntries(
        properties.flatMap(({ property_name, value }) =>
          value === null ? [] : [[property_name, value] as const],
        ),
      );
    });
}
